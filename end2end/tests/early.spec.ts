import { expect, offices, test } from '../harness/test.ts';

test('the first questions are asked once, whether they are sent before the app runs or would come after it', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const times = (path: string): number => asked.filter((one) => one === path).length;
  const heading = page.getByRole('heading', { level: 1, name: '受信一覧' });

  await page.goto('/inbox');
  await expect(heading).toBeVisible();
  expect([times('/api/about'), times('/api/session')]).toEqual([1, 1]);

  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('/early.js', async (route) => {
    await held;
    await route.continue();
  });
  asked.length = 0;
  await page.goto('/inbox', { waitUntil: 'commit' });
  await expect(heading).toBeVisible();
  release();
  // The page has loaded once the script that came late has run.
  await page.waitForLoadState('load');
  expect([times('/api/about'), times('/api/session')]).toEqual([1, 1]);
  expect(await page.evaluate(() => 'takeEarly' in window)).toBe(false);
});
