import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

test('a double click sends once', async ({ desk }) => {
  const note = '二度押しの試し';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);
  const send = new Send(a.page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await send.note.fill(note);
  await send.sendButton.dblclick();
  await expect(send.accepted).toBeVisible();

  const sent = new Sent(a.page);
  await sent.open();
  await sent.expectState(note, '到着');
  await expect(sent.row(note)).toHaveCount(1);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1);
});

test('an answer that is lost on the way leads to one letter', async ({ desk, guard }) => {
  guard.expect(/Failed to load resource|net::ERR/);
  const note = '返事が届かない試し';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);

  // The server gets the letter; its first answer never reaches the browser.
  let lost = 0;
  const ids: string[] = [];
  a.page.on('request', (request) => {
    if (request.method() === 'PUT') ids.push(request.url());
  });
  await a.page.route('**/api/offices/*/outbox/*', async (route) => {
    if (route.request().method() === 'PUT' && lost === 0) {
      lost += 1;
      await route.fetch();
      await route.abort('connectionreset');
    } else {
      await route.continue();
    }
  });
  const send = new Send(a.page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await send.note.fill(note);
  await send.sendButton.click();
  await expect.poll(() => lost).toBe(1);
  // It tries again by itself, under the same id.
  await expect(send.accepted).toBeVisible({ timeout: 30_000 });
  expect(ids.length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(1);

  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  const sent = new Sent(a.page);
  await sent.open();
  await expect(sent.row(note)).toHaveCount(1);
});
