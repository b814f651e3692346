import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Send } from '../pages/send.ts';

test('files put away by mistake come back with what was written', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  const files = samples('a_monthly_plan_home_visit');
  await send.drop(files);
  await send.check();
  await send.note.fill('消えては困るメッセージ');
  await page.getByRole('button', { name: 'ファイルの選択に戻る' }).click();

  await page.getByRole('button', { name: 'すべて外す' }).click();
  await expect(send.units('送信するもの')).toHaveCount(0);
  await expect(page.getByText(`${files.length}件のファイルを外しました。`)).toBeVisible();
  await expect(page.getByRole('button', { name: '元に戻す' })).toBeFocused();
  await page.getByRole('button', { name: '元に戻す' }).click();
  await expect(send.units('送信するもの')).toHaveCount(1);
  await expect(page.getByRole('button', { name: '元に戻す' })).toHaveCount(0);
  await send.check();
  await expect(send.note).toHaveValue('消えては困るメッセージ');

  // The same for one of them.
  await page.getByRole('button', { name: 'ファイルの選択に戻る' }).click();
  await page.getByRole('button', { name: /^外す/ }).first().click();
  await page.getByRole('button', { name: '元に戻す' }).click();
  await send.check();
  await expect(send.note).toHaveValue('消えては困るメッセージ');
});

test('files that were only checked come back too', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.drop(samples('a_monthly_plan_home_visit'));
  await page.getByRole('button', { name: 'すべて外す' }).click();
  await expect(page.locator('#findings')).toHaveCount(0);
  await page.getByRole('button', { name: '元に戻す' }).click();
  await expect(page.locator('#findings')).toBeVisible();
});
