import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { samples } from '../harness/samples.ts';
import { type Desk, expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';

/** How the person, the browser or the disk answers. */
type Chooser = 'a folder' | 'nothing' | 'not allowed' | 'no writing' | 'full disk';

/**
 * Only the dialog is replaced, which nobody can press here: the folder is a real one of the browser's own file system,
 * so that the real code looks, writes and closes.
 */
async function choosing(page: Page, chooser: Chooser): Promise<void> {
  await page.evaluate((chooser) => {
    const refuse = (name: string) => Promise.reject(new DOMException('', name));
    Object.assign(window, {
      showDirectoryPicker: async () => {
        if (chooser === 'nothing') return refuse('AbortError');
        if (chooser === 'not allowed') return refuse('NotAllowedError');
        const folder = await navigator.storage.getDirectory();
        if (chooser === 'no writing') folder.getFileHandle = () => refuse('NotAllowedError');
        if (chooser === 'full disk') {
          const get = folder.getFileHandle.bind(folder);
          folder.getFileHandle = async (name, options) => {
            const handle = await get(name, options);
            handle.createWritable = () => refuse('QuotaExceededError');
            return handle;
          };
        }
        return folder;
      },
    });
  }, chooser);
}

/** What lies in that folder: names and octets. */
async function folder(page: Page): Promise<Map<string, Buffer>> {
  const files = await page.evaluate(async () => {
    const found: [string, string][] = [];
    const folder = await navigator.storage.getDirectory();
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
      const file = await (await folder.getFileHandle(name)).getFile();
      const bytes = new Uint8Array(await file.arrayBuffer());
      found.push([name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))]);
    }
    return found;
  });
  return new Map(files.map(([name, data]) => [name, Buffer.from(data, 'base64')]));
}

const plan = samples('a_monthly_plan_home_visit');

/** A received letter with the plan, opened. */
async function received(desk: (number: string) => Promise<Desk>): Promise<Page> {
  const note = 'フォルダに保存する提供票';
  const a = await desk(offices.careManager);
  await new Send(a.page).sendFiles(plan, note);
  const b = await desk(offices.homeVisit);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);
  await expect(new Letter(b.page).downloadAll).toBeVisible();
  return b.page;
}

test('フォルダに保存 writes the files as they were sent, and never over another', async ({ desk }) => {
  const page = await received(desk);
  const save = page.getByRole('button', { name: 'フォルダに保存' });
  const said = (words: RegExp) => expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();

  await choosing(page, 'nothing');
  await save.click();
  await said(/フォルダを選ばなかったため、保存していません/);

  for (const refusal of ['not allowed', 'no writing'] as const) {
    await choosing(page, refusal);
    await save.click();
    await said(/フォルダへの保存が許可されませんでした/);
  }

  await choosing(page, 'full disk');
  await save.click();
  await said(/フォルダに保存できませんでした。「ダウンロード」を使ってください/);
  expect([...(await folder(page)).keys()], 'no empty file is left').toEqual([]);

  await choosing(page, 'a folder');
  await save.click();
  await said(/選んだフォルダに保存しました/);
  const written = await folder(page);
  expect([...written.keys()].sort()).toEqual(plan.map((file) => file.name).sort());
  for (const file of plan) expect(written.get(file.name)).toEqual(file.bytes);

  // A second time, after somebody has worked on the last of the files.
  const mine = plan.at(-1)!.name;
  await page.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    const names = (folder as unknown as { keys(): AsyncIterable<string> }).keys();
    for await (const other of names) if (other !== name) await folder.removeEntry(other);
    const writable = await (await folder.getFileHandle(name)).createWritable();
    await writable.write('mine');
    await writable.close();
  }, mine);
  await save.click();
  await said(/同じ名前のファイルがあるため、保存しませんでした/);
  await said(new RegExp(mine));
  const after = await folder(page);
  expect([...after.keys()], 'nothing was written beside it').toEqual([mine]);
  expect(after.get(mine)?.toString()).toBe('mine');
});

test('まとめてダウンロード gives one archive that unzip opens, with the files as they were sent', async ({ desk }, info) => {
  const page = await received(desk);
  const archive = info.outputPath('letter.zip');
  const target = info.outputPath('unpacked');
  mkdirSync(target, { recursive: true });
  writeFileSync(archive, await new Letter(page).archive());
  execFileSync('unzip', ['-q', archive, '-d', target]);
  for (const file of plan) expect(readFileSync(join(target, file.name))).toEqual(file.bytes);
});
