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
  await expect(check.result).toContainText('3件のファイルを読み取りました。エラー0件、警告0件です。');
  await expect(page.getByText('エラーも警告もありません。')).toBeVisible();
  for (const file of files) await expect(page.getByText(file.name).first()).toBeVisible();
  const table = await check.table('UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV');
  await expect(table.getByRole('columnheader', { name: '被保険者番号' })).toBeVisible();
  await expect(table.getByText('0000123401').first()).toBeVisible();
  expect(sent).toEqual([]);
});

test('each finding names its file, line and item, and leads there', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.pick(samples('invalid/22_required_empty').map((file) => file.path));

  // Record 2, item 10: サービス利用日 is empty.
  const finding = check.finding(/サービス利用日/);
  await expect(finding).toHaveCount(1);
  await expect(page.locator('#findings')).toContainText('2件目 J列');
  await finding.click();
  const cell = page.locator('td:focus');
  await expect(cell).toBeVisible();
  await expect(cell).toContainText('エラー');
});

test('a cell with a fault in many rows is one line, with the places to open', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  const [file] = samples('c_result_home_visit');
  // 令和7年11月 becomes 令和7年13月 in every row: the service month of the records, not of the name.
  const bytes = Buffer.from(file!.bytes.toString('latin1').replaceAll(',202511,', ',202513,'), 'latin1');
  await check.drop([{ name: file!.name, bytes }]);
  const many = page.locator('#findings').getByText(/同じ誤りが \d+ 行/).first();
  await expect(many).toBeVisible();
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
