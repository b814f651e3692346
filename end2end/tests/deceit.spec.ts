import { samples } from '../harness/samples.ts';
import { leave } from '../harness/stranger.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';

const plan = samples('a_monthly_plan_home_visit');

/** The plan under other names; what is in the files stays. */
const renamed = (from: string, to: string) => plan.map(({ name, bytes }) => ({ name: name.replace(from, to), bytes }));

test('t02 files in the name of another office cannot be sent, and the finding leads to them', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop(renamed(offices.careManager, '9990000009'));
  await expect(send.units('送信するもの')).toHaveCount(0);
  await expect(send.units('送信しないもの')).toHaveCount(1);
  const finding = page.locator('#findings li').filter({ hasText: 'C-001' });
  await expect(finding.getByRole('link', { name: /ファイル名の送信元が、送信する事業所ではありません。/ })).toBeVisible();
  await expect(finding).toContainText('_9990000009_43_');
  await expect(finding).toContainText('ほか2件');
  await expect(send.review).toBeDisabled();
});

test('t03 a letter whose files are of another sender and for another receiver says so to who opens it', async ({ demo, desk }) => {
  const note = '送信元も宛先も違う手紙';
  await leave(demo, {
    from: offices.careManager,
    to: offices.homeVisit,
    label: { unit: 'monthly_plan', month: '202511', serial: '20251025093015' },
    note,
    files: renamed(`${offices.careManager}_43_${offices.homeVisit}_11`, '9990000009_43_9990000017_11'),
  });
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);
  const told = page.getByRole('alert').filter({ hasText: '送信ラベルとファイルの内容が違います' });
  await expect(told.getByRole('listitem')).toHaveText([
    '送信元が、ファイル名の送信元と違います。',
    '宛先が、ファイル名の宛先と違います。',
  ]);
  await expect(page.locator('#findings')).toContainText('R-204');
});

test('t30 a name that turns letters round is shown by the codes of its characters', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  const bytes = Buffer.from('%PDF-1.7\n');
  await check.drop([
    { name: 'plan\u202efdp.exe.pdf', bytes },
    { name: `${plan[0]!.name.slice(0, -4)}\u200b.CSV`, bytes: plan[0]!.bytes },
  ]);
  await expect(page.locator('#findings')).toContainText('planU+202Efdp.exe.pdf');
  await expect(page.locator('#findings li').filter({ hasText: 'C-008' })).toContainText('見えない文字');
  await expect(page.locator('.code-point').filter({ hasText: 'U+200B' }).first()).toBeVisible();
  const shown = await page.locator('main').innerText();
  expect(shown).not.toMatch(/[\u202e\u200b]/);
});

test('the language stays after a reload, and text can be dragged into the message', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  await page.getByRole('button', { name: 'English' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: '日本語' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');

  const send = new Send(page);
  await send.open();
  await send.drop(plan);
  await send.check();
  // Dragged text is the browser's own affair over a field, and goes nowhere else.
  const isPrevented = (selector: string) =>
    page.locator(selector).first().evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/plain', '引いてきた文');
      const event = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    });
  expect(await isPrevented('textarea')).toBe(false);
  expect(await isPrevented('main')).toBe(true);
});
