import { type Locator, type Page, expect } from '@playwright/test';
import type { Staff } from '../harness/demo.ts';

/** ログイン: signing in, on its own page or as an overlay where a session ended. */
export class Login {
  readonly user: Locator;
  readonly password: Locator;
  readonly button: Locator;

  /** Why somebody was not let in. */
  readonly refusal: Locator;

  /** `within` is the overlay, where it is not the page itself. */
  constructor(private readonly page: Page, within: Locator = page.locator('body')) {
    this.user = within.getByLabel('利用者ID');
    this.password = within.getByLabel('パスワード', { exact: true });
    this.button = within.getByRole('button', { name: 'ログイン', exact: true });
    this.refusal = within.getByRole('alert');
  }

  async open(): Promise<void> {
    await this.page.goto('/login');
    await expect(this.page.getByRole('heading', { name: 'ログイン' })).toBeVisible();
  }

  /** Fills the form in and sends it; whether it was let in is for the caller to see. */
  async fill(staff: Pick<Staff, 'user' | 'password'>): Promise<void> {
    await this.user.fill(staff.user);
    await this.password.fill(staff.password);
    await this.button.click();
  }

  /** Signs in and arrives. */
  async signIn(staff: Staff): Promise<void> {
    await this.open();
    await this.fill(staff);
    await expect(this.page.getByRole('button', { name: 'ログアウト' })).toBeVisible();
  }
}
