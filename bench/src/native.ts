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
      speed({ name: 'native-command-10m', what: `${what}: \`careplan check\` from start to end, its findings written` }, bytes.length, command(careplan, file, runs), PEER, of(PEER), 0.6),
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** How long the command takes; what it writes is read and thrown away. */
function command(careplan: string, file: string, runs: number): number[] {
  return Array.from({ length: runs }, () => {
    const begun = performance.now();
    const { status, error, stderr } = spawnSync(careplan, ['check', file], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 30 });
    const took = performance.now() - begun;
    // 1: faults were found, as they should be.
    if (error || status !== 1) throw new Error(`careplan check ended with ${status}: ${error?.message ?? stderr}`);
    return took;
  });
}
