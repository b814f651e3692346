import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';

/** The browser that `cargo xtask test` found; by hand: CHROMIUM=... npx playwright test. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Inside a tablet test, everything that every screen must show: layout, axe, one round. */
const onTablets = /(layout|accessibility|states|round|application)\.spec\.ts/;

const config: PlaywrightTestConfig = {
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // A flaky test is a fault of the product or of the test; a second try would hide both.
  retries: 0,
  // Each worker has programs of its own; two cores carry two browsers.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    actionTimeout: 10_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      // The first question about a built folder: does it start at all?
      name: 'smoke',
      testMatch: /smoke\.spec\.ts/,
      use: { viewport: { width: 1366, height: 768 } },
    },
    {
      // An office PC: everything.
      name: 'pc',
      testIgnore: /(smoke|policy|injection)\.spec\.ts/,
      // axe is put into the page as a script, which the page's own policy forbids.
      use: { viewport: { width: 1366, height: 768 }, bypassCSP: true },
    },
    {
      // The policy itself, as a browser enforces it.
      name: 'csp',
      testMatch: /(policy|injection)\.spec\.ts/,
      use: { viewport: { width: 1366, height: 768 } },
    },
    {
      name: 'tablet-portrait',
      testMatch: onTablets,
      use: { viewport: { width: 768, height: 1024 }, hasTouch: true, bypassCSP: true },
    },
    {
      name: 'tablet-landscape',
      testMatch: onTablets,
      use: { viewport: { width: 1180, height: 820 }, hasTouch: true, bypassCSP: true },
    },
  ],
};

export default defineConfig(config);
