/** The report as its readers meet it: the mail as it came over SMTP and the page behind its link, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Inbox, startInbox } from '../../src/inbox/inbox.ts';
import { htmlWithPictures } from '../../src/inbox/mail.ts';
import { defaultMail } from '../../src/domain/policy/default-mail.ts';
import { openMails } from '../../src/journal/mails.ts';
import { type ReportLink, signLink } from '../../src/links.ts';
import { openStaffDoor } from '../../src/mail/staff-door.ts';
import { PAGE_POLICY } from '../../src/reports/render/page.ts';
import { accessibilityProblems, findBrowser, screenshot, SIZES, startBrowser } from '../pages/browser.ts';
import { NOW, SECRETS, type Site, startSite, startSurroundings, type Surroundings } from '../pages/support.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { frame, openRenderedCompany, type RenderedCompany } from './support/rendered.ts';

// A browser beside other tests on a small machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const found = findBrowser();
const missing = 'missing' in found ? `no Chromium: ${found.missing}` : undefined;
if (missing !== undefined) console.warn(`The report is not looked at in a browser: ${missing}.`);

const OWNER = { id: '101', email: 'ruth.amado@healthprime.example', firstName: 'Ruth', lastName: 'Amado' };
const { portalId } = sandboxDefaults;
let browser: Browser | undefined;
let company: RenderedCompany;
let inbox: Inbox;
let around: Surroundings;
let site: Site;

beforeAll(async () => {
  [company, inbox, around] = await Promise.all([openRenderedCompany(), startInbox(), startSurroundings()]);
  const report = await company.render();
  const html = await report.page();
  site = await startSite(around, {
    report: {
      read: async (asOf, version) =>
        asOf === company.frozen.asOf && version === 1 ? { html, policy: PAGE_POLICY } : undefined,
    },
  });
  const mails = openMails({ databaseUrl: company.databaseUrl });
  const { toStaff } = openStaffDoor({
    smtpUrl: inbox.smtpUrl,
    sender: defaultMail.sender,
    owners: async () => [OWNER],
    mails,
    now: () => NOW,
  });
  const sent = await toStaff({ portalId, key: 'growthReport:101', to: OWNER.id, at: NOW }, (firstName) =>
    report.mail({ ...frame, firstName, pageUrl: link() }),
  );
  if (sent.outcome !== 'sent') throw new Error(sent.reason);
  await mails.close();
  if ('path' in found) browser = await startBrowser(found.path);
});
afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
});
afterAll(async () => {
  await Promise.all([browser?.close(), site?.close(), inbox?.close(), company?.close()]);
  await around?.close();
});

function link(given: Partial<ReportLink> = {}): string {
  const claims: ReportLink = {
    purpose: 'report',
    portalId,
    ownerId: OWNER.id,
    asOf: company.frozen.asOf,
    version: 1,
    expiresAt: NOW + 1,
    ...given,
  };
  return `${site.url}/report/${signLink(SECRETS, claims)}`;
}

function received() {
  const [mail, ...more] = inbox.messages();
  if (mail === undefined || more.length > 0) throw new Error('one mail was to come');
  return mail;
}

/** A tab that remembers what it asked for. */
async function tab(size: keyof typeof SIZES, colorScheme: 'light' | 'dark'): Promise<{ page: Page; asked: string[] }> {
  if (browser === undefined) throw new Error('there is no browser');
  const page = await (await browser.newContext({ viewport: SIZES[size], colorScheme })).newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return { page, asked };
}

const fits = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
const pictures = (page: Page) => page.evaluate<number[]>('[...document.images].map((one) => one.naturalWidth)');

const looks = [
  { size: 'mobile', scheme: 'light' },
  { size: 'mobile', scheme: 'dark' },
  { size: 'desktop', scheme: 'light' },
  { size: 'desktop', scheme: 'dark' },
] as const;

