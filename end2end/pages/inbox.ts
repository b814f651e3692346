import { type Locator, type Page, expect } from '@playwright/test';
import { Shell } from './shell.ts';

/** 受信一覧: what has arrived for this office. */
export class Inbox {
  readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.rows = page.getByRole('table').getByRole('row').filter({ has: page.getByRole('link') });
  }

  async open(): Promise<void> {
    await new Shell(this.page).go('受信一覧');
  }

  /** The row of a letter, found by something that stands in it. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Opens a letter. */
  async read(text: string | RegExp): Promise<void> {
    await this.row(text).first().getByRole('link').first().click();
    await expect(this.page.getByRole('heading', { level: 1, name: '受信データ詳細確認' })).toBeVisible();
  }
}
