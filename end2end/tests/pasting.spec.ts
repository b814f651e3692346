import { drop, paste, samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Send } from '../pages/send.ts';
import { Shell } from '../pages/shell.ts';

const plan = samples('a_monthly_plan_home_visit');

test('copied files are pasted into 新規作成 and go', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await paste(page, plan);
  await expect(send.units('送信するもの')).toContainText('ファイル 3件');
  await send.check();

  // Text that is pasted into the message stays text.
  await send.note.focus();
  await page.keyboard.insertText('貼り付けた文');
  await expect(send.note).toHaveValue('貼り付けた文');
  await send.send();
});

test('copied files are pasted into ファイルを点検する', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await paste(page, plan);
  await expect(check.result).toContainText('3件のファイルを読み取りました。エラー0件');
});

test('files dropped anywhere in the window, on any page, begin a letter', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  // On the headline of a list.
  await new Shell(page).go('送信一覧');
  await drop(page.getByRole('heading', { level: 1 }), plan);
  await expect(page.getByRole('heading', { level: 1, name: '新規作成' })).toBeVisible();
  await expect(send.units('送信するもの')).toHaveCount(1);

  // On the header of the page itself; what is there stays.
  await drop(page.getByRole('banner'), samples('invalid/22_required_empty'));
  await expect(send.units('送信しないもの')).toHaveCount(1);
  await expect(send.units('送信するもの')).toHaveCount(1);
});

test('files dropped before the login are checked, and nothing is asked', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/login');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await drop(page.locator('body'), plan);
  await expect(page.getByRole('heading', { level: 1, name: 'ファイルを点検する' })).toBeVisible();
  await expect(new Check(page).result).toContainText('3件のファイルを読み取りました。');
});
