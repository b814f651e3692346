import { writeFileSync } from 'node:fs';
import { folderOf, samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Send } from '../pages/send.ts';

test('a file over the limit is refused in words, and the good one beside it goes', async ({ desk }, info) => {
  const [good] = samples('c_result_home_visit');
  const large = info.outputPath(good!.name.replace('20251202181500', '20251202181501'));
  const copies = Math.ceil((10 * 1024 * 1024) / good!.bytes.length) + 1;
  writeFileSync(large, Buffer.concat(Array.from({ length: copies }, () => good!.bytes)));

  const { page } = await desk(offices.homeVisit);
  const send = new Send(page);
  await send.open();
  await send.files.setInputFiles([large, good!.path]);

  await expect(page.locator('#findings').getByText(/ファイルが大きすぎます/)).toBeVisible();
  await expect(page.locator('#findings').getByText('10 MiBまで')).toBeVisible();
  await expect(send.units('送信するもの')).toHaveCount(1);
  await send.check();
  await send.send();
});

test('a whole folder is picked by its button', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await expect(page.getByRole('button', { name: 'フォルダを選択' })).toBeVisible();
  await send.folder.setInputFiles(folderOf('a_monthly_plan_home_visit'));

  await expect(send.units('送信するもの')).toHaveCount(1);
  await expect(send.units('送信するもの')).toContainText('ファイル 3件');
  await send.check();
  await expect(page.getByText('訪問介護ステーション ひだまり').first()).toBeVisible();
});
