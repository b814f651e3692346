import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { samples } from '../harness/samples.ts';
import { expect, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Forms } from '../pages/forms.ts';

/** The forms of sample folders, on the page that needs no login. */
async function formsOf(page: Page, ...folders: string[]): Promise<Forms> {
  const forms = new Forms(page);
  await forms.withoutPrinter();
  const check = new Check(page);
  await check.open();
  await check.drop(folders.flatMap(samples));
  await forms.open();
  return forms;
}

/** Pages of a PDF, and the text on each; none where poppler is not installed. */
function pagesOf(pdf: Buffer): string[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'careplan-pdf-'));
  try {
    const file = join(folder, 'forms.pdf');
    writeFileSync(file, pdf);
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    return text.split('\f').slice(0, -1);
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sizes of the pages of a PDF in millimetres, as they stand in its (uncompressed) page objects. */
function sizesOf(pdf: Buffer): string[] {
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g);
  const mm = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
  return [...boxes].map(([, width, height]) => `${mm(width)}x${mm(height)}`);
}

const printed = (page: Page) => page.pdf({ preferCSSPageSize: true });

test('each form shows its values at their places', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'a_monthly_plan_home_visit', 'b_care_plan_tables123');
  await forms.person('髙橋 ハナ');

  await forms.choose(/^第1表/);
  await expect(forms.sheet.locator('.paper-title')).toContainText('居宅サービス計画書（１）');
  await expect(forms.sheet).toContainText('令和7年10月20日');
  await expect(forms.sheet.getByRole('row').filter({ hasText: '要介護状態区分' }).locator('.chosen')).toContainText('要介護１');

  await forms.choose(/^第2表/);
  const goal = forms.sheet.getByRole('row').filter({ hasText: '起床介助, 歩行の見守り' });
  await expect(goal).toContainText('訪問介護');

  await forms.choose(/^第3表/);
  const monday = forms.sheet.locator('section').filter({ has: page.getByRole('heading', { name: '月', exact: true }) });
  await expect(monday.getByRole('listitem')).toContainText([/訪問介護（身体２）/]);

  await forms.choose(/^第6表/);
  const days = await forms.planned('9:00', /111211/);
  expect([days[2], days[3], days[4], days[6]]).toEqual(['1', '', '1', '1']);

  await forms.choose(/^第7表/);
  await expect(forms.sheet).toContainText('16,765');
  await expect(forms.sheet.getByRole('row').filter({ hasText: '訪問介護合計' })).toContainText('59,644');
  await expectAccessible(page, '第7表');
});

test('preventive forms are drawn with the picture of the family, which opens larger', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'e_preventive_plan');
  await forms.choose(/^利用者基本情報/);
  const picture = forms.sheet.getByRole('button', { name: '家族構成図' });
  await expect(picture).toBeVisible();
  const small = await picture.boundingBox();
  await picture.press('Enter');
  await expect(picture).toHaveAttribute('aria-expanded', 'true');
  const large = await picture.boundingBox();
  expect(large!.width).toBeGreaterThan(small!.width);
  await picture.press('Enter');
  await expect(picture).toHaveAttribute('aria-expanded', 'false');

  await forms.choose(/^介護予防サービス・支援計画書/);
  await expect(forms.sheet).toContainText('目標とする生活');
  await expectAccessible(page, '介護予防サービス・支援計画書');
});

test('a person is found by name, by kana of any kind, and by number', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'a_monthly_plan_home_visit');
  const status = page.getByText(/名が見つかりました/);
  for (const text of ['山﨑', 'ﾔﾏｻﾞｷ', 'やまざき', 'ヤマザキ　トク', '0000123402', '１２３４０２']) {
    await forms.search.fill(text);
    await expect(status).toHaveText('1名が見つかりました。');
    await expect(forms.persons.locator('option:checked')).toContainText('山﨑 德一');
  }
  await expect(forms.sheet).toContainText('山﨑 德一');
  await forms.search.fill('誰でもない人');
  await expect(page.getByText(/^見つかりませんでした/)).toBeVisible();
  await forms.search.fill('');
  await expect(page.getByText('3名のうち2人目')).toBeVisible();
  await page.getByRole('button', { name: '前の利用者' }).click();
  await expect(forms.sheet).toContainText('髙橋 ハナ');
});

