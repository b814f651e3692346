import { expectAccessibleInEveryLight } from '../harness/axe.ts';
import { Pair } from '../harness/pair.ts';
import { expect, offices, test as base } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
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

test('a hub that comes back with another journal: an alarm in words on every page', async ({ pair, desk }) => {
  test.setTimeout(120_000);
  const { page } = await desk(offices.careManager);
  const banner = page.getByRole('status').filter({ hasText: '連携基盤の記録の名前または鍵が、前と違います。' });
  await expect(banner).toHaveCount(0);
  await pair.killHub();
  await pair.replaceJournal();
  await pair.startHub();
  await expect(banner).toBeVisible({ timeout: 90_000 });
  await expect(banner).toContainText('連携基盤の窓口に、この文を伝えて確かめてください。');
  await expectAccessibleInEveryLight(page, 'an alarm');
  for (const other of [new Inbox(page), new Sent(page)]) {
    await other.open();
    await expect(banner).toBeVisible();
  }
});
