/**
 * Measures the reader against what a page could do without it, in one run in one Chromium, the contestants taking turns.
 * `cargo xtask bench` builds everything and calls this.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { atMost, brotli, files, median, speed, type Figure } from './figures.ts';
import { launch, open, run, serve } from './page.ts';
import { NAME, plan } from './samples.ts';

const { values } = parseArgs({
  options: {
    /** The built benchmark: peers, React page, our wasm. */
    build: { type: 'string', default: 'build' },
    /** The built app. */
    dist: { type: 'string', default: '../dist' },
    /** The native program `measure`, where it was built. */
    native: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
    runs: { type: 'string', default: '7' },
  },
});
const only = values.only?.split(',');
const wanted = (name: string): boolean => !only || only.some((part) => name.includes(part));
const runs = Number(values.runs);
const figures: Figure[] = [];

const SIZES = { '100k': 100_000, '10m': 10_000_000, '100m': 100_000_000 } as const;
type Size = keyof typeof SIZES;
const samples = new Map<string, Uint8Array<ArrayBuffer>>();
const sample = (size: Size): Uint8Array<ArrayBuffer> => {
  const known = samples.get(size) ?? plan(SIZES[size], 20251);
  samples.set(size, known);
  return known;
};

console.log(`load ${os.loadavg().map((load) => load.toFixed(1)).join(' ')} on ${os.cpus().length} cores; medians of ${runs} runs`);

/** Rows and cells, and all rules, against the fastest of those that only split and look at forms. */
async function files10and100(size: Size): Promise<void> {
  const bytes = sample(size).length;
  const browser = await launch();
  const server = await serve(values.build, samples);
  const { page, names, slow } = await open(browser, server.address, size);
  const contestants = names.filter((name) => size !== '100m' || !slow.includes(name));
  const times = new Map<string, number[]>(contestants.map((name) => [name, []]));
  const counted = new Map<string, string>();
  let memory = 0;
  let pause = 0;
  // The first round warms up. Three rounds of 100 MB are enough: each takes seconds.
  const rounds = size === '100m' ? Math.min(runs, 3) : runs;
  for (let round = 0; round <= rounds; round++) {
    for (const name of contestants) {
      const measured = await run(page, name);
      if (round > 0) times.get(name)?.push(measured.ms);
      if (name === 'ours: everything') {
        memory = Math.max(memory, measured.memory);
        pause = Math.max(pause, measured.pause);
      }
      counted.set(name, `${measured.records} records, ${measured.bad} bad cells`);
    }
  }
  await browser.close();
  server.close();
  const of = (name: string): number[] => times.get(name) ?? [];
  const peers = contestants.filter((name) => name.includes(' + '));
  const expected = counted.get('ours: cells');
  for (const name of peers) {
    if (counted.get(name) !== expected) throw new Error(`${name} counts ${counted.get(name)}, ours ${expected}`);
  }
  for (const name of contestants) console.log(`  ${size} ${name}: ${(bytes / median(of(name)) / 1000).toFixed(1)} MB/s`);
  const fastest = peers.reduce((best, name) => (median(of(name)) < median(of(best)) ? name : best));
  figures.push(
    speed(`cells-${size}`, bytes, of('ours: cells'), fastest, of(fastest), 10),
    speed(`everything-${size}`, bytes, of('ours: everything'), fastest, of(fastest), 4),
  );
  if (size === '100m') figures.push(atMost('memory-100m', 'octets', memory, 'the file', bytes, 2.5));
  else figures.push(atMost('main-thread-10m', 'ms', pause, 'a task that nobody feels', 50, 1));
}

/** The first file in a fresh page: nothing is compiled or warm. */
async function firstFile(): Promise<void> {
  const bytes = sample('100k').length;
  const browser = await launch();
  const server = await serve(values.build, samples);
  const contestants = ['ours: cells', 'TextDecoder + PapaParse'] as const;
  const times: Record<(typeof contestants)[number], number[]> = { 'ours: cells': [], 'TextDecoder + PapaParse': [] };
  for (let round = 0; round < runs; round++) {
    for (const name of contestants) {
      const { page } = await open(browser, server.address, '100k');
      times[name].push((await run(page, name)).ms);
      await page.close();
    }
  }
  await browser.close();
  server.close();
  figures.push(speed('first-100k', bytes, times['ours: cells'], contestants[1], times[contestants[1]], 3));
}

/** What a browser loads at first, beside a React page with the same screens. */
function sizes(): void {
  const built = files(values.dist);
  const part = (fits: (name: string) => boolean, kind: RegExp): number =>
    brotli(built.filter((file) => kind.test(file) && fits(path.basename(file))));
  const react = brotli([path.join(values.build, 'react_page.js')]);
  const isWorker = (name: string): boolean => name.startsWith('worker');
  const isOther = (name: string): boolean => isWorker(name) || name.startsWith('viewer') || name.startsWith('old-browser');
  figures.push(
    atMost('size-worker', 'octets', part(isWorker, /\.(wasm|js)$/), 'limit', 100_000, 1),
    atMost('size-app', 'octets', part((name) => !isOther(name), /\.(wasm|js)$/), 'limit', 300_000, 1),
    atMost('size-css', 'octets', part(() => true, /\.css$/), 'limit', 25_000, 1),
    // How much more than React the app weighs; no reach is set but the limit above.
    atMost('first-load', 'octets', part((name) => !isOther(name), /\.(wasm|js)$/), 'React page of three routes', react, 300_000 / react),
  );
}

/** The same on the machine itself, beside the csv crate with encoding_rs. */
function native(program: string): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'careplan-bench-'));
  const file = path.join(folder, 'sample.csv');
  const bytes = sample('10m');
  fs.writeFileSync(file, bytes);
  const lines = execFileSync(program, [file, NAME, String(runs)], { encoding: 'utf8' }).trim().split('\n');
  fs.rmSync(folder, { recursive: true });
  const times = new Map(lines.map((line): [string, number[]] => {
    const [name = '', list = ''] = line.split('\t');
    return [name, list.split(' ').map(Number)];
  }));
  const peer = 'csv + encoding_rs';
  figures.push(
    speed('native-cells-10m', bytes.length, times.get('cells') ?? [], peer, times.get(peer) ?? [], 1.5),
    speed('native-everything-10m', bytes.length, times.get('everything') ?? [], peer, times.get(peer) ?? [], 0.6),
  );
}

if (wanted('size') || wanted('first-load')) sizes();
if (wanted('first-100k')) await firstFile();
if (wanted('10m')) await files10and100('10m');
if (wanted('100m')) await files10and100('100m');
if (values.native && wanted('native')) native(values.native);

console.log('\n| figure | ours | peer | ratio | reach | |\n|---|---:|---:|---:|---:|---|');
for (const figure of figures) {
  const { name, unit, ours, peer, peer_name, ratio, reach, holds, spread } = figure;
  const round = (value: number): string => value.toFixed(unit === 'octets' ? 0 : 1);
  console.log(`| ${name} (${unit}) | ${round(ours)} | ${round(peer)} ${peer_name} | ${ratio.toFixed(2)} | ${reach.toFixed(2)} | ${holds ? 'reached' : 'not reached'} ${spread} |`);
}
if (values.json) fs.writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
