/** The page in Chromium that puts the questions to the worker with both contestants. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Contestants, Measured } from './peer_worker.ts';
import { NAME } from './samples.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/** Serves the built benchmark and the samples on a port of the system's choice. */
export async function serve(build: string, samples: Map<string, Uint8Array>): Promise<{ address: string; close: () => void }> {
  const server = http.createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const send = (type: string, body: Uint8Array | string): void => {
      response.setHeader('content-type', type);
      response.end(body);
    };
    const sample = samples.get(name.slice('/samples/'.length));
    if (name === '/') send('text/html', '<!doctype html><meta charset="utf-8"><title>bench</title>');
    else if (sample && name.startsWith('/samples/')) send('application/octet-stream', sample);
    else {
      const file = path.join(build, path.basename(name));
      if (fs.existsSync(file)) send(TYPES[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file));
      else response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A browser without anything that works beside. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** What is put on the page. */
interface OnPage {
  worker: Worker;
  sample: File;
}

/** A fresh page with a started worker and a sample as a file in hand, and who can be asked. */
export async function open(browser: Browser, address: string, sample: string): Promise<{ page: Page; contestants: Contestants }> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(address);
  const contestants = await page.evaluate(
    async ([from, name]) => {
      const here = globalThis as unknown as OnPage;
      const bytes = await (await fetch(`/samples/${from}`)).arrayBuffer();
      here.sample = new File([bytes], name);
      here.worker = new Worker('/bench/peer_worker.js');
      return new Promise<Contestants>((resolve, reject) => {
        here.worker.onmessage = (event) => resolve(event.data);
        here.worker.onerror = (event) => reject(new Error(event.message));
      });
    },
    [sample, NAME] as const,
  );
  return { page, contestants };
}

/** One run of one contestant. */
export function run(page: Page, contestant: string): Promise<Measured> {
  return page.evaluate(
    ([who, name]) => {
      const { worker, sample } = globalThis as unknown as OnPage;
      return new Promise<Measured>((resolve, reject) => {
        worker.onmessage = (event: MessageEvent<Measured>) => resolve(event.data);
        worker.onerror = (event) => reject(new Error(`${who}: ${event.message}`));
        worker.postMessage({ contestant: who, name, file: sample });
      });
    },
    [contestant, NAME] as const,
  );
}
