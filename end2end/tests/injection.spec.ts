import type { Page } from '@playwright/test';
import { payloads } from '../harness/payloads.ts';
import { drop, samples } from '../harness/samples.ts';
import { leave } from '../harness/stranger.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';

// T19: text of strangers is text. Under the policy of the page itself, as a browser enforces it.

// Hundreds of rows, each looked at.
test.describe.configure({ timeout: 180_000 });

/** Counts every attempt: script that ran, and script that the policy had to stop. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { ran: 0, stopped: [] as string[] });
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { stopped: string[] }).stopped.push(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => page.evaluate('window.ran += 1')));
  await page.reload();
}

/** Nothing ran, nothing had to be stopped, and no payload became an element. */
async function expectText(page: Page, where: string): Promise<void> {
  // What hangs on an event gets its event.
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll('main *')) {
      for (const event of ['mouseover', 'focus', 'error', 'load']) element.dispatchEvent(new Event(event));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const seen = await page.evaluate(() => {
    const { ran, stopped } = window as unknown as { ran: number; stopped: string[] };
    const foreign = 'script:not([src]), iframe, object, embed, svg, math, base, style, form[action], [onerror], [onload], [onclick], [onfocus], [onmouseover], a[href^="javascript"], img:not([src^="blob:"])';
    // The page's own start script stands in the head.
    return { ran, stopped, elements: [...document.querySelectorAll(`body :is(${foreign})`)].map((it) => it.outerHTML.slice(0, 80)) };
  });
  expect(seen, where).toEqual({ ran: 0, stopped: [], elements: [] });
}

/** 第6表 in which every remark-like item of every row is a payload. */
function rows(texts: string[]): { name: string; bytes: Buffer } {
  const [file] = samples('c_result_home_visit');
  const [line] = file!.bytes.toString('latin1').split('\r\n');
  const cells = line!.split(',');
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = texts.map((text) => cells.map((cell) => (cell.startsWith('"') ? quoted(text) : cell)).join(','));
  // The one full-width sign among them, as MS932 has it.
  const octets = `${lines.join('\r\n')}\r\n`.replaceAll('＜', '\x81\x83');
  return { name: file!.name, bytes: Buffer.from(octets, 'latin1') };
}

test('500 payloads in names of files and in every text of a table are shown as text', async ({ visitor }) => {
  expect(payloads.length).toBeGreaterThanOrEqual(500);
  const page = await visitor();
  await page.goto('/check');
  await watch(page);
  const check = new Check(page);
  await check.open();

  await check.drop([rows(payloads)]);
  await check.table(rows(payloads).name);
  await expect(page.getByRole('cell', { name: payloads[0]! }).first()).toBeVisible();
  await expectText(page, 'the table');
  for (let next = 1; next * 50 < payloads.length; next += 1) {
    await page.getByRole('button', { name: '次の行' }).click();
    await expect(page.getByText(`${next * 50 + 1}〜`)).toBeVisible();
    await expectText(page, `rows from ${next * 50 + 1}`);
  }

  await check.clear();
  // No file system has names with a slash.
  const names = payloads.map((payload) => payload.replaceAll('/', ''));
  await check.drop(names.map((name) => ({ name, bytes: Buffer.from('x') })));
  await expect(page.getByText(names[1]!, { exact: true }).first()).toBeVisible();
  await expectText(page, 'the names of files');
});

test('payloads in messages, in names of persons, files and offices are shown as text', async ({ demo, desk }) => {
  const note = `悪意のある手紙 ${payloads.join(' ')}`;
  await demo.operator(
    'office', 'add', '--number', '9970700074', '--service-type', '11', '--name', `悪意 ${payloads.slice(0, 12).join('')}`,
    '--telephone', '<b>0999</b>',
  );
  const files = payloads.slice(0, 60).map((name) => ({ name: `${name}.pdf`, bytes: Buffer.from('%PDF-1.4\n') }));
  await leave(demo, {
    from: offices.careManager,
    to: offices.homeVisit,
    label: { kind: 'files' },
    note,
    persons: payloads.map((name) => ({ name, kana: name })),
    files,
  });

  const b = await desk(offices.homeVisit);
  await watch(b.page);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row('悪意のある手紙')).toHaveCount(1, { timeout: 20_000 });
  await expectText(b.page, '受信一覧');
  await inbox.read('悪意のある手紙');
  await expect(b.page.getByText(files[0]!.name).first()).toBeVisible();
  await expectText(b.page, '受信データ詳細確認');

  // The name of an office, where it is looked for.
  const send = new Send(b.page);
  await send.open();
  await drop(send.dropArea, [{ name: '要点.pdf', bytes: Buffer.from('%PDF-1.4\n') }]);
  await b.page.getByRole('searchbox', { name: /宛先をさがす/ }).fill('悪意');
  await b.page.getByRole('button', { name: 'さがす', exact: true }).click();
  await expect(b.page.getByRole('radio', { name: /悪意/ })).toBeVisible();
  await expectText(b.page, '宛先をさがす');
});
