import { type Locator, type Page, expect } from '@playwright/test';
import { drop } from '../harness/samples.ts';

/** ファイルを点検する: reads and checks files; needs no login, and nothing leaves the browser. */
export class Check {
  readonly dropArea: Locator;
  readonly files: Locator;

  constructor(private readonly page: Page) {
    this.dropArea = page.getByText('ここにファイルをドロップ');
    this.files = page.locator('input[type=file]:not([webkitdirectory])').first();
  }

  async open(): Promise<void> {
    await this.page.goto('/check');
    await expect(this.page.getByRole('heading', { level: 1, name: 'ファイルを点検する' })).toBeVisible();
  }

  async drop(files: { name: string; bytes: Buffer }[]): Promise<void> {
    await drop(this.dropArea, files);
  }

  async pick(paths: string[]): Promise<void> {
    await this.files.setInputFiles(paths);
  }

  finding(sentence: string | RegExp): Locator {
    return this.page.getByRole('link', { name: sentence });
  }
}
