/** The page of a back-out as the Sales VP meets it, in a real Chromium and by plain HTTP; who decides behind it is ours to script. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { defaultBackOut } from '../../src/domain/policy/default-back-out.ts';
import type { BackOutDeal, BackOutDesk, BroughtDecision } from '../../src/gateway/pages/back-out.ts';
import { backOutPages } from '../../src/gateway/pages/back-out-texts.ts';
import { type BackOutLink, signLink } from '../../src/links.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { accessibilityProblems, findBrowser, screenshot, SIZES, startBrowser } from './browser.ts';
import {
  aToken,
  form,
  mail,
  NOW,
  SECRETS,
  type Site,
  startSite,
  startSurroundings,
  type Surroundings,
} from './support.ts';

// A browser beside other tests on a small machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const found = findBrowser();
const missing = 'missing' in found ? `no Chromium: ${found.missing}` : undefined;
if (missing !== undefined) console.warn(`The page of a back-out is not looked at in a browser: ${missing}.`);

const DAY = 86_400_000;
const CODE = 'ABCDE-FGHJK';
const DEAL: BackOutDeal = {
  name: 'Müller & <b>Söhne</b> "Praxen"',
  amount: '250000',
  seller: 'Ruth Amado',
  company: '',
  signedAt: NOW - 10 * DAY,
  endsAt: NOW + 81 * DAY,
  reason: '',
  details: '',
};

let around: Surroundings;
let browser: Browser | undefined;
let site: Site;
/** What the desk was asked for, and how it answers. */
let decided: BroughtDecision[];
let codesSent: number;
let deal: BackOutDeal | undefined;
let answer: Awaited<ReturnType<BackOutDesk['decide']>> | undefined;
let sending: Awaited<ReturnType<BackOutDesk['sendCode']>>;

const desk: BackOutDesk = {
  look: async () => deal,
  async sendCode() {
    codesSent += 1;
    return sending;
  },
  async decide(decision) {
    decided.push(decision);
    return answer ?? (decision.code === CODE ? 'approved' : decision.code === '' ? 'noCode' : 'wrongCode');
  },
};

beforeAll(async () => {
  [around, browser] = await Promise.all([startSurroundings(), 'path' in found ? startBrowser(found.path) : undefined]);
});
beforeEach(async () => {
  [decided, codesSent, deal, answer, sending] = [[], 0, DEAL, undefined, 'sent'];
  const pages = backOutPages(defaultPolicy, defaultBackOut, mail);
  site = await startSite(around, { backOut: { desk, pages } });
});
afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  await site.close();
});
afterAll(() => Promise.all([browser?.close(), around?.close()]));

function link(given: Partial<BackOutLink> = {}): string {
  const { portalId } = sandboxDefaults;
  const claims = {
    purpose: 'backOut',
    portalId,
    dealId: '501',
    ownerId: '77',
    expiresAt: NOW + DAY,
    ...given,
  } as const;
  return `${site.url}/back-out/${signLink(SECRETS, claims)}`;
}

describe.each(
  (['mobile', 'desktop'] as const).flatMap((size) =>
    [true, false].map((javaScriptEnabled) => ({
      name: `${size}-${javaScriptEnabled ? 'script' : 'no-script'}`,
      options: { viewport: SIZES[size], javaScriptEnabled },
    })),
  ),
)('on $name', ({ name, options }) => {
  it('[B-02] the Sales VP reads, says why, gets a code, mistypes it and backs the deal out', async ({ skip }) => {
    skip(missing !== undefined, missing);
    const page = await (await browser?.newContext(options))?.newPage();
    if (page === undefined) throw new Error('there is no browser');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(link());
    const heading = (words: string) => page.getByRole('heading', { level: 1, name: words }).waitFor();
    const press = (words: string) => page.getByRole('button', { name: words, exact: true }).click();
    await heading('Back this deal out?');
    for (const words of [
      DEAL.name,
      '250,000',
      'Ruth Amado',
      '13 November 2026',
      '12 February 2027',
      'Backed out after signing',
    ])
      await page.getByText(words).first().waitFor();
    await look(page, `back-out-${name}`);
    expect([codesSent, decided]).toEqual([0, []]);

    await page.getByLabel('Bad fit for the client').check();
    await page.getByLabel('In your own words').fill('Zwei Systeme,\nkeine Schnittstelle. '.repeat(20));
    await press('Mail me the code');
    await heading('Enter your code');
    await look(page, `back-out-code-${name}`);
    expect([codesSent, decided]).toEqual([1, []]);

    await page.getByLabel('Code from the mail').fill('AAAAA-AAAAA');
    await press('Back the deal out');
    await page.getByRole('alert').waitFor();
    await look(page, `back-out-wrong-code-${name}`);
    // What was chosen and written is still there.
    await page.getByLabel('Code from the mail').fill(CODE);
    await press('Back the deal out');
    await heading('The deal is backed out');
    await look(page, `back-out-done-${name}`);
    expect(decided.map(({ code }) => code)).toEqual(['AAAAA-AAAAA', CODE]);
    expect(decided[1]).toMatchObject({ dealId: '501', reason: 'client', way: 'page' });
    expect(decided[1]?.details).toContain('Systeme,\nkeine');
    expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
  });

  async function look(page: Page, state: string): Promise<void> {
    await screenshot(page, state);
    if (options.javaScriptEnabled) expect(await accessibilityProblems(page)).toEqual([]);
    // Nothing sticks out to the side.
    const width = options.javaScriptEnabled ? await page.evaluate<number>('document.documentElement.scrollWidth') : 0;
    expect(width).toBeLessThanOrEqual(options.viewport.width);
  }
});

