import { type Locator, type Page, expect } from '@playwright/test';
import { drop } from '../harness/samples.ts';
import { Shell } from './shell.ts';

/** 新規作成: from files to a letter on its way. */
export class Send {
  readonly dropArea: Locator;
  readonly files: Locator;
  readonly note: Locator;
  readonly review: Locator;
  readonly sendButton: Locator;
  readonly takeBack: Locator;

  constructor(private readonly page: Page) {
    this.dropArea = page.getByText('ここにファイルをドロップ');
    this.files = page.locator('input[type=file]:not([webkitdirectory])').first();
    this.note = page.getByLabel('メッセージ');
    this.review = page.getByRole('button', { name: '内容を確認する' });
    this.sendButton = page.getByRole('button', { name: '送信する' });
    this.takeBack = page.getByRole('button', { name: '送信を取り消す' });
  }

  async open(): Promise<void> {
    await new Shell(this.page).go('新規作成');
  }

  /** Drops files, as from the file manager. */
  async drop(files: { name: string; bytes: Buffer }[]): Promise<void> {
    await drop(this.dropArea, files);
  }

  /** Picks files by the button's dialog. */
  async pick(paths: string[]): Promise<void> {
    await this.files.setInputFiles(paths);
  }

  /** Chooses the office for what has no recipient in its name, by a part of the office's name. */
  async choose(name: string): Promise<void> {
    await this.page.getByLabel(/宛先/).first().fill(name);
    await this.page.getByRole('button', { name: /さがす/ }).click();
    await this.page.getByRole('button', { name: new RegExp(name) }).or(this.page.getByRole('radio', { name: new RegExp(name) })).first().click();
  }

  /** Goes on to the page that shows what will be sent to whom. */
  async check(): Promise<void> {
    await this.review.click();
    await expect(this.sendButton).toBeVisible();
  }

  /** Sends, and waits for the sentence that says so. */
  async send(): Promise<void> {
    await this.sendButton.click();
    await expect(this.accepted).toBeVisible();
  }

  /** 送信を受け付けました. */
  get accepted(): Locator {
    return this.page.getByText('送信を受け付けました').first();
  }

  /** The findings that stand on the page; each is a link whose name is its sentence. */
  finding(sentence: string | RegExp): Locator {
    return this.page.getByRole('link', { name: sentence });
  }
}
