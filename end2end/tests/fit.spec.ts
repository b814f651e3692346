import { samples } from '../harness/samples.ts';
import { expect, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Forms } from '../pages/forms.ts';

/** Samples that hold every form between them. */
const FOLDERS = ['a_monthly_plan_home_visit', 'b_care_plan_tables123', 'c_result_home_visit', 'd_monthly_plan_delete', 'e_preventive_plan', 'e2_preventive_monthly_plan'];

/** Every form by its word on the button, as a sheet on the screen. */
const FORMS = ['第1表', '第2表', '第3表', '第6表', '第7表', '利用者補足情報', '利用者基本情報', '介護予防サービス・支援計画書', '削除の連絡'];

for (const [width, height] of [
  [1366, 768],
  [768, 1024],
] as const) {
  test(`no form moves sideways at ${width} x ${height}`, async ({ visitor }) => {
    const page = await visitor();
    await page.setViewportSize({ width, height });
    const forms = new Forms(page);
    const check = new Check(page);
    await check.open();
    await check.drop(FOLDERS.flatMap(samples));
    await forms.open();
    const seen = new Set<string>();
    for (const person of await forms.persons.locator('option').allTextContents()) {
      await forms.person(person);
      const tabs = forms.section.getByRole('group', { name: '様式', exact: true }).getByRole('button');
      for (const tab of await tabs.all()) {
        await tab.click();
        await expect(tab).toHaveAttribute('aria-pressed', 'true');
        const name = (await tab.innerText()).split('\n')[0]!.trim();
        const form = FORMS.find((form) => name.includes(form));
        expect(form, name).toBeDefined();
        seen.add(form!);
        await expect(forms.sheet).toHaveAccessibleName(new RegExp(form!));
        const [moves, cut] = await forms.sheet.evaluate((sheet) => {
          const cut = [...sheet.querySelectorAll('td, th')].filter((box) => box.scrollWidth > box.clientWidth + 1);
          return [sheet.scrollWidth - sheet.clientWidth, cut.map((box) => box.textContent)];
        });
        expect(moves, `${name} moves sideways`).toBeLessThanOrEqual(0);
        expect(cut, `${name} cuts off`).toEqual([]);
      }
    }
    expect([...seen].sort()).toEqual([...FORMS].sort());
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(sideways, 'the page itself').toBeLessThanOrEqual(0);
  });
}

test('第7表 shows its main columns on a tablet, and all where that is asked for', async ({ visitor }) => {
  const page = await visitor();
  await page.setViewportSize({ width: 768, height: 1024 });
  const forms = new Forms(page);
  const check = new Check(page);
  await check.open();
  await check.drop(samples('a_monthly_plan_home_visit'));
  await forms.open();
  await forms.choose(/^第7表/);
  const table = forms.boxes('区分支給限度管理・利用者負担計算');
  const head = (name: string) => table.getByRole('columnheader', { name, exact: true });
  await expect(head('利用者負担（保険/事業対象分）')).toBeVisible();
  await expect(head('給付率(%)')).toBeHidden();
  // The limit stays to be seen, and the sums stand under their heads.
  const foot = table.locator('tfoot tr:visible');
  await expect(foot).toHaveCount(1);
  await expect(foot).toContainText('区分支給限度基準額（単位）');
  const right = async (box: ReturnType<typeof head>) => {
    const { x, width } = (await box.boundingBox())!;
    return Math.round(x + width);
  };
  expect(await right(foot.locator('td').last())).toBe(await right(head('利用者負担（全額負担分）')));
  await page.getByLabel('すべての列を表示').check();
  await expect(head('給付率(%)')).toBeVisible();
  await expect(foot).toContainText('合計');
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(head('給付率(%)')).toBeVisible();
  await expect(page.getByLabel('すべての列を表示')).toBeHidden();
});