describe('the mail', () => {
  it('[G-13] came with a plain part that says the same, four pictures and the link', () => {
    const mail = received();
    expect(mail.to).toEqual([OWNER.email]);
    expect(mail.subject).toBe('Growth report 2026-11-16');
    expect(mail.attachments.map(({ mimeType, filename }) => `${mimeType} ${filename}`)).toEqual([
      'image/png deliveries.png',
      'image/png conversion.png',
      'image/png pipeline.png',
      'image/png required.png',
    ]);
    expect(mail.text).toContain('Hello Ruth,');
    expect(mail.text).toContain(link());
    expect(mail.text).toContain('365,000.00 USD');
    expect(mail.html).not.toMatch(/<(script|link|iframe|form)|src="(?!cid:)|url\(|@import/);
  });
});

describe('the mail in a browser', () => {
  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  it.each(looks)('[G-13] reads well: $size, $scheme', async ({ size, scheme }) => {
    const { page, asked } = await tab(size, scheme);
    await page.setContent(await htmlWithPictures(received()));
    await page.waitForFunction('[...document.images].every((one) => one.complete)');
    await screenshot(page, `growth-report-mail-${size}-${scheme}`);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([]);
    expect(await pictures(page)).toEqual([1200, 1200, 1200, 1200]);
    expect(await fits(page)).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

describe('the page', () => {
  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  it.each(looks)('[G-13] shows all of it and loads nothing: $size, $scheme', async ({ size, scheme }) => {
    const { page, asked } = await tab(size, scheme);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(link());
    await screenshot(page, `growth-report-page-${size}-${scheme}`);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([link()]);
    expect(complaints).toEqual([]);
    expect(await pictures(page)).toEqual([1200, 1200, 1200, 1200]);
    expect(await fits(page)).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('[G-01] leads from a number to its records', async () => {
    const { page } = await tab('desktop', 'light');
    await page.goto(link());
    await page
      .getByRole('row', { name: /^Won, gross/ })
      .getByRole('link')
      .last()
      .click();
    const list = page.locator('div:target');
    expect(await list.getByRole('listitem').count()).toBe(4);
    expect(await list.getByRole('link', { name: 'deal 22' }).getAttribute('href')).toBe(
      'https://hubspot.example/deal/22',
    );
  });

  it('[G-01] opens one list at a time, and from a computed number each that it was computed from', async () => {
    const { page } = await tab('mobile', 'light');
    await page.goto(link());
    const lists = page.locator('#records > div:visible');
    expect(await lists.count()).toBe(0);
    await page.getByRole('row', { name: /^Gap/ }).getByRole('link').first().click();
    expect(await lists.allInnerTexts()).toEqual([
      expect.stringMatching(/Gap, Month: 8\s+10 − 2\s+Required warm leads: 10/),
    ]);
    await lists.getByRole('link', { name: '10', exact: true }).click();
    expect(await lists.allInnerTexts()).toEqual([expect.stringMatching(/Month: 10\s+4 × 5 ÷ 2, rounded up/)]);
    await lists.getByRole('link', { name: '4', exact: true }).click();
    expect(await lists.allInnerTexts()).toEqual([
      expect.stringMatching(
        /Targets: 2026-11 adds 4 \(row 11 of the register targets as of 2026-11-15, .*Exec owes it\)/,
      ),
    ]);
    await screenshot(page, 'growth-report-page-opened');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await fits(page)).toBe(true);
  });

  it('is printed without its lists of records', async () => {
    const { page } = await tab('desktop', 'dark');
    await page.goto(link());
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    expect(await page.locator('#records').isVisible()).toBe(false);
    expect(await page.locator('#wins').isVisible()).toBe(true);
  });
});

describe('the link', () => {
  it('[G-13] opens for nobody whose link is expired, of another portal, of another purpose or made up', async () => {
    const wrong = [
      link({ expiresAt: NOW }),
      link({ portalId: '1' }),
      link({ version: 2 }),
      link().replace('/report/', '/back-out/'),
      `${site.url}/report/made-up`,
    ];
    for (const url of wrong) expect((await fetch(url)).status).toBe(404);
    const answer = await fetch(link());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await site.metrics()).toMatch(/page="report",outcome="shown"\} [1-9]/);
  });
});
