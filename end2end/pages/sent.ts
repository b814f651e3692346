import { type Locator, type Page, expect } from '@playwright/test';
import { Shell } from './shell.ts';

/** The states of a sent letter, in the words on the screen. */
export type State =
  | '送信待ち'
  | '送信できませんでした'
  | '到着'
  | '受取済'
  | '取込済'
  | '差し戻し'
  | '取込不可'
  | '取消済'
  | '期限切れ';

/** 送信一覧: what this office has sent, and how far it has come. */
export class Sent {
  readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.rows = page.getByRole('table').getByRole('row').filter({ has: page.getByRole('link') });
  }

  async open(): Promise<void> {
    await new Shell(this.page).go('送信一覧');
  }

  /** The row of a letter, found by something that stands in it. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** The letter comes to this state by itself, without a reload. */
  async expectState(text: string | RegExp, state: State): Promise<void> {
    await expect(this.row(text).first()).toContainText(state, { timeout: 20_000 });
  }

  /** Opens a letter. */
  async read(text: string | RegExp): Promise<void> {
    await this.row(text).first().getByRole('link').first().click();
    await expect(this.page.getByRole('heading', { level: 1, name: '送信済データ詳細確認' })).toBeVisible();
  }
}
