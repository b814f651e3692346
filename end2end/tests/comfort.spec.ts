import type { Page } from '@playwright/test';
import { everywhere, expectWhole } from '../harness/everywhere.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Sent } from '../pages/sent.ts';

// What people set in their browser and system: a narrow window, less motion, colours of their own.

// Nine pages, each with its steps.
test.describe.configure({ timeout: 120_000 });

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

test('no page moves under the eyes', async ({ desk }) => {
  const { page } = await desk(offices.homeVisit);
  // Counted from the first moment of every load.
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
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
});
