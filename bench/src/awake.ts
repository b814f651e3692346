/** The page's own thread while the real app reads 10 MB: its longest task, how often something is seen to go on, how soon it stops. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { within, type Figure } from './figures.ts';
import { launch } from './page.ts';
import { NAME, sample } from './samples.ts';

/** What Chromium notes of its own work; times in microseconds. */
interface Noted {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/** Left on the page by what watches it. */
interface Watched {
  /** When something was seen to change, from the picking of the file to the result, in milliseconds of the page, and whether a bar moved from then on. */
  seen: { time: number; moving: boolean }[];
  /** From the click on 中止する to its sentence. */
  stopped?: number;
}

/** The figures of `runs` readings, and of as many that are stopped. */
export async function awake(address: string, runs: number): Promise<Figure[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'careplan-bench-'));
  const file = path.join(folder, NAME);
  fs.writeFileSync(file, sample('10m'));
  const browser = await launch();
  const [tasks, gaps, stops]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < runs; round++) {
    const page = await opened(browser, address);
    tasks.push(await longestTask(browser, page, () => read(page, file, false)));
    const { seen } = await watched(page);
    gaps.push(Math.max(...seen.slice(1).map(({ time }, at) => (seen[at]?.moving ? 0 : time - (seen[at]?.time ?? time)))));
    await page.close();
    const stopping = await opened(browser, address);
    await read(stopping, file, true);
    stops.push((await watched(stopping)).stopped ?? Number.NaN);
    await stopping.close();
  }
  await browser.close();
  fs.rmSync(folder, { recursive: true });
  const what = 'the page while the app reads 10 MB';
  return [
    within({ name: 'main-thread-10m', what: `${what}: processor time of the longest task` }, 'ms', tasks, 50),
    within({ name: 'progress-10m', what: `${what}: the longest time in which nothing is seen to go on (a bar moves by itself, seconds beside it)` }, 'ms', gaps, 500),
    within({ name: 'cancel-10m', what: `${what}: from 中止する to its sentence` }, 'ms', stops, 200),
  ];
}

/** ファイルを点検する, with something on the page that watches. */
async function opened(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ locale: 'ja-JP' });
  await page.goto(`${address}/check`);
  await page.locator('input[type=file]').first().waitFor({ state: 'attached' });
  // The reading worker has started by then.
  await page.waitForTimeout(500);
  return page;
}

/** Picks the file and waits for what comes of it; `stop` clicks 中止する as soon as it can be seen. */
async function read(page: Page, file: string, stop: boolean): Promise<void> {
  await page.evaluate((stop) => {
    const watched: Watched = { seen: [] };
    Object.assign(globalThis, { watched });
    const see = (): unknown => watched.seen.push({ time: performance.now(), moving: document.querySelector('progress') !== null });
    document.addEventListener('change', see, { capture: true, once: true });
    let clicked = 0;
    new MutationObserver(() => {
      if (watched.seen.length === 0) return;
      see();
      // What looks for the button and the sentence is no work of the app's.
      if (!stop) return;
      const text = document.querySelector('main')?.textContent ?? '';
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('中止する'));
      if (!clicked && button) {
        clicked = performance.now();
        button.click();
      } else if (clicked && !watched.stopped && text.includes('読み取りを中止しました')) {
        watched.stopped = performance.now() - clicked;
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, stop);
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
  await page.getByText(stop ? /読み取りを中止しました/ : /件のファイルを読み取りました/).first().waitFor({ timeout: 120_000 });
}

const watched = (page: Page): Promise<Watched> => page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

/** The longest task of the page's own thread: the processor's time, so that other work on the machine does not count. */
async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Noted[] };
  const main = new Set(
    traceEvents
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(({ pid, tid, tdur, name }) => tdur !== undefined && name.endsWith('RunTask') && main.has(`${pid}/${tid}`));
  if (tasks.length === 0) throw new Error('Chromium noted no task of a page: its trace has changed');
  return Math.max(...tasks.map(({ tdur }) => (tdur ?? 0) / 1000));
}
