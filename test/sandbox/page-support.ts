/** A portal with a few records, the app that hears of it, and a person in front of it in a real Chromium. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Owner } from '../../src/sandbox/catalog/owners.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { findBrowser, SIZES, startBrowser } from '../pages/browser.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

const found = findBrowser();
const missing = 'missing' in found ? `no Chromium: ${found.missing}` : undefined;

/** What the app wrote on the deal, as it does. */
export const MISSING = 'To move on to Proposal:\n- Rate Range\n- Number of employees (on the company)';
export const HOSTILE = '<img src=x onerror=alert(1)> & "Söhne"';

export interface Scene {
  hub: TestSandbox;
  app: Receiver;
  page: Page;
  /** What the browser complained about, scripts and the policy of the page included. */
  complaints: string[];
  deal: string;
  contact: string;
  company: string;
  /** As the app: a call with its token only. */
  asApp(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Everything about a record. */
  look(type: string, id: string): Promise<unknown>;
  /** Opens a path of the portal as one of its staff. */
  open(path: string, options?: BrowserContextOptions): Promise<void>;
  /** Somebody else starts to work at the screen. */
  becomes(owner: Owner): Promise<void>;
  /** Events of one subscription type with the values in them. */
  told(subscriptionType: string, about: Record<string, unknown>): Promise<void>;
}

/** Registers the hooks of a file; without a browser its tests are skipped, and say why. */
export function useScene(options: Partial<SandboxOptions> = {}): Scene {
  // A browser beside other tests on a small machine takes its time.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  if (missing !== undefined) console.warn(`The sandbox's page is not looked at in a browser: ${missing}.`);
  let browser: Browser | undefined;
  const scene = {} as Scene;
  beforeAll(async () => {
    if ('path' in found) browser = await startBrowser(found.path);
  });
  beforeEach(async ({ skip }) => {
    skip(missing !== undefined, missing);
    if (browser) Object.assign(scene, await aScene(browser, options));
  });
  afterEach(async () => {
    await scene.page?.context().close();
    await scene.hub?.sandbox.close();
    await scene.app?.close();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return scene;
}

async function aScene(browser: Browser, options: Partial<SandboxOptions>): Promise<Scene> {
  const app = await startReceiver();
  const hub = await startTestSandbox({ webhookTarget: app.url, ...options });
  const asApp = async (method: string, path: string, body?: unknown) => (await hub.call(method, path, body)).body;
  await setUp(asApp);
  const create = async (type: string, properties: Record<string, string>) =>
    idOf(await hub.call('POST', `/crm/v3/objects/${type}`, { properties }));
  const company = await create('companies', { name: HOSTILE });
  const contact = await create('contacts', { firstname: 'Ann', lastname: 'Lee', email: 'ann@lakeside.example' });
  const deal = await create('deals', { dealname: 'Lakeside', dealstage: 'qualifiedtobuy', missing_text: MISSING });
  await asApp('PUT', `/crm/v4/objects/deals/${deal}/associations/default/companies/${company}`);
  await asApp('PUT', `/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`);
  await hub.sandbox.webhooks.idle();

  const complaints: string[] = [];
  const page = await (await browser.newContext({ viewport: SIZES.desktop })).newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  return {
    hub,
    app,
    page,
    complaints,
    deal,
    contact,
    company,
    asApp,
    look: async (type, id) => (await hub.control('GET', `/objects/${type}/${id}`)).body,
    open: async (path, { viewport } = {}) => {
      if (viewport) await page.setViewportSize(viewport);
      await page.goto(hub.sandbox.url + path);
    },
    becomes: async (owner) => {
      await page.getByLabel('Act as').selectOption(owner.id);
      await page.getByText(`You are ${owner.firstName} ${owner.lastName} now.`).waitFor();
    },
    told: async (subscriptionType, about) => {
      const isIt = (event: Record<string, unknown>) =>
        event['subscriptionType'] === subscriptionType &&
        Object.entries(about).every(([name, value]) => event[name] === value);
      await vi.waitFor(
        () => {
          if (!app.events().some(isIt)) throw new Error(`${subscriptionType} ${JSON.stringify(about)} was not told`);
        },
        { timeout: 10_000, interval: 50 },
      );
    },
  };
}

/** What an app's set-up adds to a portal. */
async function setUp(asApp: Scene['asApp']): Promise<void> {
  await asApp('POST', '/crm/v3/properties/deals/groups', { name: 'sop', label: 'Sales SOP' });
  const property = (name: string, label: string, type: string, fieldType: string, values: string[] = []) =>
    asApp('POST', '/crm/v3/properties/deals', {
      name,
      label,
      type,
      fieldType,
      groupName: 'sop',
      options: values.map((value, displayOrder) => ({ value, label: value, displayOrder })),
    });
  await property('missing_text', 'Missing to move on', 'string', 'textarea');
  await property('rate_range', 'Rate Range', 'enumeration', 'select', ['Low', 'High']);
  await property('products', 'HP Product(s)', 'enumeration', 'checkbox', ['Coding', 'Billing']);
}

/** A value of a record that was looked at. */
export function valueIn(record: unknown, property: string): unknown {
  return at(record, 'properties', property);
}
