/** The reader on the machine itself, beside the csv crate with encoding_rs. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { speed, type Figure } from './figures.ts';
import { NAME, sample } from './samples.ts';

const PEER = 'csv + encoding_rs';

/** `measure` has the contestants; `careplan` is the command as people run it, from its start to its end. */
export function native(measure: string, careplan: string, runs: number): Figure[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'careplan-bench-'));
  const file = path.join(folder, NAME);
  const bytes = sample('10m');
  fs.writeFileSync(file, bytes);
  try {
    const lines = execFileSync(measure, [file, NAME, String(runs)], { encoding: 'utf8' }).trim().split('\n');
    const times = new Map(lines.map((line): [string, number[]] => {
      const [name = '', list = ''] = line.split('\t');
      return [name, list.split(' ').map(Number)];
    }));
    const of = (name: string): number[] => times.get(name) ?? [];
    const what = '10 MB of 第6表 on the machine itself';
    return [
      speed({ name: 'native-cells-10m', what: `${what}: rows and cells, their forms checked` }, bytes.length, of('cells'), PEER, of(PEER), 1.5),
      speed({ name: 'native-everything-10m', what: `${what}: all rules (the peer splits and decodes)` }, bytes.length, of('everything'), PEER, of(PEER), 0.6),
      commands(careplan, measure, file, runs, bytes.length, what),
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The command as people run it, beside a program that reads the same file and only splits and decodes; they take turns. */
function commands(careplan: string, measure: string, file: string, runs: number, size: number, what: string): Figure {
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    // 1: faults were found, as they should be.
    ours.push(program(careplan, ['check', file], 1));
    peer.push(program(measure, [file, NAME, '1', PEER], 0));
  }
  const name = 'native-command-10m';
  return speed({ name, what: `${what}: \`careplan check\` from start to end, its findings written (the peer as a program too)` }, size, ours, PEER, peer, 0.6);
}

/** How many milliseconds a program takes from start to end; what it writes is read and thrown away. */
function program(path: string, words: string[], expected: number): number {
  const begun = performance.now();
  const { status, error, stderr } = spawnSync(path, words, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 30, encoding: 'utf8' });
  const took = performance.now() - begun;
  if (error || status !== expected) throw new Error(`${path} ended with ${status}: ${error?.message ?? stderr}`);
  return took;
}
