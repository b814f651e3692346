/** Both contestants in one worker: the peers, and our reader compiled as the product's is (`bench/wasm`). */
import { peers, type Peer } from './peers.ts';

/** What wasm-bindgen's glue puts into a worker that it was imported into. */
interface Ours {
  (options: { module_or_path: string }): Promise<{ memory: WebAssembly.Memory }>;
  /** Records and bad cells. */
  cells(name: string, bytes: Uint8Array): Uint32Array;
  /** Records and findings. */
  everything(name: string, bytes: Uint8Array): Uint32Array;
  /** encoding_rs decoding alone: octets of text. */
  decoded(bytes: Uint8Array): number;
  /** What the shipped worker does before it is ready. */
  prepare(): void;
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

/** The contestants, by what they are to ours. */
export interface Contestants {
  /** Ours, and what both ours and the libraries cannot be faster than. */
  ours: string[];
  limits: string[];
  libraries: string[];
  hand: string[];
  /** The loop that makes no text. */
  bare: string[];
  /** Those that take too long for 100 MB. */
  slow: string[];
}

importScripts('/bench/measure.js');
const started = wasm_bindgen({ module_or_path: '/bench/measure_bg.wasm' }).then((module) => {
  wasm_bindgen.prepare();
  return module;
});

const names = (fits: (peer: Peer) => boolean): string[] => peers.filter(fits).map((peer) => peer.name);
const contestants: Contestants = {
  ours: ['ours: cells', 'ours: everything'],
  limits: ['encoding_rs alone, in wasm', 'TextDecoder alone'],
  libraries: names((peer) => !peer.apart),
  hand: names((peer) => peer.apart === true && peer.bare !== true),
  bare: names((peer) => peer.bare === true),
  slow: names((peer) => peer.slow === true),
};

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
  } else if (contestant === 'encoding_rs alone, in wasm') {
    counted = { records: wasm_bindgen.decoded(bytes), bad: 0 };
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

void started.then(() => self.postMessage(contestants));
