import { expectAccessible } from '../harness/axe.ts';
import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

test('before the login', async ({ visitor, guard }) => {
  guard.expect(/status of 401/);
  const page = await visitor();
  const login = new Login(page);
  await login.open();
  await expectAccessible(page, 'ログイン');
  await login.fill({ user: 'nobody-of-that-name', password: 'whatever-it-is' });
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'ログイン, refused');

  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page, 'an address that does not exist');
});

test('checking files', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await expectAccessible(page, 'ファイルを点検する, empty');
  await check.drop(samples('a_monthly_plan_home_visit'));
  await expect(page.getByText(/UPPLAN_202511/).first()).toBeVisible();
  await expectAccessible(page, 'ファイルを点検する, good files');
  await check.drop(samples('invalid/22_required_empty'));
  await expect(check.finding(/サービス利用日/).first()).toBeVisible();
  await expectAccessible(page, 'ファイルを点検する, findings');
});

test('sending', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await expectAccessible(page, '新規作成, empty');
  await send.drop([...samples('a_monthly_plan_home_visit'), ...samples('invalid/01_unknown_prefix')]);
  await expect(page.getByText(/UPPLAN_202511/).first()).toBeVisible();
  await expectAccessible(page, '新規作成, files and a finding');
  await send.check();
  await send.note.fill('読み上げの試し');
  await expectAccessible(page, '新規作成, before sending');
  await send.send();
  await expectAccessible(page, '新規作成, sent');

  const sent = new Sent(page);
  await sent.open();
  await sent.expectState('読み上げの試し', '到着');
  await expectAccessible(page, '送信一覧');
  await sent.read('読み上げの試し');
  await expectAccessible(page, '送信済データ詳細確認');
});

test('receiving', async ({ desk }) => {
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.rows.first()).toBeVisible();
  await expectAccessible(page, '受信一覧');
  await inbox.read(/./);
  await new Letter(page).openTable();
  await expectAccessible(page, '受信データ詳細確認');
});
