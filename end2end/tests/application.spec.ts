import { expectAccessibleInEveryLight } from '../harness/axe.ts';
import { NEWCOMER, Pair } from '../harness/pair.ts';
import { expect, test as base } from '../harness/test.ts';
import { Login } from '../pages/login.ts';
import { Participation } from '../pages/participation.ts';

/** A hub, and a server with an office that has not applied yet. */
const test = base.extend<{ pair: Pair }>({
  pair: async ({}, use, info) => {
    const pair = await Pair.start([NEWCOMER]);
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

// Programs are set up first, and axe looks three times at each state.
test.describe.configure({ timeout: 240_000 });

test('an office applies, is returned with a reason, applies again, and takes part', async ({ pair, desk, guard }) => {
  guard.expect(/status of 422/);
  const { page } = await desk(NEWCOMER.number, 'administrator');
  const banner = page.getByRole('banner').getByRole('status');
  await expect(banner).toContainText('まだ利用申請をしていません。');
  const participation = new Participation(page);
  await participation.open();
  await expect(page.getByRole('checkbox', { name: '通所介護 15', exact: true })).toBeChecked();
  await expectAccessibleInEveryLight(page, '利用申請');

  // What is wrong stands beside its field, and in the summary, which leads there; nothing that was typed goes.
  await participation.fill('０９９９-９９-０３００', 'jimusho@example.com');
  await participation.button.click();
  await expect(participation.summary).toBeFocused();
  await expect(participation.telephone).toHaveAccessibleDescription(/半角の数字とハイフンで入力してください/);
  await expect(participation.telephone).toHaveValue('０９９９-９９-０３００');
  await expect(participation.email).toHaveValue('jimusho@example.com');
  await expectAccessibleInEveryLight(page, '利用申請, a telephone number that is none');
  await participation.summary.getByRole('link', { name: /半角の数字とハイフン/ }).press('Enter');
  await expect(participation.telephone).toBeFocused();

  // By the keyboard alone.
  await participation.telephone.fill('0999-99-0300');
  await participation.telephone.press('Enter');
  await expect(page.getByText('利用申請を受け付けました。').last()).toBeVisible();
  await expect(participation.button).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expectAccessibleInEveryLight(page, '利用申請, received');

  await pair.refuse('事業所番号を確かめてください。');
  await page.reload();
  await expect(page.getByText(/差し戻しの理由：\s*事業所番号を確かめてください。/)).toBeVisible();
  await expect(participation.telephone).toHaveValue('0999-99-0300');
  await expectAccessibleInEveryLight(page, '利用申請, returned');
  await participation.button.click();
  await expect(page.getByText('利用申請を受け付けました。').last()).toBeVisible();

  await pair.approve();
  await page.reload();
  await expect(page.getByText('利用中です。送信も受信もできます。')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('この期間の利用料は21,000円です。')).toBeVisible();
  await expect(participation.button).toHaveCount(0);
  await expect(banner).toBeEmpty();
  await expectAccessibleInEveryLight(page, '利用状況');
});

test('a certificate that cannot be used, a session that ends, and a colleague who may not apply', async ({ desk, guard }) => {
  guard.expect(/status of 4\d\d/);
  const { page, staff } = await desk(NEWCOMER.number, 'administrator');
  const participation = new Participation(page);
  await participation.open();
  await participation.fill('0999-99-0300', 'jimusho@example.com');
  await expect(participation.file).toBeHidden();
  await participation.fromFile.check();
  await participation.file.setInputFiles({ name: 'hokengai.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no certificate') });
  await participation.password.fill('ひみつ');
  await participation.button.click();
  await expect(participation.file).toHaveAccessibleDescription(/証明書のファイルではありません/);
  await expect(participation.password).toHaveValue('ひみつ');
  await expectAccessibleInEveryLight(page, '利用申請, a file that is no certificate');

  // The session ends while the form is open: after signing in, the same form goes on.
  await page.context().clearCookies();
  await participation.button.click();
  await new Login(page, page.getByRole('dialog')).fill(staff);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(participation.file).toHaveAccessibleDescription(/証明書のファイルではありません/);
  await expect(participation.telephone).toHaveValue('0999-99-0300');

  const colleague = await desk(NEWCOMER.number, 'exchange');
  await new Participation(colleague.page).open();
  await expect(colleague.page.getByText(NEWCOMER.number)).toBeVisible();
  await expect(colleague.page.getByRole('button', { name: '申請する' })).toHaveCount(0);
});

test('what the operator announces stands on every page, and on 利用状況', async ({ pair, desk }) => {
  await pair.announce('add', '--until', '2099-12-31T00:00', '--text', '新しい様式に対応しました。', '--text-en', 'New forms are supported.');
  const { page } = await desk('9970100018');
  const banner = page.getByRole('banner').getByRole('status');
  await expect(banner).toContainText('連携基盤からのお知らせ: 新しい様式に対応しました。', { timeout: 30_000 });
  await new Participation(page).open();
  await expect(page.getByRole('heading', { name: 'お知らせ' })).toBeVisible();
  await expectAccessibleInEveryLight(page, '利用状況 with an announcement');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(banner).toContainText("From the hub's operator: New forms are supported.");
  await expectAccessibleInEveryLight(page, '利用状況 in English');
});
