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
  await new Inbox(b.page).open();
  const unreadBefore = await new Shell(b.page).unread();

  const send = new Send(a.page);
  await send.open();
  await send.drop(plan);
  await expect(a.page.getByText('エラー0件、警告0件です。')).toBeVisible();
  await expect(send.units('送信するもの')).toHaveCount(1);
  await send.check();
  await expect(a.page.getByText('この送信は、宛先の事業所と自事業所だけが開けます。')).toBeVisible();
  await send.note.fill(note);
  await send.send();

  const sent = new Sent(a.page);
  await sent.open();
  await sent.expectState(note, '到着');

  // It arrives at the other office without a reload, and counts as unread.
  await expect.poll(() => new Shell(b.page).unread(), { timeout: 20_000 }).toBe(unreadBefore + 1);
  const inbox = new Inbox(b.page);
  await expect(inbox.row(note)).toContainText('未読');
  await inbox.read(note);

  // 髙橋 ハナ, 身体介護 from 9:00 to 10:00, on 3, 5 and 7 November, not on 4 November.
  const letter = new Letter(b.page);
  await expect(letter.fact('メッセージ')).toContainText(note);
  await letter.forms.open();
  await letter.forms.person('髙橋 ハナ');
  await letter.forms.choose(/^第6表/);
  const days = await letter.forms.planned('9:00', /111211/);
  expect([days[2], days[3], days[4], days[6]]).toEqual(['1', '', '1', '1']);

  for (const file of plan) {
    expect(await letter.download(file.name)).toEqual(file.bytes);
  }
  await sent.expectState(note, '受取済');
});