test('the columns at the left and the days at the top stay in view, and 31 days fit 1180 px', async ({ visitor }) => {
  const page = await visitor();
  await page.setViewportSize({ width: 1180, height: 560 });
  const forms = await formsOf(page, 'a_monthly_plan_home_visit');
  await forms.choose(/^第6表/);
  const sheet = forms.sheet;
  expect(await sheet.evaluate((it) => it.scrollWidth - it.clientWidth), '31 days without moving sideways').toBeLessThanOrEqual(0);

  await page.setViewportSize({ width: 1040, height: 560 });
  await sheet.evaluate((it) => it.scrollTo(10_000, 10_000));
  const box = (await sheet.boundingBox())!;
  const service = (await sheet.locator('tbody.group').last().locator('.fixed').nth(1).boundingBox())!;
  expect(service.x, 'the service stays at the left').toBeGreaterThanOrEqual(box.x - 1);
  const head = (await sheet.getByRole('columnheader', { name: '31', exact: true }).boundingBox())!;
  expect(head.y, 'the days stay at the top').toBeGreaterThanOrEqual(box.y - 1);
  expect(head.y).toBeLessThan(box.y + 120);
});

test('on a narrow screen a month is seen week by week, or whole', async ({ visitor }) => {
  const page = await visitor();
  await page.clock.setFixedTime(new Date('2025-11-12T10:00:00+09:00'));
  await page.setViewportSize({ width: 768, height: 1024 });
  const forms = await formsOf(page, 'a_monthly_plan_home_visit');
  await forms.choose(/^第6表/);
  const day = (number: number) => forms.sheet.getByRole('columnheader', { name: new RegExp(`^${number}\\s*(今日)?$`) });
  await expect(page.getByText('11月10日〜16日')).toBeVisible();
  await expect(day(12)).toContainText('今日');
  await expect(day(10)).toBeVisible();
  await expect(day(17)).toBeHidden();
  expect(await forms.sheet.evaluate((it) => it.scrollWidth - it.clientWidth), 'a week fits').toBeLessThanOrEqual(0);
  const total = (await forms.sheet.getByRole('columnheader', { name: '合計回数' }).boundingBox())!;
  const figure = (await forms.sheet.locator('tbody.group tr').first().locator('td').last().boundingBox())!;
  expect(Math.abs(total.x - figure.x), 'the sums stand under their head').toBeLessThan(2);
  await page.getByRole('button', { name: '次の週' }).click();
  await expect(day(17)).toBeVisible();
  await expect(day(10)).toBeHidden();
  await expectAccessible(page, '第6表, one week');
  await page.getByRole('button', { name: '月全体' }).click();
  await expect(day(1)).toBeVisible();
  await expect(day(30)).toBeVisible();
});

