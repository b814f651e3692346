import type { Page } from '@playwright/test';
import { expectAccessibleInEveryLight } from '../harness/axe.ts';
import { drop, pdf, samples } from '../harness/samples.ts';
import { leave } from '../harness/stranger.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

// axe on the states that a page is not always in; accessibility.spec.ts has the pages themselves.

const plan = samples('a_monthly_plan_home_visit');
const route = { from: offices.careManager, to: offices.homeVisit };
const truth = { unit: 'monthly_plan', month: '202511', serial: '20251025093015' };

// Each looks three times at each state.
test.describe.configure({ timeout: 240_000 });

/** Holds every answer to a path until it is let go. */
async function hold(page: Page, path: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(path, async (request) => {
    await released;
    await request.continue();
  });
  return async () => {
    release();
    await page.unrouteAll({ behavior: 'wait' });
  };
}

test('a login that is refused, one that is empty, and one that waits', async ({ visitor, guard }) => {
  guard.expect(/status of 401/);
  const page = await visitor();
  const login = new Login(page);
  await login.open();
  await expectAccessibleInEveryLight(page, 'ログイン');
  await login.button.click();
  await expect(login.refusal).not.toBeEmpty();
  await expectAccessibleInEveryLight(page, 'ログイン, nothing entered');
  const letGo = await hold(page, '**/api/session');
  await login.fill({ user: 'nobody-of-that-name', password: 'whatever-it-is' });
  await expect(page.getByText('確かめています。')).toBeVisible();
  await expectAccessibleInEveryLight(page, 'ログイン, waiting');
  await letGo();
  await expect(login.refusal).toContainText('利用者IDまたはパスワードが違います');
  await expectAccessibleInEveryLight(page, 'ログイン, refused');
});

test('lists that are empty, loading, or cannot be loaded', async ({ desk, guard }) => {
  guard.expect(/status of 503|Failed to load resource|net::ERR/);
  const { page } = await desk(offices.dayService);
  const [inbox, sent] = [new Inbox(page), new Sent(page)];
  await inbox.open();
  await expect(page.getByText('受信したものはまだありません。')).toBeVisible();
  await expectAccessibleInEveryLight(page, '受信一覧, empty');
  await sent.open();
  await expect(page.getByText('送信したものはまだありません。')).toBeVisible();
  await expectAccessibleInEveryLight(page, '送信一覧, empty');

  const letGo = await hold(page, '**/inbox?*');
  await inbox.open();
  await expect(page.getByText('読み込んでいます。')).toBeVisible();
  await expectAccessibleInEveryLight(page, '受信一覧, loading');
  await letGo();

  await page.route('**/sent?*', (request) => request.abort('connectionrefused'));
  await sent.open();
  await expect(page.getByRole('alert')).toContainText('サーバーにつながりません');
  await expectAccessibleInEveryLight(page, '送信一覧, not loaded');
  await page.unrouteAll();
  await page.getByRole('button', { name: 'もう一度試す' }).click();
  await expect(page.getByText('送信したものはまだありません。')).toBeVisible();
});

test('letters that cannot be opened, that contradict themselves, that nobody has opened', async ({ demo, desk, guard }) => {
  guard.expect(/status of 4\d\d/);
  await leave(demo, { ...route, label: truth, note: '開けない手紙', files: plan, spoiled: ['body'] });
  await leave(demo, { ...route, label: { ...truth, month: '202512' }, note: 'ラベルと違う手紙', files: plan });
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.row('ラベルと違う手紙')).toHaveCount(1, { timeout: 20_000 });
  const reader = await desk(offices.homeVisit, 'read_only');
  await new Inbox(reader.page).open();
  await new Inbox(reader.page).read('ラベルと違う手紙');
  await expect(reader.page.getByText('まだ誰も開いていません。')).toBeVisible();
  await expectAccessibleInEveryLight(reader.page, '受信データ詳細確認, unread and not to be opened');

  await inbox.read('開けない手紙');
  await expect(page.getByRole('alert')).toContainText('開けませんでした');
  await expectAccessibleInEveryLight(page, '受信データ詳細確認, cannot be opened');
  await inbox.open();
  await expectAccessibleInEveryLight(page, '受信一覧, with one that cannot be opened');
  await inbox.read('ラベルと違う手紙');
  await expect(page.getByRole('alert')).toContainText('送信ラベルとファイルの内容が違います');
  await expectAccessibleInEveryLight(page, '受信データ詳細確認, contradicting');
});

