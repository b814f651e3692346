import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

// Long enough to suspend an office in the meantime.
test.use({ hold: 6 });

test('送信できませんでした: the reason is read, and the files are there and can be sent again', async ({ demo, desk }) => {
  const note = '保留中に利用が停止された宛先';
  const plan = samples('a_monthly_plan_home_visit');
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.sendFiles(plan, note);
  await demo.operator('office', 'suspend', offices.homeVisit);

  const sent = new Sent(page);
  await sent.open();
  await sent.expectState(note, '送信待ち');
  await sent.expectState(note, '送信できませんでした');
  await expect(sent.row(note)).toContainText('利用を停止しています');
  await sent.read(note);
  await expect(page.getByRole('alert')).toContainText('利用を停止しています');
  await expect(page.getByText('ファイルは残っています。').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '送信を取り消す' })).toHaveCount(0);
  const letter = new Letter(page);
  for (const file of plan) expect(await letter.download(file.name)).toEqual(file.bytes);

  // The partner is back: the same files go, as a letter of their own.
  await demo.operator('office', 'resume', offices.homeVisit);
  await page.getByRole('button', { name: 'このファイルで新規作成する' }).click();
  await expect(send.units('送信するもの')).toHaveCount(1);
  await send.check();
  await send.note.fill('あらためて送ります');
  await send.send();
  await sent.open();
  await sent.expectState('あらためて送ります', '到着');
  await sent.expectState(note, '送信できませんでした');
});
