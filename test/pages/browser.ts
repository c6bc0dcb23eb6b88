/** A real Chromium for the pages' tests, where there is one. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Kept after a run for people to look at; not in git. */
const SCREENSHOTS = 'test-output/pages';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export type FoundBrowser = { path: string } | { missing: string };

/** The one that CHROMIUM_PATH names, else the first on the PATH. */
export function findBrowser(): FoundBrowser {
  const named = process.env['CHROMIUM_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = (named === undefined ? places : [named]).find((place) => existsSync(place));
  if (path !== undefined) return { path };
  if (named !== undefined) return { missing: 'CHROMIUM_PATH names no file' };
  return { missing: `${NAMES.join(', ')} are not on the PATH, and CHROMIUM_PATH is not set` };
}

/** Without calls home: where they are refused, they slow everything down. */
const FLAGS = ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'];

export function startBrowser(executablePath: string): Promise<Browser> {
  // Root has no sandbox in Chromium; elsewhere it stays.
  const chromiumSandbox = process.getuid?.() !== 0;
  return chromium.launch({ executablePath, chromiumSandbox, args: [...FLAGS, '--disable-sync', '--no-first-run'] });
}

export const SIZES = { mobile: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** What axe finds against WCAG 2.2 AA and good practice: rule, and the elements it is about. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const results = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(tags)} })`);
  if (results.passes.length === 0) throw new Error('axe looked at nothing');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
