import type { Page } from '@playwright/test';
import { longestTask } from '../harness/awake.ts';
import { type Sample, samples } from '../harness/samples.ts';
import { expect, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';

// Files that nobody should drop, beside a good unit: the page stays awake, and the good unit stays good.

const plan = samples('a_monthly_plan_home_visit');
const MIB = 1024 * 1024;

/** A file made in the page, so that hundreds of megabytes need not travel there: `head`, then `body` again and again. */
interface Made {
  name: string;
  head?: string;
  body?: string;
  size: number;
}

/** Drops good files with made ones beside them, as one drop; gives the longest task of the page until they are read. */
async function dropMade(page: Page, made: Made[], good: Sample[] = []): Promise<number> {
  const payload = good.map(({ name, bytes }) => ({ name, data: bytes.toString('base64') }));
  const transfer = await page.evaluateHandle(
    ({ payload, made }) => {
      const transfer = new DataTransfer();
      const octets = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      for (const { name, data } of payload) transfer.items.add(new File([octets(atob(data))], name));
      for (const { name, head = '', body = 'x', size } of made) {
        const piece = new Blob([octets(body.repeat(Math.ceil(1_000_000 / body.length)))]);
        const parts: BlobPart[] = [octets(head)];
        for (let filled = head.length; filled < size; filled += piece.size) parts.push(piece);
        transfer.items.add(new File([new Blob(parts).slice(0, size)], name));
      }
      return transfer;
    },
    { payload, made },
  );
  return longestTask(page, async () => {
    await page.evaluate((dataTransfer) => {
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, transfer);
    await expect(new Check(page).result).toBeVisible({ timeout: 120_000 });
  });
}

/** A row of 第6表 as it stands in the samples. */
const row = plan.find((file) => file.name.startsWith('UPPLAN'))!.bytes.toString('latin1').split('\r\n')[0]!;

/** How long the page may stand still, in milliseconds of the processor's time. */
const AWAKE = 50;

const bad: (Made & { what: string; said: RegExp; awake?: number })[] = [
  {
    what: 'of 200 MB',
    name: 'UPPLAN_202511_9970100018_43_9970300030_15_20251025093016.CSV',
    body: `${row}\r\n`,
    size: 200 * MIB - 1,
    said: /4件のファイルを読み取りました/,
  },
  {
    what: 'over 200 MiB',
    name: 'UPPLAN_202511_9970100018_43_9970300030_15_20251025093017.CSV',
    body: `${row}\r\n`,
    size: 200 * MIB + 1,
    said: /ファイルが大きすぎます/,
  },
  {
    what: 'with one line of 50 MB',
    name: 'UPPLAN_202511_9970100018_43_9970300030_15_20251025093018.CSV',
    head: '"4.1","',
    body: 'A',
    size: 50 * MIB,
    said: /4件のファイルを読み取りました/,
  },
  {
    what: 'with 1,000,000 rows',
    name: 'UPPLAN_202511_9970100018_43_9970300030_15_20251025093019.CSV',
    body: '"4.1","9970100018"\r\n',
    size: '"4.1","9970100018"\r\n'.length * 1_000_000,
    // No more are listed of one kind in one file.
    said: /同じ誤りが 10,000 行/,
    // Links to hundreds of places are drawn in one go: 54 ms in an unoptimised build.
    awake: 2 * AWAKE,
  },
];

for (const { what, said, awake = AWAKE, ...file } of bad) {
  test(`a file ${what} beside a good unit: the page stays awake, and the unit stays good`, async ({ visitor }) => {
    test.setTimeout(150_000);
    const page = await visitor();
    const check = new Check(page);
    await check.open();
    const longest = await dropMade(page, [file], plan);
    await expect(page.getByText(said).first()).toBeVisible();
    expect(longest, 'the longest task of the main thread').toBeLessThanOrEqual(awake);
    for (const good of plan) {
      await expect(page.locator('.finding').filter({ hasText: good.name })).toHaveCount(0);
    }
  });
}

test('while one large file is read the wait is seen to go on, and 中止する stops it at once', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.drop(plan);
  await page.evaluate(({ body, size }) => {
    const piece = new Blob([body.repeat(10_000)]);
    const parts = Array.from({ length: Math.floor(size / piece.size) }, () => piece);
    const transfer = new DataTransfer();
    transfer.items.add(new File(parts, 'UPPLAN_202511_9970100018_43_9970300030_15_20251025093016.CSV'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, { body: `${row}\r\n`, size: 190 * MIB });

  // A bar without an end moves by itself; the seconds beside it count.
  const bar = page.getByRole('progressbar');
  await expect(bar).toBeVisible();
  expect(await bar.evaluate((element) => (element as HTMLProgressElement).position)).toBe(-1);
  await expect(page.locator('.reading')).toContainText('1秒', { timeout: 3_000 });

  const took = await page.getByRole('button', { name: '中止する' }).evaluate(async (button) => {
    const begun = performance.now();
    (button as HTMLButtonElement).click();
    while (!document.querySelector('main')?.textContent?.includes('読み取りを中止しました。')) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return performance.now() - begun;
  });
  expect(took).toBeLessThan(200);
  await expect(check.result).toContainText('3件のファイルを読み取りました。エラー0件');
});

test('strange names and disguises are named, and stop nothing', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  const name = plan[0]!.name;
  const text = '"4.1","9970100018"\r\n';
  const strange = [
    { name: '../../etc/passwd.CSV', bytes: Buffer.from(text) },
    { name: `\u202eVSC.${name}`, bytes: Buffer.from(text) },
    { name: name.replace(/[A-Z0-9]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)), bytes: Buffer.from(text) },
    { name: name.replace('UPHOSOKU', 'UPPLAN').replace('20251025093015', '20251025093021'), bytes: Buffer.from(`\ufeff${text}`, 'utf16le') },
    { name: name.replace('20251025093015', '20251025093022'), bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n\0\xff\xfe', 'latin1') },
    { name: name.replace('20251025093015', '20251025093023'), bytes: Buffer.alloc(0) },
    { name: name.replace('20251025093015', '20251025093024'), bytes: Buffer.from(Array.from({ length: 4096 }, (_, place) => (place * 7919) % 256)) },
  ];
  await check.drop([...plan, ...strange]);
  await expect(check.result).toContainText(`${plan.length + strange.length}件のファイルを読み取りました。`);
  // Each is named with what is wrong with it; the good ones have nothing.
  const findings = page.locator('#findings .finding');
  for (const file of strange) {
    // What looks like a path is a name: its last part. What turns letters round is shown by its code.
    const shown = file.name.split('/').at(-1)!.replace('\u202e', 'U+202E');
    await expect(findings.filter({ hasText: shown }).first()).toBeVisible();
  }
  for (const good of plan) await expect(findings.filter({ hasText: good.name }).filter({ hasNotText: 'U+202E' })).toHaveCount(0);
  await expect(page.getByText('\ufffd')).toHaveCount(0);
});
