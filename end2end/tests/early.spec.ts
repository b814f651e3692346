import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

test('what must be known first is asked once, before the app runs, and by the app itself where that was lost', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const times = (path: RegExp): number => asked.filter((one) => path.test(one)).length;
  const heading = page.getByRole('heading', { level: 1, name: '受信一覧' });
  const rows = page.getByRole('table').getByRole('link');

  // The first letters come with the first answer: whoever asks for them again waits here.
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/inbox\?/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/inbox');
  await expect(rows.first()).toBeVisible();
  expect([times(/^\/api\/start$/), times(/^\/app-.*\.wasm$/)]).toEqual([1, 1]);
  release();

  await page.addInitScript(() => {
    for (const name of ['startOnItsWay', 'appOnItsWay']) {
      Object.defineProperty(window, name, { get: () => undefined, set: () => undefined });
    }
  });
  asked.length = 0;
  await page.goto('/inbox');
  await expect(heading).toBeVisible();
  await expect(rows.first()).toBeVisible();
  expect([times(/^\/api\/start$/), times(/^\/app-.*\.wasm$/)]).toEqual([2, 2]);
});

test('a letter that arrives between the first answer and the moment from which the page listens is shown', async ({ desk }) => {
  const note = '届いたときには、まだ聞いていませんでした。';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await b.page.route('/api/events', async (route) => {
    await held;
    await route.continue();
  });
  await b.page.goto('/inbox');
  const inbox = new Inbox(b.page);
  await expect(inbox.rows.first()).toBeVisible();

  const send = new Send(a.page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await send.note.fill(note);
  await send.send();
  const sent = new Sent(a.page);
  await sent.open();
  await sent.expectState(note, '到着');
  await expect(inbox.row(note)).toHaveCount(0);
  release();
  await expect(inbox.row(note)).toContainText('未読');
});
