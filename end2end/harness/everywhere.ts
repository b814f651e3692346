import type { Page } from '@playwright/test';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';
import { samples } from './samples.ts';
import { expect } from './test.ts';

/** Goes through every page and every step, and looks at each. */
export async function everywhere(
  page: Page,
  visitor: () => Promise<Page>,
  look: (page: Page, where: string) => Promise<void>,
): Promise<void> {
  const stranger = await visitor();
  await stranger.setViewportSize(page.viewportSize()!);
  await new Login(stranger).open();
  await look(stranger, 'ログイン');
  const check = new Check(stranger);
  await stranger.goto('/check');
  await check.drop(samples('invalid/22_required_empty'));
  await check.finding(/サービス利用日/).click();
  await look(stranger, 'ファイルを点検する');

  const inbox = new Inbox(page);
  await page.goto('/inbox');
  await expect(inbox.rows.first()).toBeVisible();
  await look(page, '受信一覧');
  await inbox.read(/./);
  await new Letter(page).openTable();
  await look(page, '受信データ詳細確認');
  const send = new Send(page);
  await page.goto('/send');
  await send.drop(samples('c_result_home_visit'));
  await look(page, '新規作成, files');
  await send.check();
  await expect(send.sendButton).toBeEnabled();
  await look(page, '新規作成, check');
  await send.send();
  await look(page, '新規作成, accepted');
  const sent = new Sent(page);
  await sent.open();
  await expect(sent.rows.first()).toBeVisible();
  await look(page, '送信一覧');
  await sent.rows.first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: '送信済データ詳細確認' })).toBeVisible();
  await look(page, '送信済データ詳細確認');
}

/** The page does not scroll sideways, and nothing is cut off at its edge but inside a frame that scrolls by itself. */
export async function expectWhole(page: Page, where: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility() || element.closest('.hidden, .skip, .table-scroll, .paper-sheet')) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 1 && (box.right > width + 1 || box.left < -1)) found.push(element.outerHTML.slice(0, 90));
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      if (hides && element.scrollWidth > element.clientWidth + 1) found.push(`cut: ${element.outerHTML.slice(0, 90)}`);
    }
    return found.slice(0, 5);
  });
  expect.soft(cut, where).toEqual([]);
}
