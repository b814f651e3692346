/** The reader beside what a page could do without it: the contestants take turns in one worker of one Chromium. */
import { atMost, median, speed, type Figure } from './figures.ts';
import { launch, open, run, serve } from './page.ts';
import { sample, samples, type Size } from './samples.ts';

/** Rows and cells, and all rules, against the fastest of those that only split and look at forms. */
export async function reading(build: string, size: Size, runs: number): Promise<Figure[]> {
  const bytes = sample(size).length;
  const browser = await launch();
  const server = await serve(build, samples);
  const { page, contestants } = await open(browser, server.address, size);
  const { ours, limits, libraries, hand, bare, slow } = contestants;
  const taking = [...ours, ...limits, ...libraries, ...hand, ...bare].filter((name) => size !== '100m' || !slow.includes(name));
  const times = new Map<string, number[]>(taking.map((name) => [name, []]));
  const counted = new Map<string, string>();
  // The first round warms up. Three rounds of 100 MB are enough: each takes seconds.
  const rounds = size === '100m' ? Math.min(runs, 3) : runs;
  for (let round = 0; round <= rounds; round++) {
    for (const name of taking) {
      const measured = await run(page, name);
      if (round > 0) times.get(name)?.push(measured.ms);
      counted.set(name, `${measured.records} records, ${measured.bad} bad cells`);
    }
  }
  await browser.close();
  server.close();
  const of = (name: string): number[] => times.get(name) ?? [];
  const expected = counted.get('ours: cells');
  const peers = [...libraries, ...hand, ...bare].filter((name) => taking.includes(name));
  for (const name of peers) {
    if (counted.get(name) !== expected) throw new Error(`${name} counts ${counted.get(name)}, ours ${expected}`);
  }
  for (const name of taking) console.log(`  ${size} ${name}: ${(bytes / median(of(name)) / 1000).toFixed(1)} MB/s`);
  const quickest = (names: string[]): string => names.filter((name) => taking.includes(name)).reduce((best, name) => (median(of(name)) < median(of(best)) ? name : best));
  const [fastest, loop] = [quickest(libraries), quickest(hand)];
  const cells = of('ours: cells');
  const what = `${size === '10m' ? '10 MB' : '100 MB'} of 第6表 in a worker of Chromium`;
  const named = (name: string, of: string) => ({ name: `${name}-${size}`, what: `${what}: ${of}` });
  const figures = [
    speed(named('cells', 'bytes to rows and cells, their forms checked'), bytes, cells, fastest, of(fastest), 10),
    speed(named('cells-by-hand', 'the same, beside no library'), bytes, cells, loop, of(loop), 6),
    ...bare.map((name) => speed(named('cells-by-bare-hand', 'the same, beside a loop that makes no text for a page to show; no reach is set'), bytes, cells, name, of(name), 0)),
    ...limits.slice(0, 1).map((name) => speed(named('cells-limit', 'the same, beside the limit'), bytes, cells, name, of(name), 0.6)),
    speed(named('everything', 'typed documents and all rules (the peer only splits)'), bytes, of('ours: everything'), fastest, of(fastest), 4),
  ];
  if (size === '100m') {
    // In a worker of its own: encoding_rs has grown the memory of this one.
    const own = await memoryOf(build, size);
    figures.push(atMost({ name: 'memory-100m', what: `${what}: memory of our wasm at most` }, 'octets', [own], 'the file', [bytes], 2.5));
  }
  return figures;
}

/** Our memory after a file in a fresh worker, in octets; it never shrinks. */
async function memoryOf(build: string, size: Size): Promise<number> {
  const browser = await launch();
  const server = await serve(build, samples);
  const { page } = await open(browser, server.address, size);
  const { memory } = await run(page, 'ours: everything');
  await browser.close();
  server.close();
  return memory;
}

/** The first file in a fresh page: nothing is compiled or warm. */
export async function firstFile(build: string, runs: number): Promise<Figure[]> {
  const bytes = sample('100k').length;
  const browser = await launch();
  const server = await serve(build, samples);
  const who = ['ours: cells', 'ours: everything', 'TextDecoder + PapaParse'] as const;
  const times = new Map<string, number[]>(who.map((name) => [name, []]));
  for (let round = 0; round < runs; round++) {
    for (const name of who) {
      const { page } = await open(browser, server.address, '100k');
      times.get(name)?.push((await run(page, name)).ms);
      await page.close();
    }
  }
  await browser.close();
  server.close();
  const [cells = [], everything = [], peer = []] = who.map((name) => times.get(name));
  const what = 'the first file of a fresh page, 100 KB';
  return [
    speed({ name: 'first-100k', what: `${what}: rows and cells, their forms checked` }, bytes, cells, who[2], peer, 3),
    speed({ name: 'first-everything-100k', what: `${what}: all rules (the peer only splits); no reach is set` }, bytes, everything, who[2], peer, 0),
  ];
}
