import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

/** What Chromium writes to the console of a page that is cut off. */
const CUT_OFF = /Failed to load resource|net::ERR|EventSource/;

test('a network that goes is said within two seconds, and sending goes on when it is back', async ({ desk, guard }) => {
  guard.expect(CUT_OFF);
  const note = '通信が切れる試し';
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await send.note.fill(note);
  await expect(send.sendButton).toHaveAttribute('aria-disabled', 'false');

  await page.context().setOffline(true);
  await expect(page.locator('.banner')).toHaveText(/サーバーにつながりません/, { timeout: 2_000 });
  await send.sendButton.click();
  // Waiting is said in words, and not in those of the banner a second time.
  await expect(page.getByText(/送信しています/)).toBeVisible();
  await expect(page.getByText(/サーバーにつながりません/)).toHaveCount(1);

  await page.context().setOffline(false);
  await expect(send.accepted).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.banner')).toHaveCount(0);
  const sent = new Sent(page);
  await sent.open();
  await expect(sent.row(note)).toHaveCount(1);
});

test('a recipient who could not be asked for is asked for again by itself', async ({ desk, guard }) => {
  guard.expect(CUT_OFF);
  const { page } = await desk(offices.careManager);
  let lost = 0;
  await page.route('**/api/offices/*/directory/*', async (route) => {
    lost += 1;
    await (lost <= 2 ? route.abort('connectionreset') : route.continue());
  });
  const send = new Send(page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await expect(send.sendButton).toHaveAttribute('aria-disabled', 'false', { timeout: 20_000 });
  expect(lost).toBe(3);
});
