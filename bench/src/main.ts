/**
 * The first page of the benchmarks: the reader and the app beside their peers, measured in one run.
 * `cargo xtask bench` builds everything and calls this.
 */
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { awake } from './awake.ts';
import { Demo } from './demo.ts';
import type { Figure } from './figures.ts';
import { inbox } from './inbox.ts';
import { native } from './native.ts';
import { firstFile, reading } from './reading.ts';
import { sizes } from './sizes.ts';

const { values } = parseArgs({
  options: {
    /** The built benchmark: peers, React page, our wasm. */
    build: { type: 'string', default: 'build' },
    /** The built app. */
    dist: { type: 'string', default: '../dist' },
    /** The native program `measure`, where it was built. */
    native: { type: 'string' },
    /** The program `careplan`, where it was built. */
    careplan: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
    runs: { type: 'string', default: '7' },
  },
});
const only = values.only?.split(',');
const wanted = (...names: string[]): boolean => !only || names.some((name) => only.some((part) => name.includes(part)));
const runs = Number(values.runs);
const { build, dist, careplan } = values;
const figures: Figure[] = [];

console.log(`load ${os.loadavg().map((load) => load.toFixed(1)).join(' ')} on ${os.cpus().length} cores; medians of ${runs} runs`);
if (wanted('size', 'first-load')) figures.push(...sizes(dist, build));
if (wanted('first-100k')) figures.push(...(await firstFile(build, runs)));
if (wanted('reading-10m', 'cells-10m', 'everything-10m')) figures.push(...(await reading(build, '10m', runs)));
if (wanted('reading-100m', 'cells-100m', 'everything-100m', 'memory-100m')) figures.push(...(await reading(build, '100m', runs)));
if (values.native && careplan && wanted('native')) figures.push(...native(values.native, careplan, runs));
if (careplan && wanted('main-thread', 'progress', 'cancel', 'inbox')) {
  const demo = await Demo.start(careplan);
  try {
    if (wanted('main-thread', 'progress', 'cancel')) figures.push(...(await awake(demo.url, runs)));
    if (wanted('inbox')) figures.push(...(await inbox(demo, build, runs)));
  } finally {
    await demo.stop();
  }
}

// An empty list too: whoever asked for it reads it.
fs.writeFileSync(values.json ?? 'build/figures.json', `${JSON.stringify(figures, null, 2)}\n`);
