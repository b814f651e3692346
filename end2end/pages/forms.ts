import { type Locator, type Page, expect } from '@playwright/test';

/** 様式を見る: the forms that files hold, wherever files are shown. */
export class Forms {
  /** The section with everything. */
  readonly section: Locator;
  readonly search: Locator;
  readonly persons: Locator;
  /** The form on the screen. */
  readonly sheet: Locator;
  /** What stands beside the page for the printer. */
  readonly printed: Locator;

  constructor(private readonly page: Page) {
    this.section = page.locator('section.forms');
    this.search = page.getByLabel(/^利用者をさがす/);
    this.persons = page.getByLabel('利用者を選ぶ');
    this.sheet = page.locator('.paper-view').getByRole('region');
    this.printed = page.locator('body > .printed');
  }

  /** Opens the forms if they are not open, and waits for the first. */
  async open(): Promise<void> {
    const button = this.page.getByRole('button', { name: /^様式を(見る|閉じる)$/ });
    await expect(button).toBeVisible();
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    await expect(this.section.locator('.paper-sheet, .file-table').first()).toBeVisible();
  }

  /** Shows a form of the person. */
  async choose(name: string | RegExp): Promise<void> {
    const button = this.section.getByRole('group', { name: '様式', exact: true }).getByRole('button', { name });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  }

  /** Shows a person, by a part of what the list says. */
  async person(name: string): Promise<void> {
    const option = this.persons.locator('option').filter({ hasText: name });
    await this.persons.selectOption((await option.first().getAttribute('value')) ?? '');
  }

  /** A table of the form, by its caption. */
  boxes(caption: string | RegExp): Locator {
    return this.sheet.getByRole('table', { name: caption });
  }

  /** The counts of 予定 of a line of 第6表: for day 3, `planned(...)[2]`. */
  async planned(time: string, service: RegExp): Promise<string[]> {
    const line = this.sheet.locator('tbody.group').filter({ hasText: time }).filter({ hasText: service }).first();
    await expect(line).toBeVisible();
    const cells = await line.getByRole('row').first().locator('td.day').allTextContents();
    return cells.map((cell) => cell.trim());
  }

  /** The table of a file, opened. */
  async table(name: string): Promise<Locator> {
    const section = this.page.locator('section.file-table').filter({ has: this.page.getByRole('heading', { name }) });
    await expect(section).toBeVisible();
    const button = section.getByRole('button', { name: /表を開く/ });
    if (await button.count()) await button.click();
    return section.getByRole('table');
  }

  /** Presses a button of 印刷, and waits until everything is ready for the printer. The page's `print` must do nothing: see `withoutPrinter`. */
  async print(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await expect(this.printed).toBeAttached();
    await this.page.waitForFunction(() => (window as unknown as { printing?: boolean }).printing === true);
  }

  /** A browser without a printer: what would be printed stays, to be looked at or saved as PDF. */
  async withoutPrinter(): Promise<void> {
    await this.page.addInitScript(() => {
      window.print = () => {
        (window as unknown as { printing?: boolean }).printing = true;
      };
    });
  }
}
