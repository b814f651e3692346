import type { Page } from '@playwright/test';
import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

// What people set in their browser and system: large letters, a narrow window, less motion, colours of their own.

/** Goes through every page and every step, and looks at each. */
async function everywhere(
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
async function expectWhole(page: Page, where: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility() || element.closest('.hidden, .skip, .table-scroll, .month-scroll')) continue;
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

test('a column of 320 px, as at 400 % zoom, loses nothing', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  await page.setViewportSize({ width: 320, height: 640 });
  await everywhere(page, visitor, expectWhole);
});

test('200 % zoom of an office PC loses nothing', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  await page.setViewportSize({ width: 683, height: 384 });
  await everywhere(page, visitor, expectWhole);
});

test.describe('letters of 24 px', () => {
  test.use({ launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--blink-settings=defaultFontSize=24,defaultFixedFontSize=24'] });
  } });

  test('the page grows with the letters, and loses nothing', async ({ desk, visitor }) => {
    const { page } = await desk(offices.homeVisit);
    await everywhere(page, visitor, async (page, where) => {
      expect(await page.evaluate(() => getComputedStyle(document.body).fontSize), where).toBe('24px');
      await expectWhole(page, where);
    });
  });
});

test('with reduced motion nothing moves', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  const still = async (page: Page, where: string) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
          const long = (times: string) => times.split(',').some((time) => parseFloat(time) > 0.01);
          return (animationName !== 'none' && long(animationDuration)) || long(transitionDuration);
        })
        .map((element) => element.outerHTML.slice(0, 90)),
    );
    expect.soft(moving, where).toEqual([]);
  };
  await everywhere(page, visitor, still);
});

test('in forced colours what is told by colour is still seen', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  await everywhere(page, visitor, async (page, where) => {
    await page.emulateMedia({ forcedColors: 'active' });
    // Whatever can be pressed has an edge or is underlined; grounds are gone.
    const flat = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], input:not([type=file]), select, textarea, summary')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1)
        .filter((element) => {
          const style = getComputedStyle(element);
          const edge = (['Top', 'Bottom', 'Left'] as const).some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none');
          return !edge && !style.textDecorationLine.includes('underline') && !element.matches('summary, input[type=checkbox], input[type=radio]');
        })
        .map((element) => element.outerHTML.slice(0, 90)),
    );
    expect.soft(flat, where).toEqual([]);
  });
});

test('no page moves under the eyes', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  // Counted from the first moment of every load.
  for (const one of [page]) {
    await one.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
          if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
  }
  const inbox = new Inbox(page);
  const sent = new Sent(page);
  await inbox.open();
  const letter = await inbox.rows.first().getByRole('link').first().getAttribute('href');
  await sent.open();
  await expect(sent.rows.first()).toBeVisible();
  const own = await sent.rows.first().getByRole('link').first().getAttribute('href');
  for (const path of ['/inbox', '/sent', '/send', '/check', letter!, own!, '/no/such/page']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(500);
    const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
    expect.soft(shift, `${path}: layout shift`).toBeLessThan(0.02);
  }
  void visitor;
});
