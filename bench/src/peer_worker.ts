/** Both contestants in one worker: the peers, and our reader compiled as the product's is (`bench/wasm`). */
import { peers } from './peers.ts';

/** What wasm-bindgen's glue puts into a worker that it was imported into. */
interface Ours {
  (options: { module_or_path: string }): Promise<{ memory: WebAssembly.Memory }>;
  /** Records and bad cells. */
  cells(name: string, bytes: Uint8Array): Uint32Array;
  /** Records and findings. */
  everything(name: string, bytes: Uint8Array): Uint32Array;
}
declare const wasm_bindgen: Ours;
declare function importScripts(...addresses: string[]): void;

/** What the page asks for. */
export interface Question {
  contestant: string;
  name: string;
  file: Blob;
}

/** What the worker answers. */
export interface Measured {
  /** From the bytes in memory to the counts, in milliseconds. */
  ms: number;
  records: number;
  bad: number;
  /** Octets of our memory; it never shrinks. */
  memory: number;
}

importScripts('/bench/measure.js');
const started = wasm_bindgen({ module_or_path: '/bench/measure_bg.wasm' });

/** The names of all contestants, ours first. */
const names = ['ours: cells', 'ours: everything', 'TextDecoder alone', ...peers.map((peer) => peer.name)];

self.onmessage = async (event: MessageEvent<Question>) => {
  const { contestant, name, file } = event.data;
  const { memory } = await started;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begin = performance.now();
  let counted: { records: number; bad: number };
  if (contestant === 'ours: cells' || contestant === 'ours: everything') {
    const run = contestant === 'ours: cells' ? wasm_bindgen.cells : wasm_bindgen.everything;
    const [records = 0, bad = 0] = run(name, bytes);
    counted = { records, bad };
  } else if (contestant === 'TextDecoder alone') {
    counted = { records: new TextDecoder('shift_jis').decode(bytes).length, bad: 0 };
  } else {
    const peer = peers.find((one) => one.name === contestant);
    if (!peer) throw new Error(`there is no ${contestant}`);
    counted = peer.run(bytes);
  }
  const ms = performance.now() - begin;
  const answer: Measured = { ms, ...counted, memory: memory.buffer.byteLength };
  self.postMessage(answer);
};

void started.then(() => self.postMessage({ names, slow: peers.filter((peer) => peer.slow).map((peer) => peer.name) }));
