/**
 * `npm run screenshots`: plays the demo's story and photographs what operations see of it in the Temporal UI, one deal in each
 * ending and two contacts. The pictures stand in docs/temporal-ui.md. Needs a Chromium (see pages/browser.ts). What never
 * shows its details keeps its old picture, and the command ends with 1.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { createLogger } from '../../src/log.ts';
import { playStory } from '../../src/starters/demo/story.ts';
import { startStack } from '../../src/starters/stack.ts';
import { contactWorkflowId, dealWorkflowId } from '../../src/workflows/ids.ts';
import { findBrowser, startBrowser } from '../pages/browser.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const DETAILS_WITHIN_MS = 20_000;
const SIZE = { width: 1280, height: 1060 };

/** Names of the story, and of the pictures. */
const DEALS: Record<string, string> = {
  'Dogwood Valley Pediatrics': 'won',
  'Birch Cardiology Group': 'lost-by-decision',
  'Juniper ENT Associates': 'lost-by-seven-touches',
  'Larch Eye Center': 'backed-out',
  'Elmwood Orthopedics': 'put-back',
};
const CONTACTS: Record<string, string> = { 'Nadia Ferro': 'recycled', 'Edgar Lindqvist': 'cold' };

const found = findBrowser();
if ('missing' in found) throw new Error(`There is no browser to look with: ${found.missing}.`);
const say = (line: string) => console.log(line);
const stack = await startStack({
  env: { ...process.env, SOP_POLICY: 'default', SMTP_URL: '', PORT: '0', SANDBOX_PORT: '0' },
  log: createLogger(() => {}),
  onProgress: () => {},
  // They are in no picture, and each costs seconds.
  weeklyReport: () => false,
});
const browser = await startBrowser(found.path);
try {
  const told = await playStory(stack, say);
  const { portalId } = stack.config.hubspot;
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  page.setDefaultTimeout(DETAILS_WITHIN_MS);
  await takeAll(page, DEALS, told.deals, (id) => dealWorkflowId(portalId, id));
  await takeAll(page, CONTACTS, told.contacts, (id) => contactWorkflowId(portalId, id));
} finally {
  await browser.close();
  await stack.close();
}

async function takeAll(
  page: Page,
  pictures: Record<string, string>,
  told: readonly { id: string; name: string }[],
  workflowIdOf: (id: string) => string,
): Promise<void> {
  for (const [name, picture] of Object.entries(pictures)) {
    try {
      const record = told.find((each) => each.name === name);
      if (!record) throw new Error('the story does not tell of it');
      await take(page, workflowIdOf(record.id), picture);
    } catch (error) {
      say(`There is no new picture of ${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}

async function take(page: Page, workflowId: string, picture: string): Promise<void> {
  const { urls, temporal } = stack;
  await page.goto(`${urls.temporalUi}/namespaces/${temporal.namespace}/workflows/${workflowId}`);
  // Summary and current details have a tab of their own.
  await page.getByText('User Metadata').first().click();
  await page.getByText('Current Details').first().waitFor();
  // A workflow whose details the UI does not have yet is asked for them by this key.
  await page.keyboard.press('r');
  // Each text stands in a frame of its own, the summary's first.
  await page.frameLocator('iframe').last().getByText('health-prime@').first().waitFor();
  await page.screenshot({ path: `${IMAGES}temporal-ui-${picture}.png` });
  say(`docs/images/temporal-ui-${picture}.png`);
}
