import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';
import { Shell } from '../pages/shell.ts';

test('a plan goes from one office to the other, byte for byte, and is seen to arrive', async ({ desk }) => {
  const plan = samples('a_monthly_plan_home_visit');
  const note = '11月分の提供票です。ご確認ください。';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);
  const unreadBefore = await new Shell(b.page).unread();

  const send = new Send(a.page);
  await send.open();
  await send.drop(plan);
  await expect(a.page.getByText('エラー', { exact: false }).filter({ hasText: /[1-9]\d*\s*件/ })).toHaveCount(0);
  await send.note.fill(note);
  await send.check();
  await send.send();

  const sent = new Sent(a.page);
  await sent.open();
  await sent.expectState(note, '到着');

  // It arrives at the other office without a reload, and counts as unread.
  await expect.poll(() => new Shell(b.page).unread(), { timeout: 20_000 }).toBe(unreadBefore + 1);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toContainText('未読');
  await inbox.read(note);

  // 髙橋 ハナ, 3 November, 9:00 to 10:00, 身体介護 (service code 111211).
  const person = b.page.getByRole('table').filter({ hasText: '111211' }).first();
  await expect(b.page.getByText('髙橋 ハナ').first()).toBeVisible();
  await expect(person).toContainText('09:00');
  await expect(person).toContainText('10:00');

  const letter = new Letter(b.page);
  for (const file of plan) {
    expect(await letter.download(file.name)).toEqual(file.bytes);
  }

  await sent.expectState(note, '受取済');
});
