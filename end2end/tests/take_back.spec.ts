import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

test.describe('while it is held', () => {
  test.use({ hold: 30 });

  test('送信を取り消す: it never reaches the hub', async ({ desk }) => {
    const note = '取り消しの試し（保留中）';
    const { page } = await desk(offices.careManager);
    const send = new Send(page);
    await send.sendFiles(samples('a_monthly_plan_home_visit'), note);
    await send.takeBack.click();

    const sent = new Sent(page);
    await sent.open();
    await sent.expectState(note, '取消済');
  });
});

test.describe('after it has arrived', () => {
  test('送信を取り消す: the other office no longer has it', async ({ desk }) => {
    const note = '取り消しの試し（到着後）';
    const a = await desk(offices.careManager);
    const b = await desk(offices.homeVisit);
    const send = new Send(a.page);
    await send.sendFiles(samples('a_monthly_plan_home_visit'), note);

    const sent = new Sent(a.page);
    await sent.open();
    await sent.expectState(note, '到着');
    const inbox = new Inbox(b.page);
    await inbox.open();
    await expect(inbox.row(note)).toHaveCount(1);

    await sent.read(note);
    await a.page.getByRole('button', { name: '送信を取り消す' }).click();
    await sent.open();
    await sent.expectState(note, '取消済');
    await expect(inbox.row(note).filter({ hasNotText: '取消済' })).toHaveCount(0, { timeout: 20_000 });
  });

  test('once it is collected it cannot be taken back any more', async ({ desk }) => {
    const note = '受取済の試し';
    const a = await desk(offices.careManager);
    const b = await desk(offices.homeVisit);
    const send = new Send(a.page);
    await send.sendFiles(samples('a_monthly_plan_home_visit'), note);

    const inbox = new Inbox(b.page);
    await inbox.open();
    await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
    await inbox.read(note);

    const sent = new Sent(a.page);
    await sent.open();
    await sent.expectState(note, '受取済');
    await sent.read(note);
    await expect(a.page.getByRole('button', { name: '送信を取り消す' })).toHaveCount(0);
  });
});
