import { type Locator, type Page, expect } from '@playwright/test';

/** 利用状況: how the office takes part, and the form of 利用申請. */
export class Participation {
  readonly telephone: Locator;
  readonly email: Locator;
  readonly fromFile: Locator;
  readonly file: Locator;
  readonly password: Locator;
  readonly button: Locator;
  /** What did not work, with a link to each field. */
  readonly summary: Locator;

  constructor(private readonly page: Page) {
    this.telephone = page.getByLabel('事業所の電話番号');
    this.email = page.getByLabel('事業所のメールアドレス');
    this.fromFile = page.getByLabel('請求用の証明書のファイルを使う');
    this.file = page.getByLabel('証明書のファイル（.p12または.pfx）');
    this.password = page.getByLabel('証明書のパスワード');
    this.button = page.getByRole('button', { name: '申請する' });
    this.summary = page.locator('form').getByRole('alert');
  }

  /** Goes there by the link. */
  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: '設定' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: '利用状況' })).toBeVisible();
  }

  /** Fills in who the office is. */
  async fill(telephone: string, email: string): Promise<void> {
    await this.telephone.fill(telephone);
    await this.email.fill(email);
  }
}
