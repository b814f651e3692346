import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';
import { Shell } from '../pages/shell.ts';

test('links, Back and Forward change the page without loading it anew', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const shell = new Shell(page);
  let loads = 0;
  page.on('load', () => (loads += 1));
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  await shell.go('送信一覧');
  await expect(page).toHaveURL(/\/sent$/);
  await expect(heading('送信一覧')).toBeFocused();
  await shell.go('ファイルを点検する');
  await page.goBack();
  await expect(heading('送信一覧')).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: '送信一覧' })).toHaveAttribute('aria-current', 'page');
  await page.goForward();
  await expect(heading('ファイルを点検する')).toBeVisible();
  expect(loads).toBe(0);
});

test('a link opened in a new tab leaves this one as it is', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const link = page.getByRole('navigation').getByRole('link', { name: '送信一覧' });
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click({ modifiers: ['Control'] })]);
  await expect(tab.getByRole('heading', { level: 1, name: '送信一覧' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: '受信一覧' })).toBeVisible();
});

test('signing out in one tab leaves the page in the others', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const { page } = await desk(offices.careManager);
  const tab = await page.context().newPage();
  await tab.goto('/sent');
  await expect(tab.getByRole('heading', { level: 1, name: '送信一覧' })).toBeVisible();
  await new Shell(page).logout.click();
  await expect(tab.getByRole('heading', { level: 1, name: 'ログイン' })).toBeVisible();
});

test('a letter that is left while its files come breaks nothing', async ({ desk }) => {
  const note = '途中で離れる試し';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);
  const files = samples('a_monthly_plan_home_visit');
  await new Send(a.page).sendFiles(files, note);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });

  // The files come only when the page has been left.
  let left = (): void => undefined;
  const away = new Promise<void>((resolve) => (left = resolve));
  let late = 0;
  await b.page.route('**/inbox/*/files/*', async (route) => {
    await away;
    await route.continue();
    late += 1;
  });
  const asked = b.page.waitForRequest('**/inbox/*/files/0');
  await inbox.read(note);
  await asked;
  const sent = new Sent(b.page);
  await sent.open();
  left();
  await expect.poll(() => late).toBe(files.length);
  // Everything still answers: what was fetched is of no use to anybody, and is let go.
  await inbox.open();
  await sent.open();
  await inbox.open();
});
