import { readFile } from 'node:fs/promises';
import { type Locator, type Page, expect } from '@playwright/test';

/** 受信データ詳細確認 and 送信済データ詳細確認: one letter, with what is in it. */
export class Letter {
  readonly downloadAll: Locator;
  /** 第6表 as a grid of days. */
  readonly month: Locator;

  constructor(private readonly page: Page) {
    this.downloadAll = page.getByRole('button', { name: 'まとめてダウンロード' });
    this.month = page.getByRole('region', { name: /第6表/ });
  }

  /** A fact of the letter, by its name. */
  fact(name: string): Locator {
    return this.page.locator('.fact').filter({ has: this.page.getByText(name, { exact: true }) }).locator('dd');
  }

  /** Waits until the files are read, and opens the first table. */
  async openTable(): Promise<void> {
    const button = this.page.getByRole('button', { name: /^表を開く/ }).first();
    await button.click();
    await expect(this.page.getByRole('table').first()).toBeVisible();
  }

  /** The bytes of a file, as the browser saves them. */
  async download(name: string): Promise<Buffer> {
    const button = this.page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: /^ダウンロード/ });
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toBe(name);
    return readFile(await download.path());
  }

  /** The bytes of the one archive with everything. */
  async archive(): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.downloadAll.click()]);
    return readFile(await download.path());
  }

  /** Shows the month of a person. */
  async person(name: string): Promise<void> {
    const picker = this.month.getByLabel('利用者を選ぶ');
    const option = picker.locator('option').filter({ hasText: name });
    await picker.selectOption((await option.first().getAttribute('value')) ?? '');
    await expect(this.month.locator('.month-person')).toContainText(name);
  }

  /** The counts of 予定 of a line: for day 3, `planned(...)[2]`. */
  async planned(time: string, service: RegExp): Promise<string[]> {
    const line = this.month.locator('tbody').filter({ hasText: time }).filter({ hasText: service }).first();
    await expect(line).toBeVisible();
    return line.getByRole('row').first().locator('td.day').allTextContents();
  }
}
