import { type Locator, type Page, expect } from '@playwright/test';
import { drop } from '../harness/samples.ts';
import { Forms } from './forms.ts';

/** ファイルを点検する: reads and checks files; needs no login, and nothing leaves the browser. */
export class Check {
  readonly dropArea: Locator;
  readonly files: Locator;
  /** What came of the last drop: files, errors, warnings. */
  readonly result: Locator;

  readonly forms: Forms;

  constructor(private readonly page: Page) {
    this.forms = new Forms(page);
    this.dropArea = page.getByText('ここにファイルをドロップ').first();
    this.files = page.locator('input[type=file]:not([webkitdirectory])').first();
    this.result = page.getByText(/件のファイルを読み取りました/).first();
  }

  async open(): Promise<void> {
    await this.page.goto('/check');
    await expect(this.page.getByRole('heading', { level: 1, name: 'ファイルを点検する' })).toBeVisible();
  }

  async drop(files: { name: string; bytes: Buffer }[]): Promise<void> {
    await drop(this.dropArea, files);
    await expect(this.result).toBeVisible();
  }

  async pick(paths: string[]): Promise<void> {
    await this.files.setInputFiles(paths);
    await expect(this.result).toBeVisible();
  }

  /** すべて外す. */
  async clear(): Promise<void> {
    await this.page.getByRole('button', { name: 'すべて外す' }).click();
    await expect(this.result).toBeHidden();
  }

  /** A finding; it is a link whose name is its sentence. */
  finding(sentence: string | RegExp): Locator {
    return this.page.locator('#findings').getByRole('link', { name: sentence });
  }

  /** The table of a file, opened. */
  async table(name: string): Promise<Locator> {
    await this.forms.open();
    return this.forms.table(name);
  }
}
