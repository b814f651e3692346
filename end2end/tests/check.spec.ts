import { samples } from '../harness/samples.ts';
import { expect, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';

test('good files are read without a login, and nothing leaves the browser', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await page.waitForLoadState('networkidle');

  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.url());
  });
  const files = samples('a_monthly_plan_home_visit');
  await check.drop(files);
  for (const file of files) await expect(page.getByText(file.name).first()).toBeVisible();
  await expect(page.getByText(/エラーはありません|エラー\s*0\s*件/).first()).toBeVisible();
  expect(sent).toEqual([]);
});

test('each finding names its file, line and item, and leads there', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.pick(samples('invalid/22_required_empty').map((file) => file.path));

  const finding = check.finding(/サービス利用日/).first();
  await expect(finding).toBeVisible();
  await finding.click();
  const focused = page.locator(':focus');
  await expect(focused).toBeVisible();
});

test('a file that is no care plan is named and stops nothing', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  const good = samples('c_result_home_visit');
  await check.drop([...good, { name: 'メモ.txt', bytes: Buffer.from('買い物: 牛乳\n') }]);
  await expect(page.getByText('メモ.txt').first()).toBeVisible();
  for (const file of good) await expect(page.getByText(file.name).first()).toBeVisible();
});
