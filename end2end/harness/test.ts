import { type BrowserContext, type Page, test as base } from '@playwright/test';
import { Login } from '../pages/login.ts';
import { Demo, type Office, type Place, type Staff, office } from './demo.ts';
import { Guard } from './guard.ts';

/** The offices of the samples, by what they are to each other. */
export const offices = {
  /** 居宅介護支援: sends plans, receives results. */
  careManager: '9970100018',
  /** 訪問介護: receives plans, sends results. */
  homeVisit: '9970200024',
  /** 通所介護: nothing has arrived there, and nothing was sent. */
  dayService: '9970300030',
} as const;

/** Somebody at work: a browser of their own, signed in at an office. */
export interface Desk {
  page: Page;
  office: Office;
  staff: Staff;
}

interface Fixtures {
  /** The seconds in which sending can be taken back; a test that needs another time says so with `test.use`. */
  hold: number;
  /** A demonstration of this test's own, in its first state. */
  demo: Demo;
  /** Where everybody signs in: the demonstration, unless a test says otherwise. */
  place: Place;
  /** Watches every page that the test opens. */
  guard: Guard;
  /** A browser of its own, with nobody signed in. */
  visitor: () => Promise<Page>;
  /** A browser of its own, with somebody signed in. */
  desk: (number: string, role?: Role) => Promise<Desk>;
}

/** 管理者, 送受信, 閲覧のみ, as the ready-file writes them. */
export type Role = 'administrator' | 'exchange' | 'read_only';

/** Playwright's `test` with a demonstration, a guard, and people. */
export const test = base.extend<Fixtures>({
  hold: [2, { option: true }],

  demo: async ({ hold }, use, info) => {
    const demo = await Demo.start(hold);
    await use(demo);
    if (info.status !== info.expectedStatus) {
      await info.attach('what the programs said', { body: demo.log, contentType: 'text/plain' });
    }
    await demo.stop();
  },

  place: async ({ demo }, use) => {
    await use(demo);
  },

  guard: async ({ place }, use) => {
    const guard = new Guard(new URL(place.url).origin);
    await use(guard);
    guard.verify();
  },

  visitor: async ({ browser, place, guard }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: place.url });
      contexts.push(context);
      guard.watch(context);
      return context.newPage();
    });
    for (const context of contexts) {
      await guard.inspect(context);
      await context.close();
    }
  },

  desk: async ({ place, visitor }, use) => {
    await use(async (number, role = 'exchange') => {
      const { office, staff } = person(place, number, role);
      const page = await visitor();
      await new Login(page).signIn(staff);
      return { page, office, staff };
    });
  },
});

/** Somebody of that role at that office. */
export function person(place: Place, number: string, role: Role): { office: Office; staff: Staff } {
  const found = office(place, number);
  const staff = found.staff.find((candidate) => candidate.role === role);
  if (!staff) {
    const known = found.staff.map((candidate) => candidate.role).join(', ');
    throw new Error(`nobody is ${role} at ${number}; there are ${known}`);
  }
  return { office: found, staff };
}

export { expect } from '@playwright/test';
