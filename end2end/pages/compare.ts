import { type Locator, type Page, expect } from '@playwright/test';

/** 予定と実績: a month's plan beside its results. */
export class Compare {
  /** The differences, each a line with a box to tick off. */
  readonly tasks: Locator;
  /** How much differs, in words. */
  readonly sum: Locator;
  /** The offices of whom no results are here. */
  readonly awaited: Locator;

  constructor(readonly page: Page) {
    this.tasks = page.locator('.tasks').getByRole('listitem');
    this.sum = page.getByRole('status').filter({ hasText: '違い' });
    this.awaited = page.getByRole('region', { name: /未着/ }).getByRole('listitem');
  }

  async expectOpen(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: '予定と実績' })).toBeVisible();
    await expect(this.sum).toBeVisible();
  }

  /** The differences as people read them, without more than one space. */
  async words(): Promise<string[]> {
    const texts = await this.tasks.allTextContents();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** The marks of a kind in the grid of a person's month. */
  marks(word: string): Locator {
    return this.page.locator('td').filter({ has: this.page.locator('.mark-word', { hasText: word }) });
  }
}
