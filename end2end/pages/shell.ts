import { type Locator, type Page, expect } from '@playwright/test';

/** What stands around every page: the way to the others, who is signed in, the mark of the demonstration. */
export class Shell {
  readonly inboxLink: Locator;
  readonly logout: Locator;
  /** 見本: nobody mistakes the demonstration for the real thing. */
  readonly demoMark: Locator;

  constructor(private readonly page: Page) {
    this.inboxLink = page.getByRole('link', { name: /^受信一覧/ });
    this.logout = page.getByRole('button', { name: 'ログアウト' });
    this.demoMark = page.getByText('見本').first();
  }

  /** Goes to a page by its link. */
  async go(name: '受信一覧' | '新規作成' | '送信一覧' | 'ファイルを点検する'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) }).first().click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  /** The unread letters that the link's name tells. */
  async unread(): Promise<number> {
    const name = (await this.inboxLink.first().textContent()) ?? '';
    const number = /未読\s*(\d+)\s*件/.exec(name)?.[1];
    return number === undefined ? 0 : Number(number);
  }
}
