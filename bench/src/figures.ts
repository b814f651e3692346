/** A figure of the benchmarks, and how it is put down. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** One figure, as `--json` writes it. */
export interface Figure {
  name: string;
  /** What was measured, for whoever reads the page of results. */
  what: string;
  unit: string;
  ours: number;
  peer: number;
  peer_name: string;
  /** How many times better than the peer, or which part of a limit is used. */
  ratio: number;
  reach: number;
  holds: boolean;
  /** From the least to the most that was measured of ours and of the peer. */
  spread: string;
}

/** The value in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** From the least to the most. */
export function spread(values: number[]): string {
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
}

/** What a figure is of. */
type Named = Pick<Figure, 'name' | 'what'>;

/** A speed, of times in milliseconds: ours should be at least `reach` times the peer's. */
export function speed(named: Named, bytes: number, ours: number[], peer_name: string, peer: number[], reach: number): Figure {
  const rate = (times: number[]): number => bytes / median(times) / 1000;
  const ratio = median(peer) / median(ours);
  return {
    ...named,
    unit: 'MB/s',
    ours: rate(ours),
    peer: rate(peer),
    peer_name,
    ratio,
    reach,
    holds: ratio >= reach,
    spread: `ours ${spread(ours)} ms, peer ${spread(peer)} ms`,
  };
}

/** An amount: the median of ours should be at most `reach` times another's. */
export function atMost(named: Named, unit: string, ours: number[], peer_name: string, peer: number[], reach: number): Figure {
  const ratio = median(ours) / median(peer);
  const turns = ours.length > 1 ? `ours ${spread(ours)}, peer ${spread(peer)}` : '';
  return { ...named, unit, ours: median(ours), peer: median(peer), peer_name, ratio, reach, holds: ratio <= reach, spread: turns };
}

/** An amount that should never be above a limit: the worst counts. */
export function within(named: Named, unit: string, ours: number[], limit: number): Figure {
  const worst = Math.max(...ours);
  return { ...named, unit, ours: worst, peer: limit, peer_name: 'limit', ratio: worst / limit, reach: 1, holds: worst <= limit, spread: spread(ours) };
}

/** Octets of files as a browser loads them: brotli, quality 11, a window of 22 bits. */
export function brotli(files: string[]): number {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN } = zlib.constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22 };
  return files.reduce((sum, file) => sum + zlib.brotliCompressSync(fs.readFileSync(file), { params }).length, 0);
}

/** The files below a folder. */
export function files(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
