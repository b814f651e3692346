import { type Page } from '@playwright/test';
import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';

/** The page itself does not scroll sideways; only the grid of days and the paper forms may, in a frame of their own. */
async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `${state}: wider than the window`).toBeLessThanOrEqual(window ?? 0);
}

/** Everything that is pressed is at least 44 px high and wide (links inside a sentence excepted). */
async function expectTargets(page: Page, state: string): Promise<void> {
  const small = await page.evaluate(() => {
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    return [...document.querySelectorAll('button, summary, select, nav a, input:not([type=hidden]):not([type=file])')]
      .filter(shown)
      .map((element) => {
        // A box to tick is pressed by its label too.
        const label = element.closest('label');
        const box = (label ?? element).getBoundingClientRect();
        return { name: (element.textContent || element.id).trim(), width: box.width, height: box.height };
      })
      .filter(({ width, height }) => width > 1 && (width < 43.5 || height < 43.5));
  });
  expect(small, `${state}: targets under 44 px`).toEqual([]);
}

/** No text is set under 14 px. */
async function expectReadable(page: Page, state: string): Promise<void> {
  const small = await page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || !element.checkVisibility()) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (size < 14) found.add(`${size}px: ${node.textContent.trim().slice(0, 20)}`);
    }
    return [...found];
  });
  expect(small, `${state}: text under 14 px`).toEqual([]);
}

/** What is pressed has words, and no sign stands without words beside it. */
async function expectWords(page: Page, state: string): Promise<void> {
  const wordless = await page.evaluate(() => {
    const words = (element: Element) => {
      const copy = element.cloneNode(true) as Element;
      for (const sign of copy.querySelectorAll('[aria-hidden=true]')) sign.remove();
      return copy.textContent?.trim() ?? '';
    };
    const pressed = [...document.querySelectorAll('button, a[href], summary')];
    const beside = [...document.querySelectorAll('[aria-hidden=true]:not(input)')]
      .filter((sign) => sign.textContent?.trim())
      .map((sign) => sign.parentElement ?? sign);
    return [...pressed, ...beside].filter((it) => it.checkVisibility() && !words(it)).map((it) => it.outerHTML);
  });
  expect(wordless, `${state}: signs without words`).toEqual([]);
}

async function expectLayout(page: Page, state: string): Promise<void> {
  await expectNoSidewaysScroll(page, state);
  await expectTargets(page, state);
  await expectReadable(page, state);
  await expectWords(page, state);
}

test('pages fit the screen', async ({ desk, visitor }) => {
  const stranger = await visitor();
  await new Login(stranger).open();
  await expectLayout(stranger, 'ログイン');
  const check = new Check(stranger);
  await check.open();
  await check.drop(samples('invalid/22_required_empty'));
  await expect(check.finding(/サービス利用日/).first()).toBeVisible();
  await expectLayout(stranger, 'ファイルを点検する');

  const { page } = await desk(offices.homeVisit);
  const inbox = new Inbox(page);
  await inbox.open();
  await expect(inbox.rows.first()).toBeVisible();
  await expectLayout(page, '受信一覧');
  await inbox.read(/./);
  await new Letter(page).openTable();
  await expectLayout(page, '受信データ詳細確認');
  await new Sent(page).open();
  await expectLayout(page, '送信一覧');
  const send = new Send(page);
  await send.open();
  await send.drop(samples('c_result_home_visit'));
  await expect(page.getByText(/UPJSK_202511/).first()).toBeVisible();
  await expectLayout(page, '新規作成');
});

test('a narrow window and large letters lose nothing', async ({ desk }) => {
  const { page } = await desk(offices.homeVisit);
  // 1280 px at 400 % zoom is a column of 320 px.
  await page.setViewportSize({ width: 320, height: 640 });
  const inbox = new Inbox(page);
  await page.goto('/inbox');
  await expect(inbox.rows.first()).toBeVisible();
  await expectNoSidewaysScroll(page, '受信一覧 at 320 px');
  await page.goto('/send');
  await expect(new Send(page).dropArea).toBeVisible();
  await expectNoSidewaysScroll(page, '新規作成 at 320 px');
});

test('pages stay where they are while they load', async ({ desk }) => {
  const { page } = await desk(offices.homeVisit);
  for (const path of ['/inbox', '/sent', '/send', '/check']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              const moved = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
              if (!moved.hadRecentInput) sum += moved.value;
            }
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    expect(shift, `${path}: layout shift`).toBeLessThan(0.02);
  }
});
