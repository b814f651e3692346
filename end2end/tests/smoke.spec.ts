import { Check } from '../pages/check.ts';
import { expect, test } from '../harness/test.ts';

test('the built app starts and shows a page that needs no login', async ({ visitor }) => {
  const page = await visitor();
  await new Check(page).open();
  await expect(page).toHaveTitle(/ケアプランリンク/);
});

test('an address that does not exist is answered in words', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('見つかりません');
});
