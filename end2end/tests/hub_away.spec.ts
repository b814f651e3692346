import { expectAccessibleInEveryLight } from '../harness/axe.ts';
import { Pair } from '../harness/pair.ts';
import { samples } from '../harness/samples.ts';
import { expect, offices, test as base } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

/** The same people, at a hub and a server that are two processes. */
const test = base.extend<{ pair: Pair }>({
  pair: async ({}, use, info) => {
    const pair = await Pair.start();
    await use(pair);
    if (info.status !== info.expectedStatus) {
      await info.attach('what the programs said', { body: pair.log, contentType: 'text/plain' });
    }
    await pair.stop();
  },
  place: async ({ pair }, use) => {
    await use(pair);
  },
});

test('a hub that is away in the middle of sending: 送信待ち, then 到着, once', async ({ pair, desk }) => {
  test.setTimeout(120_000);
  const note = '連携基盤が止まっているあいだの送信';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);

  // The letter is accepted and held; then the hub goes.
  const send = new Send(a.page);
  await send.sendFiles(samples('a_monthly_plan_home_visit'), note);
  await pair.killHub();
  const sent = new Sent(a.page);
  await sent.open();
  await sent.expectState(note, '送信待ち');
  // Longer than the hold: it is waiting for the hub, not for the hold to end.
  await a.page.waitForTimeout(4_000);
  await sent.expectState(note, '送信待ち');
  await expect(a.page.getByText('連携基盤につながりません').first()).toBeVisible();
  await expectAccessibleInEveryLight(a.page, '送信一覧, the hub away');
  await sent.read(note);
  await expect(a.page.getByText('つながり次第、自動で').first()).toBeVisible();
  await expectAccessibleInEveryLight(a.page, '送信済データ詳細確認, the hub away');
  await sent.open();

  await pair.startHub();
  await expect(sent.row(note).first()).toContainText('到着', { timeout: 60_000 });
  await expect(sent.row(note)).toHaveCount(1);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 30_000 });
});
