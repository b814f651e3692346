import { pdf, samples } from '../harness/samples.ts';
import { leave } from '../harness/stranger.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';

const plan = samples('a_monthly_plan_home_visit');
const route = { from: offices.careManager, to: offices.homeVisit };
const truth = { unit: 'monthly_plan', month: '202511', serial: '20251025093015' };
const persons = [{ name: '栁田 さくら', kana: 'ﾔﾅｷﾞﾀﾞ ｻｸﾗ' }];

test('a letter whose files contradict its label says so, and is read all the same', async ({ demo, desk }) => {
  const note = 'ラベルと違う手紙';
  await leave(demo, {
    ...route,
    label: { unit: 'plan_documents', month: '202512', serial: '20251201000000' },
    note,
    persons,
    files: plan,
  });
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);

  const finding = page.getByRole('alert').filter({ hasText: '送信ラベルとファイルの内容が違います' });
  await expect(finding).toBeVisible();
  await expect(finding.getByRole('listitem')).toHaveText([
    '種類が、ファイルの種類と違います。',
    'サービス提供年月が、ファイル名の年月と違います。',
    'ファイル連番が、ファイル名の連番と違います。',
  ]);
  await expect(finding).toContainText('送信元に電話などで確かめてください。');

  // Everything else is there.
  const letter = new Letter(page);
  for (const file of plan) expect(await letter.download(file.name)).toEqual(file.bytes);
  await expect(page.getByText('エラーも警告もありません。')).toBeVisible();
});

test('a unit without any file of the standard says so', async ({ demo, desk }) => {
  const note = '中身のない送信単位';
  await leave(demo, { ...route, label: truth, note, files: [{ name: '要点.pdf', bytes: pdf() }, { name: 'FAMILY.JPG', bytes: pdf() }] });
  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);
  await expect(page.getByRole('alert')).toContainText('標準仕様のファイルが入っていません');
  expect(await new Letter(page).download('要点.pdf')).toEqual(pdf());
});

const unreadable = [
  { what: 'whose body cannot be opened', spoiled: ['body'] },
  { what: 'of which nothing can be opened', spoiled: ['manifest', 'body'] },
] as const;

for (const { what, spoiled } of unreadable) {
  test(`a letter ${what} stays in the list, says so, and can be reported without a person's data`, async ({ demo, desk, guard }) => {
    guard.expect(/status of 4\d\d/);
    const good = '開ける手紙';
    const id = await leave(demo, { ...route, label: truth, note: '開けない手紙', persons, files: plan, spoiled: [...spoiled] });
    await leave(demo, { ...route, label: truth, note: good, persons, files: plan });
    const { page } = await desk(offices.homeVisit);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const inbox = new Inbox(page);
    await inbox.open();
    await expect(inbox.row(good)).toHaveCount(1, { timeout: 20_000 });

    const link = page.locator(`a[href="/inbox/${id}"]`);
    await link.click();
    await expect(page.getByRole('heading', { level: 1, name: '受信データ詳細確認' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('この受信データは開けませんでした');
    await page.getByRole('button', { name: '報告用の情報を写す' }).click();
    await expect(page.getByRole('status').filter({ hasText: '写しました' })).toBeVisible();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain(id);
    expect(report).toContain('cannot_open');
    for (const word of ['栁田', 'ﾔﾅｷﾞﾀﾞ', '9000000000', '開けない手紙', ...plan.map((file) => file.name)]) {
      expect(report).not.toContain(word);
    }

    // It stays, with its sentence; the good one is read.
    await inbox.open();
    await expect(page.getByRole('row').filter({ has: link })).toContainText('この受信データは開けませんでした');
    await inbox.read(good);
    expect(await new Letter(page).download(plan[0]!.name)).toEqual(plan[0]!.bytes);
  });
}
