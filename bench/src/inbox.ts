/** How soon the rows of the inbox stand on a tablet's screen, beside the React page that shows the same rows. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import zlib from 'node:zlib';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Demo } from './demo.ts';
import { atMost, type Figure } from './figures.ts';
import { launch } from './page.ts';

/** A tablet on a line of 10 Mbit/s and 40 ms, with a quarter of this machine's speed. */
const TABLET: BrowserContextOptions = { viewport: { width: 768, height: 1024 }, hasTouch: true, locale: 'ja-JP' };
const LINE = { offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const SLOWER = 4;
/** What a page says when its rows are on the screen, before the time in milliseconds. */
const SHOWN = 'rows after ';

/** A letter, as the React page asks for it. */
interface Letter {
  id: string;
  from: string;
  month: string;
}

/** `runs` cold loads of each, in turns. */
export async function inbox(demo: Demo, build: string, runs: number): Promise<Figure[]> {
  const browser = await launch();
  const signedIn = await signIn(browser, demo);
  const first = await load(browser, `${demo.url}/inbox`, signedIn);
  const react = await servePage(build, first.rows.map((from, id) => ({ id: String(id), from, month: '2025-11' })));
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let round = 0; round < runs; round++) {
    ours.push((await load(browser, `${demo.url}/inbox`, signedIn)).time);
    const other = await load(browser, react.address, {});
    if (other.rows.length !== first.rows.length) throw new Error(`React shows ${other.rows.length} rows, ours ${first.rows.length}`);
    peer.push(other.time);
  }
  await browser.close();
  react.close();
  const what = `${first.rows.length} rows of the inbox on the screen: tablet, 4 × CPU, 10 Mbit/s, nothing cached`;
  return [atMost({ name: 'inbox-rows', what }, 'ms', ours, 'React 19, the same rows', peer, 1)];
}

/** Signs in once; each load has the session, and nothing else. */
async function signIn(browser: Browser, demo: Demo): Promise<BrowserContextOptions> {
  const context = await browser.newContext(TABLET);
  const page = await context.newPage();
  await page.goto(`${demo.url}/login`);
  await page.getByLabel('利用者ID').fill(demo.staff.user);
  await page.getByLabel('パスワード', { exact: true }).fill(demo.staff.password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByRole('table').getByRole('link').first().waitFor();
  const storageState = await context.storageState();
  await context.close();
  return { storageState };
}

/** One cold load: from the navigation to the first picture with rows, in milliseconds of the page, and what stands in them. */
async function load(browser: Browser, address: string, options: BrowserContextOptions): Promise<{ time: number; rows: string[] }> {
  const context = await browser.newContext({ ...TABLET, ...options });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', LINE);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  // The page says it by itself: whoever asks it keeps its thread busy while it loads.
  const shown = page.waitForEvent('console', { predicate: (message) => message.text().startsWith(SHOWN), timeout: 60_000 });
  await page.addInitScript((SHOWN) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('tbody tr a')) return;
      observer.disconnect();
      // The picture after the next one has them.
      requestAnimationFrame(() => requestAnimationFrame(() => console.log(`${SHOWN}${performance.now()}`)));
    });
    observer.observe(document, { subtree: true, childList: true });
  }, SHOWN);
  await page.goto(address, { waitUntil: 'commit' });
  const time = Number((await shown).text().slice(SHOWN.length));
  const rows = await page.locator('tbody tr a').allTextContents();
  await context.close();
  return { time, rows };
}

/** The React page with its letters, compressed beforehand. */
async function servePage(build: string, letters: Letter[]): Promise<{ address: string; close: () => void }> {
  const page = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>受信一覧</title><body><script type="module" src="/react_page.js"></script></body></html>';
  const compressed = (body: string | Buffer): Buffer => zlib.brotliCompressSync(body);
  const script = compressed(fs.readFileSync(path.join(build, 'react_page.js')));
  const answers: Record<string, [type: string, body: Buffer]> = {
    '/': ['text/html', compressed(page)],
    '/react_page.js': ['text/javascript', script],
    '/api/letters': ['application/json', compressed(JSON.stringify(letters))],
  };
  const server = http.createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? [];
    if (!type || !body) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
