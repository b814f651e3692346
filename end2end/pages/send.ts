import { type Locator, type Page, expect } from '@playwright/test';
import { drop } from '../harness/samples.ts';
import { Shell } from './shell.ts';

/** 新規作成: from files to a letter on its way, in three steps. */
export class Send {
  readonly dropArea: Locator;
  readonly files: Locator;
  readonly folder: Locator;
  readonly review: Locator;
  /** メッセージ; one for each letter of the batch. */
  readonly note: Locator;
  readonly sendButton: Locator;
  readonly takeBack: Locator;
  /** 送信を受け付けました. */
  readonly accepted: Locator;

  constructor(private readonly page: Page) {
    this.dropArea = page.getByText('ここにファイルをドロップ').first();
    this.files = page.locator('input[type=file]:not([webkitdirectory])').first();
    this.folder = page.locator('input[type=file][webkitdirectory]').first();
    this.review = page.getByRole('button', { name: '内容を確認する' });
    this.note = page.getByLabel('メッセージ');
    this.sendButton = page.getByRole('button', { name: '送信する', exact: true });
    this.takeBack = page.getByRole('button', { name: '送信を取り消す' });
    this.accepted = page.getByRole('heading', { name: /送信を受け付けました/ });
  }

  async open(): Promise<void> {
    await new Shell(this.page).go('新規作成');
  }

  /** From the sentence that a letter is accepted back to the first step. */
  async startAnother(): Promise<void> {
    await this.page.getByRole('button', { name: '続けて新規作成する' }).click();
    await expect(this.dropArea).toBeVisible();
  }

  /** Drops files, as from the file manager, and waits until they are read. */
  async drop(files: { name: string; bytes: Buffer }[]): Promise<void> {
    await drop(this.dropArea, files);
    await this.read(files.length);
  }

  /** Picks files by the button's dialog, and waits until they are read. */
  async pick(paths: string[]): Promise<void> {
    await this.files.setInputFiles(paths);
    await this.read(paths.length);
  }

  /** Goes on to the page that shows what will be sent to whom. */
  async check(): Promise<void> {
    await this.review.click();
    await expect(this.sendButton).toBeVisible();
  }

  /** Sends, and waits for the sentence that says so. */
  async send(): Promise<void> {
    await this.meanIt();
    await this.sendButton.click();
    await expect(this.accepted).toBeVisible();
  }

  /** この宛先に送る: says of offices that nothing was sent to before that they are the right ones. */
  async meanIt(): Promise<void> {
    await expect(this.page.getByText('宛先を確かめています。')).toHaveCount(0);
    for (const tick of await this.page.getByRole('checkbox', { name: 'この宛先に送る' }).all()) await tick.check();
  }

  /** From files to the sentence that they are accepted. */
  async sendFiles(files: { name: string; bytes: Buffer }[], note: string): Promise<void> {
    await this.open();
    await this.drop(files);
    await this.check();
    await this.note.fill(note);
    await this.send();
  }

  /** 宛先をさがす: the office for attachments that go alone, by a part of its name. */
  async choose(name: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: /宛先をさがす/ }).fill(name);
    await this.page.getByRole('button', { name: 'さがす', exact: true }).click();
    await this.page.getByRole('radio', { name: new RegExp(name) }).first().check();
  }

  /** A finding; it is a link whose name is its sentence. */
  finding(sentence: string | RegExp): Locator {
    return this.page.locator('#findings').getByRole('link', { name: sentence });
  }

  /** What will be sent, and what will not. */
  units(heading: '送信するもの' | '送信しないもの'): Locator {
    return this.page.getByRole('region', { name: heading }).getByRole('listitem');
  }

  private async read(atLeast: number): Promise<void> {
    await expect
      .poll(async () => {
        const said = await this.page.getByText(/件のファイルを読み取りました/).first().textContent();
        return Number(/(\d+)件のファイル/.exec(said ?? '')?.[1] ?? 0);
      }, { message: 'the files are read' })
      .toBeGreaterThanOrEqual(atLeast);
  }
}