test('a session that has ended, and a letter on its way', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const { page, staff } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop([...plan, { name: '要点.pdf', bytes: pdf() }]);
  await expectAccessibleInEveryLight(page, '新規作成, with an attachment');
  await page.getByLabel('添付先').first().selectOption({ index: 1 });
  await send.check();
  await expect(send.sendButton).toBeEnabled();
  await page.context().clearCookies();
  await send.sendButton.click();
  const overlay = page.getByRole('dialog', { name: 'もう一度ログインしてください' });
  await expect(overlay).toBeVisible();
  await expectAccessibleInEveryLight(page, 'もう一度ログインしてください');

  const letGo = await hold(page, '**/outbox/*');
  await new Login(page, overlay).fill(staff);
  await expect(page.getByText(/送信しています/).first()).toBeVisible();
  await expectAccessibleInEveryLight(page, '新規作成, on its way');
  await letGo();
  await expect(send.accepted).toBeVisible();
  await expectAccessibleInEveryLight(page, '新規作成, accepted');
});

test.describe('refused for good', () => {
  test.use({ hold: 5 });

  test('a letter that could not be sent', async ({ demo, desk }) => {
    const { page } = await desk(offices.careManager);
    await new Send(page).sendFiles(plan, '送れない手紙');
    await demo.operator('office', 'suspend', offices.homeVisit);
    const sent = new Sent(page);
    await sent.open();
    await sent.expectState('送れない手紙', '送信できませんでした');
    await expectAccessibleInEveryLight(page, '送信一覧, with one that could not be sent');
    await sent.read('送れない手紙');
    await expectAccessibleInEveryLight(page, '送信済データ詳細確認, could not be sent');
  });
});

test('files with no finding, with one, with a thousand, and while they are read', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.drop(plan);
  await expect(page.getByText('エラーも警告もありません。')).toBeVisible();
  await expectAccessibleInEveryLight(page, 'ファイルを点検する, no finding');
  await check.clear();
  await check.drop(samples('invalid/22_required_empty'));
  await expect(check.finding(/サービス利用日/)).toBeVisible();
  await expectAccessibleInEveryLight(page, 'ファイルを点検する, one finding');

  await check.clear();
  const [result] = samples('c_result_home_visit');
  const row = result!.bytes.toString('latin1').split('\r\n')[0]!.replaceAll(',202511,', ',202513,');
  await check.drop([{ name: result!.name, bytes: Buffer.from(`${row}\r\n`.repeat(1000), 'latin1') }]);
  const many = page.getByText('同じ誤りが 1,000 行').first();
  await many.click();
  await check.table(result!.name);
  await expectAccessibleInEveryLight(page, 'ファイルを点検する, a thousand findings');

  // The worker's script does not come: reading stands still.
  const other = await visitor();
  const waiting = new Check(other);
  await other.route('**/*worker*', () => new Promise(() => {}));
  await waiting.open();
  await drop(waiting.dropArea, plan);
  await expect(other.getByRole('progressbar')).toBeVisible();
  await expectAccessibleInEveryLight(other, 'ファイルを点検する, reading');
});

test('an address that does not exist, in every light', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('見つかりません');
  await expectAccessibleInEveryLight(page, 'ページが見つかりません');
});

test('a received letter and its table, in every light', async ({ desk }) => {
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await inbox.read(/./);
  await new Letter(page).openTable();
  await expectAccessibleInEveryLight(page, '受信データ詳細確認');
});
