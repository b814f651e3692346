import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JSHandle, Locator, Page } from '@playwright/test';
import { root } from './program.ts';

/** The samples of the standard, byte for byte; everybody in them is invented. */
const examples = join(root, 'careplan', 'tests', 'data', 'examples');

/** A file as it stands on somebody's disk. */
export interface Sample {
  name: string;
  path: string;
  bytes: Buffer;
}

/** The path of a sample folder, such as `a_monthly_plan_home_visit` or `invalid/22_required_empty`. */
export function folderOf(folder: string): string {
  return join(examples, folder);
}

/** The files of a sample folder, by name. */
export function samples(folder: string): Sample[] {
  return readdirSync(folderOf(folder))
    .sort()
    .map((name) => {
      const path = join(folderOf(folder), name);
      return { name, path, bytes: readFileSync(path) };
    });
}

/** Copies of samples in one folder, under other names where `rename` says so. */
export function copyInto(target: string, files: Sample[], rename = (name: string) => name): string[] {
  mkdirSync(target, { recursive: true });
  return files.map((file) => {
    const path = join(target, rename(file.name));
    copyFileSync(file.path, path);
    return path;
  });
}

/** A small PDF that a viewer opens; what it says does not matter. */
export function pdf(): Buffer {
  return Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n' +
      'trailer<</Root 1 0 R>>\n%%EOF\n',
  );
}

/** A file by its name and its octets. */
type Named = { name: string; bytes: Buffer };

/** Drops files on a place, as a person does from the file manager. */
export async function drop(target: Locator, files: Named[]): Promise<void> {
  const dataTransfer = await transfer(target.page(), files);
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent(event, { dataTransfer });
  }
  await dataTransfer.dispose();
}

/** Pastes files where the focus is, as a person does who copied them in the file manager. */
export async function paste(page: Page, files: Named[]): Promise<void> {
  const clipboardData = await transfer(page, files);
  await page.evaluate((clipboardData) => {
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, clipboardData);
  await clipboardData.dispose();
}

/** The files in the hand of the browser, as real `File` objects. */
async function transfer(page: Page, files: Named[]): Promise<JSHandle<DataTransfer>> {
  const payload = files.map((file) => ({ name: file.name, data: file.bytes.toString('base64') }));
  return page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, data } of list) {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, payload);
}
