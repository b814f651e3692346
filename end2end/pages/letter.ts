import { readFile } from 'node:fs/promises';
import { type Locator, type Page, expect } from '@playwright/test';
import { Forms } from './forms.ts';

/** 受信データ詳細確認 and 送信済データ詳細確認: one letter, with what is in it. */
export class Letter {
  readonly downloadAll: Locator;
  readonly forms: Forms;

  constructor(private readonly page: Page) {
    this.downloadAll = page.getByRole('button', { name: 'まとめてダウンロード' });
    this.forms = new Forms(page);
  }

  /** A fact of the letter, by its name. */
  fact(name: string): Locator {
    return this.page.locator('.fact').filter({ has: this.page.getByText(name, { exact: true }) }).locator('dd');
  }

  /** Opens the forms, and the table of the first file. */
  async openTable(): Promise<void> {
    await this.forms.open();
    await this.page.getByRole('button', { name: /^表を開く/ }).first().click();
    await expect(this.page.locator('.file-table').getByRole('table').first()).toBeVisible();
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
}
