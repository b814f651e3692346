import { type BrowserContext, type ConsoleMessage, type Page, expect } from '@playwright/test';

/**
 * Chromium reports that it does not use the integrity of a preload that Trunk writes:
 * harmless, and the only line that every page may cause.
 */
const HARMLESS = [/integrity.*(preload|is currently ignored)/i, /preload.*integrity/i];

/** People of the samples: they may stand on a screen, and nowhere else. */
const PEOPLE = ['栁田', '髙橋', '山﨑', '渡邉', '0000123401', '0000123402', 'H123456789'];

/** Watches all pages of a context, and says at the end what should not have happened. */
export class Guard {
  private readonly faults: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(private readonly origin: string) {}

  /** Watches every page of this context, those opened later too. */
  watch(context: BrowserContext): void {
    context.on('request', (request) => this.request(request.url()));
    context.on('console', (message) => this.console(message));
    context.on('weberror', (error) => this.fault(`an error on the page: ${error.error().message}`));
    context.on('page', (page) => this.page(page));
    for (const page of context.pages()) this.page(page);
  }

  /** A test that provokes something says so beforehand: Chromium writes refused answers to the console. */
  expect(line: RegExp): void {
    this.expected.push(line);
  }

  /** Looks at what the pages of a context leave behind: titles, and everything that a browser can keep. */
  async inspect(context: BrowserContext): Promise<void> {
    for (const page of context.pages()) {
      const kept = await page.evaluate(keptByTheBrowser).catch(() => []);
      for (const { where, text } of kept) {
        this.secret(where, text);
        // Beside the mark that somebody has signed in here, and the language, nothing is kept at all.
        if (where !== 'the title' && !/^careplan-link\.(signed-in=1|language=(ja|en))$/.test(text)) this.fault(`kept in ${where}: ${text.slice(0, 80)}`);
      }
    }
  }

  /** Nothing happened that should not have. */
  verify(): void {
    expect(this.faults, 'what the pages did besides what was asked').toEqual([]);
  }

  private page(page: Page): void {
    page.on('framenavigated', async (frame) => {
      if (frame !== page.mainFrame()) return;
      this.secret('the address', frame.url());
      const title = await page.title().catch(() => '');
      this.secret('the title', title);
    });
    page.on('crash', () => this.fault('the page crashed'));
  }

  private request(url: string): void {
    this.secret('a request', url);
    if (/^(blob|data|about):/.test(url)) return;
    if (new URL(url).origin !== this.origin) this.fault(`a request to another host: ${url}`);
  }

  private console(message: ConsoleMessage): void {
    const text = message.text();
    const lines = [...HARMLESS, ...this.expected];
    if (lines.some((line) => line.test(text))) return;
    this.fault(`on the console (${message.type()}): ${text}`);
  }

  private secret(where: string, text: string): void {
    let plain = text;
    try {
      plain = decodeURIComponent(text);
    } catch {
      // Not an encoded address: the text as it is.
    }
    for (const person of PEOPLE) {
      if (text.includes(person) || plain.includes(person)) this.fault(`a person in ${where}`);
    }
  }

  private fault(text: string): void {
    this.faults.push(text);
  }
}

/** Runs in the page: its title, and what stands in the browser's storage. */
async function keptByTheBrowser(): Promise<{ where: string; text: string }[]> {
  const kept = [{ where: 'the title', text: document.title }];
  for (const [where, storage] of [['local storage', localStorage], ['session storage', sessionStorage]] as const) {
    for (const [key, value] of Object.entries(storage)) kept.push({ where, text: `${key}=${value}` });
  }
  for (const { name } of await indexedDB.databases()) kept.push({ where: 'a database of the browser', text: name ?? '' });
  for (const name of await caches.keys()) kept.push({ where: 'a cache', text: name });
  for (const worker of await navigator.serviceWorker.getRegistrations()) kept.push({ where: 'a service worker', text: worker.scope });
  if (document.cookie) kept.push({ where: 'a cookie that scripts can read', text: document.cookie });
  return kept;
}
