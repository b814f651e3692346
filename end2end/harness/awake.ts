import type { Page } from '@playwright/test';

/** What Chromium notes of its own work; times in microseconds. */
interface Noted {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/**
 * The longest task of a page's main thread while `act` runs, in milliseconds.
 *
 * Counted is the processor's time, not the clock's, so that other work on the machine does not count.
 */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['toplevel'] });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: Noted[] };
  const main = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = events.filter(({ pid, tid, tdur, name }) => tdur !== undefined && name.endsWith('RunTask') && main.has(`${pid}/${tid}`));
  if (tasks.length === 0) throw new Error('Chromium noted no task of a page: its trace has changed');
  return Math.max(...tasks.map(({ tdur }) => (tdur ?? 0) / 1000));
}
