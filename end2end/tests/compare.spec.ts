import { expectAccessible } from '../harness/axe.ts';
import { drop, samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Compare } from '../pages/compare.ts';
import { Inbox } from '../pages/inbox.ts';
import { Send } from '../pages/send.ts';

/** What `bundles.csv` says of the sample of results: a visit cancelled, one added, one moved, one left out. */
const FOUR = [
  /予定のみ 11月12日\(水\) 訪問介護 111211/,
  /実績のみ 11月15日\(土\) 訪問介護 111111/,
  /時刻の違い 11月19日\(水\) 訪問介護 111211 .*予定 9:00〜10:00 .* → 実績 9:10〜10:10/,
  /予定のみ 11月20日\(木\) 訪問介護 111111/,
];

async function expectTheFour(compare: Compare): Promise<void> {
  await compare.expectOpen();
  await expect(compare.sum).toContainText('違い4件');
  await expect(compare.tasks).toHaveCount(FOUR.length);
  const words = await compare.words();
  for (const [place, words_] of FOUR.entries()) expect(words[place]).toMatch(words_);
  // The same in the grid, each at its day, beside what is still to come.
  await expect(compare.marks('予定のみ')).toHaveCount(2);
  await expect(compare.marks('実績のみ')).toHaveCount(1);
  await expect(compare.marks('時刻の違い')).toHaveCount(2);
  await expect(compare.awaited).toHaveCount(2);
  await expect(compare.awaited.filter({ hasText: '9970300030' })).toHaveCount(1);
  await expect(compare.awaited.filter({ hasText: '9970400046' })).toHaveCount(1);
}

test('plan and result dropped on the check page show exactly what differs', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.drop(samples('a_monthly_plan_home_visit'));
  await expect(page.getByRole('link', { name: '予定と実績を比べる' })).toBeHidden();
  await check.drop(samples('c_result_home_visit'));
  await page.getByRole('link', { name: '予定と実績を比べる' }).click();

  const compare = new Compare(page);
  await expectTheFour(compare);
  const first = compare.tasks.first().getByRole('checkbox');
  await first.check();
  await expect(first).toBeChecked();
  await expect(page.getByRole('table', { name: 'サービスごとの合計' })).toHaveCount(2);
  await expectAccessible(page, '予定と実績');

  // On a tablet the grid moves in its frame, and the page does not.
  await page.setViewportSize({ width: 768, height: 1024 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768);

  await page.getByRole('button', { name: 'English' }).click();
  await expect(compare.tasks.first()).toContainText('Planned only');
});

test('files dropped on the comparison are checked', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/compare');
  await expect(page.locator('p.notice')).toBeVisible();
  await drop(page.locator('body'), samples('c_result_home_visit'));
  await expect(page.getByRole('heading', { level: 1, name: 'ファイルを点検する' })).toBeVisible();
  await expect(new Check(page).result).toBeVisible();
});

test('a result letter finds the plan among what was sent', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.sendFiles(samples('a_monthly_plan_home_visit'), '11月の予定');

  // The result waits in the demonstration's inbox.
  const inbox = new Inbox(page);
  await inbox.open();
  await inbox.read('12日は体調不良');
  await page.getByRole('link', { name: '予定と実績を比べる' }).click();
  const compare = new Compare(page);
  await expectTheFour(compare);
  // Whom to call is said, where the directory knows it.
  await expect(compare.awaited.filter({ hasText: '9970300030' })).toContainText('0999-99-0300');
  await expectAccessible(page, '予定と実績, of a letter');
});
