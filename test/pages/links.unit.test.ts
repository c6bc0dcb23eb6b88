/** Links that do not work get one page, whatever is wrong with them, and never a 5xx. */
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signLink } from '../../src/links.ts';
import {
  aToken,
  form,
  mail,
  NOW,
  ONE_CLICK,
  proofs,
  SECRETS,
  type Site,
  standing,
  startSite,
  startSurroundings,
  type Surroundings,
} from './support.ts';

let around: Surroundings;
let site: Site;

beforeAll(async () => {
  around = await startSurroundings();
}, 60_000);
beforeEach(async () => {
  site = await startSite(around);
});
afterEach(() => site.close());
afterAll(() => around.close());

/** What everybody gets whose link does not work; of a link that never was one. */
const neutral = async () => (await fetch(`${site.url}/consent/nothing`)).text();

/** As it is: `fetch` would tidy up the path. */
function rawly(
  path: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(site.url, { path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (data: Buffer) => (text += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

function flip(token: string, at: number): string {
  const index = at < 0 ? token.length + at : at;
  return token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
}

/** Each makes a token of a link that would work. */
const badTokens: [what: string, spoil: (contactId: string) => string][] = [
  ['with a flipped bit in the payload', (id) => flip(aToken(id, 'consent'), 12)],
  ['with a flipped bit in the signature', (id) => flip(aToken(id, 'consent'), -5)],
  ['with the last character spelled otherwise', (id) => flip(aToken(id, 'consent'), -1)],
  ['cut off', (id) => aToken(id, 'consent').slice(0, -3)],
  ['with something behind it', (id) => `${aToken(id, 'consent')}=`],
  ['expired at this instant', (id) => aToken(id, 'consent', { expiresAt: NOW })],
  ['for unsubscribing', (id) => aToken(id, 'unsubscribe')],
  ['of another HubSpot account', (id) => aToken(id, 'consent', { portalId: '999' })],
  [
    'signed with a secret that was rotated away',
    (id) => aToken(id, 'consent', {}, ['a-secret-of-two-rotations-before-now']),
  ],
  ['with the id of another contact put in', (id) => swappedContact(id)],
  ['of 10 kB', () => 'A'.repeat(10_000)],
  ['with a path in it', () => encodeURIComponent('../../webhooks/hubspot')],
  ['with bytes that are no text', () => '%FF%FE'],
  ['with a NUL', () => '%00'],
  ['of the name of something every object has', () => '__proto__'],
];

function swappedContact(contactId: string): string {
  const [version, payload = '', mac] = aToken(contactId, 'consent').split('.');
  const claims = Buffer.from(payload, 'base64url').toString().replace(contactId, '1');
  return [version, Buffer.from(claims).toString('base64url'), mac].join('.');
}

describe('a consent link', () => {
  it.each(badTokens)('[K-05] %s gets the page of every link that does not work', async (_what, spoil) => {
    const { contactId, address } = await around.aContact();
    const url = `${site.url}/consent/${spoil(contactId)}`;
    for (const init of [{}, form({ email: address })]) {
      const answer = await fetch(url, init);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(await neutral());
    }
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(404);
    expect(await proofs(around.consents, contactId)).toEqual([]);
    expect(site.told).toEqual([]);
  });

  it('[K-05] works until it expires', async () => {
    const { contactId } = await around.aContact();
    const url = `${site.url}/consent/${aToken(contactId, 'consent')}`;
    const end = NOW + mail.linkDays * 86_400_000;
    site.setNow(end - 1);
    expect((await fetch(url)).status).toBe(200);
    site.setNow(end);
    expect((await fetch(url)).status).toBe(404);
  });

  it('[K-05] signed before the last rotation of the secret works', async () => {
    const { contactId, address } = await around.aContact();
    const token = aToken(contactId, 'consent', {}, SECRETS.slice(1));
    expect((await fetch(`${site.url}/consent/${token}`, form({ email: address }))).status).toBe(200);
  });

  it('[K-05] that was used gets the page of every link that does not work, whatever is submitted', async () => {
    const { contactId, address } = await around.aContact();
    const url = `${site.url}/consent/${aToken(contactId, 'consent')}`;
    expect((await fetch(url, form({ email: address }))).status).toBe(200);
    for (const init of [
      {},
      form({ email: address }),
      form({ email: 'nobody@elsewhere.example' }),
      form({ email: '' }),
    ]) {
      const answer = await fetch(url, init);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(await neutral());
    }
    expect(site.told).toHaveLength(1);
  });

  it('[K-05] used by many in the same instant counts once; the others get the page of a used one', async () => {
    const { contactId, address } = await around.aContact();
    const url = `${site.url}/consent/${aToken(contactId, 'consent')}`;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    site.failTelling(() => held);
    const sent = Array.from({ length: 5 }, () => fetch(url, form({ email: address })));
    // While the first one tells the workflow, all are there: what was sent after them has been answered.
    for (let n = 0; n < 10; n++) expect((await fetch(url)).status).toBe(200);
    goOn();

    const answers = await Promise.all(sent);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(4);
    expect(site.told).toHaveLength(1);
    expect(await proofs(around.consents, contactId)).toHaveLength(1);
  });

  it('[K-05] used through two gateways in the same instant leaves one proof and one decision', async () => {
    const { contactId, address } = await around.aContact();
    const other = await startSite(around);
    const path = `/consent/${aToken(contactId, 'consent')}`;
    const answers = await Promise.all([site, other].map(({ url }) => fetch(url + path, form({ email: address }))));
    await other.close();
    for (const { status } of answers) expect([200, 404]).toContain(status);
    expect(new Set([...site.told, ...other.told].map(({ news }) => news.key)).size).toBe(1);
    expect(await proofs(around.consents, contactId)).toHaveLength(1);
  });

  it.each<[string, (contactId: string) => Promise<unknown>]>([
    ['deleted', (id) => around.inHubSpot('DELETE', `/${id}`)],
    ['deleted for privacy', (id) => around.inHubSpot('POST', '/gdpr-delete', { objectId: id })],
  ])('[K-05] [R-10] of a contact that was %s gets the page of every link that does not work', async (_what, remove) => {
    const { contactId, address } = await around.aContact();
    await remove(contactId);
    const answer = await fetch(`${site.url}/consent/${aToken(contactId, 'consent')}`, form({ email: address }));
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe(await neutral());
    expect(await proofs(around.consents, contactId)).toEqual([]);
    expect(site.told).toEqual([]);
  });

  it("[K-05] with another contact's address gives no consent to either", async () => {
    const [one, other] = await Promise.all([around.aContact(), around.aContact()]);
    const url = `${site.url}/consent/${aToken(one.contactId, 'consent')}`;
    expect((await fetch(url, form({ email: other.address }))).status).toBe(422);
    for (const { contactId } of [one, other]) expect(await standing(around.consents, contactId)).toBeUndefined();
  });

  it('[K-03] is not accepted from a form on another site', async () => {
    const { contactId, address } = await around.aContact();
    const url = `${site.url}/consent/${aToken(contactId, 'consent')}`;
    for (const origin of ['cross-site', 'same-site']) {
      const answer = await fetch(url, form({ email: address }, { 'sec-fetch-site': origin }));
      expect(answer.status).toBe(404);
    }
    expect((await fetch(url, form({ email: address }, { 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
  });

  const bodies: [what: string, init: RequestInit, status: number][] = [
    ['no body', {}, 400],
    ['JSON', { body: '{"email":"ada@clinic.example"}', headers: { 'content-type': 'application/json' } }, 400],
    ['a broken multipart form', { body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 400],
    [
      '5 kB',
      { body: `email=${'a'.repeat(5_000)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      400,
    ],
    ['another field only', { body: new URLSearchParams({ name: 'Ada' }) }, 422],
  ];
  it.each(bodies)('[K-03] with %s gives no consent', async (_what, init, status) => {
    const { contactId } = await around.aContact();
    const url = `${site.url}/consent/${aToken(contactId, 'consent')}`;
    const answer = await fetch(url, { method: 'POST', ...init });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain('<form');
    expect(site.told).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('[K-03] does nothing for %s', async (method) => {
    const { contactId } = await around.aContact();
    const answer = await fetch(`${site.url}/consent/${aToken(contactId, 'consent')}`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('paths beside the pages', () => {
  it.each([
    '/consent/../unsubscribe/x',
    '/consent/..%2f..%2fetc%2fpasswd',
    '/consent/a/b/c',
    '/consent//',
    '/unsubscribe/%',
    '/unsubscribe/x?List-Unsubscribe=One-Click',
    `/unsubscribe/${'A'.repeat(10_000)}`,
  ])('[K-05] %s leads to the page of a link that does not work', async (path) => {
    const { status, text } = await rawly(path);
    expect(status).toBe(404);
    expect(text).toBe(await neutral());
  });

  it('[K-05] a path longer than any link is cut off, not crashed on', async () => {
    expect((await rawly(`/consent/${'A'.repeat(20_000)}`)).status).toBe(431);
  });
});

describe('an unsubscribe link', () => {
  it.each<[string, string]>([
    ['for consent', aToken('1', 'consent')],
    ['signed by somebody else', signLink(['somebody-elses-secret-of-enough-length'], claims('1'))],
    ['with a flipped bit', flip(aToken('1', 'unsubscribe'), -4)],
  ])('[K-05] %s gets the page of every link that does not work', async (_what, token) => {
    for (const init of [{}, form(ONE_CLICK)]) {
      const answer = await fetch(`${site.url}/unsubscribe/${token}`, init);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(await neutral());
    }
    expect(site.told).toEqual([]);
  });
});

function claims(contactId: string) {
  return { purpose: 'unsubscribe', portalId: '1', contactId, round: 1, expiresAt: NOW + 1 } as const;
}

it('[K-05] a flood from one network is answered 429, whatever proxy it says to come through', async () => {
  const answers: Response[] = [];
  for (let n = 0; n < 250; n++) {
    answers.push(await fetch(`${site.url}/consent/${n}`, { headers: { 'x-forwarded-for': `198.51.100.${n}` } }));
  }
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 404)).toHaveLength(240);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('60');
}, 30_000);
