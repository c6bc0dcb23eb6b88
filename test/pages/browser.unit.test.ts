/** The pages as people meet them: in a real Chromium, on a telephone and a desk, with and without script. */
import { createServer } from 'node:http';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { accessibilityProblems, findBrowser, screenshot, SIZES, startBrowser } from './browser.ts';
import {
  aToken,
  form,
  mail,
  ONE_CLICK,
  OUTLANDISH_MAIL,
  type Site,
  standing,
  startSite,
  startSurroundings,
  type Surroundings,
} from './support.ts';

// A browser beside other tests on a small machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const found = findBrowser();
const missing = 'missing' in found ? `no Chromium: ${found.missing}` : undefined;
if (missing !== undefined) console.warn(`The pages are not looked at in a browser: ${missing}.`);

let browser: Browser;
let around: Surroundings;
let site: Site;
let page: Page;

beforeAll(async () => {
  if ('path' in found) [browser, around] = await Promise.all([startBrowser(found.path), startSurroundings()]);
});
beforeEach(async ({ skip }) => {
  skip(missing !== undefined, missing);
  site = await startSite(around);
});
afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  await site?.close();
});
afterAll(() => Promise.all([browser?.close(), around?.close()]));

/** A tab of its own that remembers everything it asked for and complained about. */
async function open(url: string, options: BrowserContextOptions = { viewport: SIZES.mobile }) {
  page = await (await browser.newContext(options)).newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(url);
  return { requests, complaints };
}

async function aLink(purpose: 'consent' | 'unsubscribe') {
  const { contactId, address } = await around.aContact();
  return { contactId, address, url: `${site.url}/${purpose}/${aToken(contactId, purpose)}` };
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const press = (name: string) => page.getByRole('button', { name }).click();

const visitors = (['mobile', 'desktop'] as const).flatMap((size) =>
  [true, false].map((javaScriptEnabled) => ({
    name: `${size}-${javaScriptEnabled ? 'script' : 'no-script'}`,
    options: { viewport: SIZES[size], javaScriptEnabled },
  })),
);

describe.each(visitors)('on $name', ({ name, options }) => {
  it('[K-03] [K-05] a person reads what it is about, mistypes, corrects it and consents', async () => {
    const { url, contactId, address } = await aLink('consent');
    const { requests, complaints } = await open(url, options);
    await heading(`Emails from ${mail.sender.name}`).waitFor();
    await page.getByText(mail.consentWording).waitFor();
    await screenshot(page, `consent-${name}`);
    expect(await standing(around.consents, contactId)).toBeUndefined();

    await page.getByLabel('Your email address').fill('nobody@elsewhere.example');
    await press('I agree');
    await page.getByRole('alert').waitFor();
    await screenshot(page, `consent-wrong-address-${name}`);
    expect(site.told).toEqual([]);

    await page.getByLabel('Your email address').fill(address);
    await press('I agree');
    await heading('Thank you').waitFor();
    await screenshot(page, `thanks-${name}`);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'granted' });

    await page.goto(url);
    await heading('This link does not work').waitFor();
    await screenshot(page, `invalid-link-${name}`);
    expect(new Set(requests)).toEqual(new Set([url]));
    // Chromium notes the two answers that are no 200; nothing else.
    expect(complaints.filter((text) => !/status of (?:422|404)/.test(text))).toEqual([]);
  });

  it('[K-06] a person unsubscribes', async () => {
    const { url, contactId } = await aLink('unsubscribe');
    await open(url, options);
    await screenshot(page, `unsubscribe-${name}`);
    expect(await standing(around.consents, contactId)).toBeUndefined();
    await press('Unsubscribe me');
    await heading('You are unsubscribed').waitFor();
    await screenshot(page, `unsubscribed-${name}`);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn' });
  });
});

/** How a page is come to. */
const states: Record<string, () => Promise<void>> = {
  async consent() {
    await open((await aLink('consent')).url);
  },
  async 'consent after a wrong address'() {
    await open((await aLink('consent')).url);
    await page.getByLabel('Your email address').fill('nobody@elsewhere.example');
    await press('I agree');
    await page.getByRole('alert').waitFor();
  },
  async thanks() {
    const { url, address } = await aLink('consent');
    await open(url);
    await page.getByLabel('Your email address').fill(address);
    await press('I agree');
    await heading('Thank you').waitFor();
  },
  async 'a link that does not work'() {
    await open(`${site.url}/consent/nothing`);
  },
  async 'please try again'() {
    site.failTelling(() => Promise.reject(new Error('down')));
    await open((await aLink('unsubscribe')).url);
    await press('Unsubscribe me');
    await heading('Please try again in a minute').waitFor();
  },
  async 'too many tries'() {
    const { url } = await aLink('unsubscribe');
    for (let n = 0; n < 10; n++) await fetch(url, form(ONE_CLICK));
    await open(url);
    await press('Unsubscribe me');
    await heading('Too many tries').waitFor();
  },
  async unsubscribe() {
    await open((await aLink('unsubscribe')).url);
  },
  async unsubscribed() {
    await open((await aLink('unsubscribe')).url);
    await press('Unsubscribe me');
    await heading('You are unsubscribed').waitFor();
  },
};

it.each(Object.entries(states))(
  '[K-03] [K-06] axe finds nothing wrong with "%s", on any width down to 320 pixels',
  async (name, comeTo) => {
    await comeTo();
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await screenshot(page, `state-${name.replaceAll(' ', '-')}`);
  },
);

it('[K-03] looks as it was made: the policy of the page lets its own style through', async () => {
  await open((await aLink('consent')).url);
  const color = await page.evaluate("getComputedStyle(document.querySelector('button')).backgroundColor");
  expect(color).toBe('rgb(11, 92, 138)');
});

it('[K-03] the keyboard is enough, and shows where it is', async () => {
  const { url, contactId, address } = await aLink('consent');
  await open(url, { viewport: SIZES.desktop });
  await page.keyboard.press('Tab');
  await page.keyboard.type(address);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('I agree');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await page.keyboard.press('Enter');
  await heading('Thank you').waitFor();
  expect(await standing(around.consents, contactId)).toMatchObject({ state: 'granted' });
});

it('[K-03] "Try again" leads back to the form, and the consent counts once', async () => {
  const { url, address } = await aLink('consent');
  const submit = async () => {
    await page.getByLabel('Your email address').fill(address);
    await press('I agree');
  };
  await open(url);
  site.failTelling(() => Promise.reject(new Error('down')));
  await submit();
  await heading('Please try again in a minute').waitFor();
  site.failTelling(undefined);
  await page.getByRole('link', { name: 'Try again' }).click();
  await submit();
  await heading('Thank you').waitFor();
  expect(site.told).toHaveLength(1);
});

it('[K-03] a form on another site cannot consent for a person', async () => {
  const { url, contactId, address } = await aLink('consent');
  const elsewhere = createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(
      `<form method="post" action="${url}"><input name="email" value="${address}"><button>Win</button></form>`,
    );
  });
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
  const place = elsewhere.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  // Another name of this machine is another site.
  await open(`http://localhost:${port}/`);
  await press('Win');
  await heading('This link does not work').waitFor();
  elsewhere.close();
  expect(await standing(around.consents, contactId)).toBeUndefined();
});

it("[K-03] markup in the company's name is text", async () => {
  const other = await startSite(around, { mail: OUTLANDISH_MAIL });
  const { contactId } = await around.aContact();
  await open(`${other.url}/consent/${aToken(contactId, 'consent')}`);
  await heading(`Emails from ${OUTLANDISH_MAIL.sender.name}`).waitFor();
  await other.close();
});
