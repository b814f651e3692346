import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';

/** 受信データ詳細確認 and 送信済データ詳細確認: one letter, with what is in it. */
export class Letter {
  readonly downloads: Locator;
  readonly downloadAll: Locator;

  constructor(private readonly page: Page) {
    this.downloads = page.getByRole('button', { name: /ダウンロード/ });
    this.downloadAll = page.getByRole('button', { name: 'まとめてダウンロード' });
  }

  /** The bytes of a file, as the browser saves them. */
  async download(name: string): Promise<Buffer> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: new RegExp(`${escaped(name)}.*ダウンロード|ダウンロード.*${escaped(name)}`) }).click(),
    ]);
    return readFile(await download.path());
  }

  /** The bytes of the one archive with everything. */
  async archive(): Promise<Buffer> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.downloadAll.click(),
    ]);
    return readFile(await download.path());
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
