import { type Locator, type Page } from '@playwright/test';
import { samples } from '../harness/samples.ts';
import { expect, offices, person, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';

/** Moves on by Tab until `target` has the focus; every stop on the way is seen, and shows that it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 80; step += 1) {
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element.matches('h1, main')) return null;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const middle = [Math.min(box.left + box.width / 2, innerWidth - 1), Math.min(box.top + box.height / 2, innerHeight - 1)] as const;
      const top = document.elementFromPoint(...middle);
      return {
        what: element.outerHTML.slice(0, 100),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        uncovered: top !== null && (element.contains(top) || top.contains(element)),
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      };
    });
    if (stop) expect(stop, 'where the focus is').toMatchObject({ inside: true, uncovered: true, ringed: true });
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not lead there');
}

/** Goes there and presses it. */
async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.goto('/login');
  const login = new Login(page);
  await tabTo(page, login.user);
  await page.keyboard.type(user);
  await tabTo(page, login.password);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'ログアウト' })).toBeVisible();
}

// Every stop of the keyboard is looked at.
test.describe.configure({ timeout: 180_000 });

test('a letter is sent, received and taken back with the keyboard alone', async ({ place, visitor }) => {
  const note = 'キーボードだけで送る手紙';
  const plan = samples('a_monthly_plan_home_visit');
  const [a, b] = [await visitor(), await visitor()];
  const sender = person(place, offices.careManager, 'exchange').staff;
  const receiver = person(place, offices.homeVisit, 'exchange').staff;

  await signIn(a, sender.user, sender.password);
  // The first stop of a page leads past everything that stands around it.
  await a.reload();
  await expect(a.getByRole('heading', { level: 1 })).toBeVisible();
  await a.keyboard.press('Tab');
  await expect(a.getByRole('link', { name: '本文へ移動' })).toBeFocused();
  await a.keyboard.press('Enter');
  await expect(a.getByRole('main')).toBeFocused();
  await a.reload();

  await press(a, a.getByRole('navigation').getByRole('link', { name: '新規作成' }));
  const send = new Send(a);
  await expect(a.getByRole('heading', { level: 1, name: '新規作成' })).toBeFocused();
  const chooser = a.waitForEvent('filechooser');
  await press(a, a.getByRole('button', { name: 'ファイルを選択' }));
  await (await chooser).setFiles(plan.map((file) => file.path));
  await expect(send.units('送信するもの')).toHaveCount(1);
  await press(a, send.review);
  await tabTo(a, send.note);
  await a.keyboard.type(note);
  await expect(send.sendButton).toBeEnabled();
  await press(a, send.sendButton);
  await expect(send.accepted).toBeVisible();

  await signIn(b, receiver.user, receiver.password);
  const row = new Inbox(b).row(note).getByRole('link');
  await expect(row).toBeVisible({ timeout: 20_000 });
  await press(b, row);
  const letter = new Letter(b);
  const download = b.waitForEvent('download');
  await press(b, letter.downloadAll, 'Space');
  await download;
  await press(b, b.getByRole('button', { name: '様式を見る', exact: true }));
  await press(b, b.getByRole('button', { name: /^表を開く/ }).first());
  await expect(b.getByRole('table').first()).toBeVisible();
  await press(b, b.getByRole('link', { name: '受信一覧に戻る' }));

  // One that is taken back while it is held.
  await press(a, a.getByRole('button', { name: '続けて新規作成する' }));
  const again = a.waitForEvent('filechooser');
  await press(a, a.getByRole('button', { name: 'ファイルを選択' }));
  await (await again).setFiles(plan.map((file) => file.path));
  await press(a, send.review);
  await expect(send.sendButton).toBeEnabled();
  await press(a, send.sendButton);
  await press(a, send.takeBack);
  await expect(a.getByText('送信を取り消しました。').first()).toBeVisible();
});
