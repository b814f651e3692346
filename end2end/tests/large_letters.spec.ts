import { everywhere, expectWhole } from '../harness/everywhere.ts';
import { expect, offices, test } from '../harness/test.ts';

// A browser in which somebody has set letters of 24 px; it needs a start of its own.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const large = '--blink-settings=defaultFontSize=24,defaultFixedFontSize=24';
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), large] });
  },
});

// Nine pages, each with its steps.
test.describe.configure({ timeout: 120_000 });

test('the page grows with the letters, and loses nothing', async ({ desk, visitor }) => {
  const { page } = await desk(offices.homeVisit);
  await everywhere(page, visitor, async (page, where) => {
    expect(await page.evaluate(() => getComputedStyle(document.body).fontSize), where).toBe('24px');
    await expectWhole(page, where);
  });
});