describe('a link', () => {
  it('[B-02] only shows: neither opening nor prefetching does anything', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link(), { method })).status).toBe(200);
    expect([codesSent, decided]).toEqual([0, []]);
  });

  it.each([
    ['that has expired', () => link({ expiresAt: NOW })],
    ['of another portal', () => link({ portalId: '1' })],
    ['to the consent page', () => `${site.url}/back-out/${aToken('101', 'consent')}`],
    ['with another signature', () => `${link().slice(0, -2)}AA`],
    ['without a token', () => `${site.url}/back-out/`],
  ])('[B-02] %s shows nothing, and nobody decides by it', async (_, url) => {
    for (const request of [{}, form({ do: 'confirm', reason: 'client', code: CODE })]) {
      const page = await fetch(url(), request);
      expect(page.status).toBe(404);
      expect(await page.text()).not.toContain('Söhne');
    }
    expect([codesSent, decided]).toEqual([0, []]);
  });

  it('[K-05] to a back-out opens no consent page', async () => {
    expect((await fetch(link().replace('/back-out/', '/consent/'))).status).toBe(404);
  });
});

describe('the form', () => {
  const submit = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(link(), form(fields, headers));

  it('[B-01] without a reason, or with one of no list, goes no further', async () => {
    for (const fields of [{ do: 'code' }, { do: 'confirm', code: CODE }, { do: 'confirm', code: CODE, reason: 'x' }]) {
      const page = await submit(fields);
      expect(page.status).toBe(422);
      expect(await page.text()).toContain('Please say for whom');
    }
    expect([codesSent, decided]).toEqual([0, []]);
  });

  it('[B-02] without a code asks for it', async () => {
    const page = await submit({ do: 'confirm', reason: 'us', code: ' ' });
    expect(page.status).toBe(422);
    expect(decided).toEqual([]);
  });

  it('[B-02] that another site sends decides nothing', async () => {
    const page = await submit({ do: 'confirm', reason: 'us', code: CODE }, { 'sec-fetch-site': 'cross-site' });
    expect(page.status).toBe(404);
    expect(decided).toEqual([]);
  });

  it('[B-02] that is longer than any explanation is refused', async () => {
    expect((await submit({ do: 'code', reason: 'us', details: 'x'.repeat(40_000) })).status).toBe(400);
    expect(codesSent).toBe(0);
  });

  it('[B-02] is answered when the code cannot be mailed, and when there were too many', async () => {
    sending = 'failed';
    expect(await (await submit({ do: 'code', reason: 'us' })).text()).toContain('could not be mailed');
    sending = 'tooMany';
    expect(await (await submit({ do: 'code', reason: 'us' })).text()).toMatch(
      /The newest works for 30 minutes.*in HubSpot/,
    );
  });

  it('[B-02] that is sent ten times in a quarter of an hour waits: nobody guesses', async () => {
    const statuses = [];
    const url = link();
    for (let n = 0; n < 12; n += 1)
      statuses.push((await fetch(url, form({ do: 'confirm', reason: 'us', code: `${n}` }))).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(decided).toHaveLength(10);
  });

  it('[B-02] is answered while the workflow takes its time, and when it refuses', async () => {
    answer = 'pending';
    const handedOver = await submit({ do: 'confirm', reason: 'us', code: CODE });
    expect([handedOver.status, (await handedOver.text()).includes('on its way')]).toEqual([202, true]);
    answer = 'backedOut';
    const again = await submit({ do: 'confirm', reason: 'us', code: CODE });
    const words = await again.text();
    expect(again.status).toBe(409);
    expect(words).toContain('This deal is backed out already');
    expect(words).not.toContain('cannot be backed out');
  });

  it('[B-02] that is sent again after the decision says when it was made, whether HubSpot has closed the deal or not', async () => {
    answer = { decidedAt: NOW - 60_000 };
    for (const seen of [DEAL, { ...DEAL, refusal: 'backedOut' as const }]) {
      deal = seen;
      const again = await submit({ do: 'confirm', reason: 'us', code: CODE });
      expect([again.status, await again.text()]).toEqual([
        200,
        expect.stringContaining('You have decided this already, at 2026-11-23 09:59 (America'),
      ]);
    }
    expect(decided.map(({ ownerId, code, details }) => [ownerId, code, details])).toEqual([
      ['77', CODE, ''],
      ['77', CODE, ''],
    ]);
    // Who asks for another code has not decided again.
    await submit({ do: 'code', reason: 'us', code: CODE });
    expect(decided.at(-1)?.code).toBe('');
  });
});

it('[B-01] [B-02] of a deal that cannot be backed out the page says why, and who tries all the same is on record', async () => {
  deal = { ...DEAL, refusal: 'tooLate' };
  const page = await fetch(link());
  expect(page.status).toBe(409);
  expect(await page.text()).toContain('churn');
  expect(decided).toEqual([]);
  await fetch(link(), form({ do: 'confirm', reason: 'us', code: CODE }));
  expect(decided).toEqual([{ dealId: '501', ownerId: '77', code: '', reason: 'us', details: '', way: 'page' }]);
  deal = undefined;
  expect(await (await fetch(link())).text()).toContain('not in HubSpot any more');
});
