import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';

/** The plan of the sample without day care, under a later serial. */
function later(): { name: string; bytes: Buffer }[] {
  return samples('a_monthly_plan_home_visit').map(({ name, bytes }) => {
    const lines = bytes.toString('latin1').split('\r\n');
    const kept = lines.filter((line) => !line.includes(',9970300030,'));
    return { name: name.replace('20251025093015', '20251028120000'), bytes: Buffer.from(kept.join('\r\n'), 'latin1') };
  });
}

test('who sends a second version, and who gets it, read what changed', async ({ desk }) => {
  const sentence = '木曜日の通所介護が中止';
  const a = await desk(offices.careManager);
  const send = new Send(a.page);
  await send.sendFiles(samples('a_monthly_plan_home_visit'), '初めの予定');
  const b = await desk(offices.homeVisit);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row('初めの予定')).toBeVisible({ timeout: 20_000 });
  await inbox.read('初めの予定');
  await expect(b.page.getByText(sentence)).toBeHidden();

  await send.open();
  await send.startAnother();
  await send.drop(later());
  await send.check();
  await expect(a.page.getByRole('heading', { name: '前の予定から変わったところ' })).toBeVisible();
  await expect(a.page.getByText(sentence)).toBeVisible();
  await send.note.fill('変わった予定');
  await send.send();

  await inbox.open();
  await expect(inbox.row('変わった予定')).toBeVisible({ timeout: 20_000 });
  await inbox.read('変わった予定');
  await expect(b.page.getByRole('heading', { name: '前の予定から変わったところ' })).toBeVisible();
  await expect(b.page.getByText(sentence)).toBeVisible();
});
