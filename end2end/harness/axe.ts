import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Page, expect } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The part of axe's answer that a failed test shows. */
interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown[]; html: string; failureSummary?: string }[];
}

/** What axe is held to: WCAG 2.2 AA and what its authors recommend beside it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The page as it stands has no violation. `state` names it in the report. */
export async function expectAccessible(page: Page, state: string, without: string[] = []): Promise<void> {
  const there = await page.evaluate(() => 'axe' in window);
  if (!there) await page.addScriptTag({ content: source });
  const violations = await page.evaluate(async ({ tags, without }) => {
    const axe = (window as unknown as { axe: { run: Function } }).axe;
    const answer = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    });
    return answer.violations as Violation[];
  }, { tags: TAGS, without });
  const report = violations.map((violation) => ({
    rule: violation.id,
    help: violation.help,
    places: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? node.html}`),
  }));
  expect(report, `axe: ${state}`).toEqual([]);
}

/** The same in light, in dark, and in the colours that the system forces on pages. */
export async function expectAccessibleInEveryLight(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, `${state} (${colorScheme})`);
  }
  // The system chooses both colours of a text then, and the browser tells scripts those of the page all the same.
  await page.emulateMedia({ forcedColors: 'active' });
  await expectAccessible(page, `${state} (forced colours)`, ['color-contrast']);
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}