test('forms print on A4, each person on sheets of their own, with the heads again on each sheet', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'a_monthly_plan_home_visit', 'b_care_plan_tables123', 'e_preventive_plan');
  await forms.print('全員の様式を印刷');

  // Nothing is wider than its sheet.
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 1123, height: 794 });
  const wide = await forms.printed.evaluate((host) => {
    const found: string[] = [];
    for (const paper of host.querySelectorAll('.paper')) {
      const sheet = paper.querySelector('.paper-sheet') as HTMLElement;
      const limit = sheet.getBoundingClientRect().left + ((paper.classList.contains('portrait') ? 192 : 279) * 96) / 25.4 + 1;
      for (const element of sheet.querySelectorAll('td, th, p, li, img')) {
        if (element.getBoundingClientRect().right > limit) found.push(element.textContent?.slice(0, 20) ?? '');
        if (element.matches('td, th') && element.scrollWidth > element.clientWidth + 1) found.push(`cut: ${element.textContent?.slice(0, 20)}`);
      }
    }
    return found;
  });
  expect(wide).toEqual([]);
  await page.emulateMedia({ media: null });

  const pdf = await printed(page);
  const sizes = sizesOf(pdf);
  expect(new Set(sizes)).toEqual(new Set(['297x210', '210x297']));
  const pages = pagesOf(pdf);
  if (pages) {
    for (const text of pages) expect(text, 'every sheet says that it is a sample').toContain('見本');
    const of = (name: string) => pages.filter((text) => text.replace(/\s/g, '').includes(name));
    const both = pages.filter((text) => text.includes('髙橋') && text.includes('山﨑') && text.includes('第'));
    expect(both.filter((text) => text.includes('被保険者番号')), 'no two persons on a sheet').toEqual([]);
    expect(of('月間サービス計画及び実績の記録').length).toBeGreaterThanOrEqual(3);
  }
});

test('one form is printed by itself', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'a_monthly_plan_home_visit');
  await forms.choose(/^第6表/);
  await forms.print('この様式を印刷');
  await expect(forms.printed.locator('.paper')).toHaveCount(1);
  expect(new Set(sizesOf(await printed(page)))).toEqual(new Set(['297x210']));
});

test('printed boxes and empty lines reach the foot of the sheet, as on paper', async ({ visitor }) => {
  const page = await visitor();
  const forms = await formsOf(page, 'a_monthly_plan_home_visit', 'b_care_plan_tables123');
  await forms.print('全員の様式を印刷');
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 1123, height: 794 });
  const sheets = await forms.printed.evaluate((host) =>
    [...host.querySelectorAll('.paper-sheet:has(.paper-flow)')].map((sheet) => {
      const mm = (pixels: number) => (pixels / 96) * 25.4;
      const boxes = [...sheet.querySelectorAll('.boxes, .paper-fill')].map((it) => it.getBoundingClientRect());
      const fill = sheet.querySelector('.paper-fill')?.getBoundingClientRect();
      const filled = sheet.querySelector(':has(+ .paper-fill)')?.getBoundingClientRect();
      const top = sheet.getBoundingClientRect().top;
      return {
        name: sheet.querySelector('.paper-number')!.textContent,
        foot: mm(Math.max(...boxes.filter((it) => it.bottom <= (fill?.bottom ?? Infinity)).map((it) => it.bottom)) - top),
        whole: mm(sheet.getBoundingClientRect().height),
        covered: fill && filled ? mm(filled.bottom - fill.top) : 0,
      };
    }),
  );
  expect(new Set(sheets.map(({ name }) => name))).toEqual(new Set(['第１表', '第２表', '第６表']));
  for (const { name, foot, whole, covered } of sheets) {
    // A4 across has 192 mm between its margins; under 第2表 stand two notes.
    expect(foot, `${name} ends far above the foot`).toBeGreaterThan(name === '第２表' ? 160 : 175);
    expect(whole, `${name} needs a second sheet`).toBeLessThanOrEqual(192);
    expect(covered, `${name} has empty lines over written ones`).toBeLessThan(0.5);
  }
});

test('a large table is shown fifty rows at a time', async ({ visitor }) => {
  const page = await visitor();
  const [file] = samples('c_result_home_visit');
  const text = file!.bytes.toString('latin1');
  const lines = text.trimEnd().split('\r\n');
  const many = Array.from({ length: 2000 }, (_, row) => lines[row % lines.length]).join('\r\n');
  const forms = new Forms(page);
  const check = new Check(page);
  await check.open();
  await check.drop([{ name: file!.name, bytes: Buffer.from(`${many}\r\n`, 'latin1') }]);
  await forms.open();
  const table = await forms.table(file!.name);
  await expect(table.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: '次の行' }).click();
  await expect(table.getByRole('rowheader', { name: '51', exact: true })).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(51);
});
