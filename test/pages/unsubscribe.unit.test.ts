/** Unsubscribing by the page and by one click of a mail client (RFC 8058). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  aToken,
  form,
  NOW,
  ONE_CLICK,
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

async function aLink() {
  const { contactId } = await around.aContact();
  return { contactId, path: `/unsubscribe/${aToken(contactId, 'unsubscribe')}` };
}

function multipart(fields: Record<string, string>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return { method: 'POST', body };
}

describe('one click of a mail client', () => {
  it.each([
    ['application/x-www-form-urlencoded', form(ONE_CLICK)],
    ['multipart/form-data', multipart(ONE_CLICK)],
  ])('[K-06] sent as %s is a withdrawal: no cookie, no redirect, on disk before the answer', async (_type, init) => {
    const { contactId, path } = await aLink();
    const answer = await fetch(site.url + path, init);
    expect([answer.status, answer.redirected]).toEqual([200, false]);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await standing(around.consents, contactId)).toEqual({ state: 'withdrawn', at: NOW });
    expect(site.told).toEqual([
      { contactId, news: { key: `withdrawn-${NOW}`, state: 'withdrawn', at: NOW, proof: `withdrawn-${NOW}` } },
    ]);
  });

  it('[K-06] is taken from any site, with anything beside it, and as often as it comes', async () => {
    const { contactId, path } = await aLink();
    const init = form({ ...ONE_CLICK, more: 'x' }, { 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' });
    const answers = await Promise.all([1, 2, 3].map(() => fetch(site.url + path, init)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(site.told.map(({ news }) => news.key)).size).toBe(1);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn' });
  });

  it('[K-06] works ten years after the mail went out', async () => {
    const { contactId, path } = await aLink();
    site.setNow(Date.UTC(2036, 10, 1));
    expect((await fetch(site.url + path, form(ONE_CLICK))).status).toBe(200);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn' });
  });

  it.each<[string, RequestInit]>([
    ['without a body', { method: 'POST' }],
    ['with another body', form({ unsubscribe: 'yes' })],
    ['with another value', form({ 'List-Unsubscribe': 'No' })],
    ['as JSON', { method: 'POST', body: JSON.stringify(ONE_CLICK), headers: { 'content-type': 'application/json' } }],
    ['of 5 kB', form({ ...ONE_CLICK, more: 'x'.repeat(5_000) })],
  ])('[K-06] a POST %s is refused', async (_what, init) => {
    const { contactId, path } = await aLink();
    const answer = await fetch(site.url + path, init);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<button');
    expect(await standing(around.consents, contactId)).toBeUndefined();
    expect(site.told).toEqual([]);
  });

  it('[K-06] with the pair in the address instead of the body is refused', async () => {
    const { contactId, path } = await aLink();
    const answer = await fetch(`${site.url + path}?List-Unsubscribe=One-Click`, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(await standing(around.consents, contactId)).toBeUndefined();
  });
});

describe('the page', () => {
  it('[K-06] changes nothing when it is opened', async () => {
    const { contactId, path } = await aLink();
    for (const method of ['GET', 'HEAD']) expect((await fetch(site.url + path, { method })).status).toBe(200);
    expect(await standing(around.consents, contactId)).toBeUndefined();
    expect(site.told).toEqual([]);
  });
});

describe('success is never said before it is true', () => {
  const down = async () => {
    throw new Error('down');
  };

  it('[K-06] with the database down the answer is 503, and the next try counts', async () => {
    const { contactId, path } = await aLink();
    const broken = await startSite(around, { consents: { ...around.consents, withdraw: down } });
    const answer = await fetch(broken.url + path, form(ONE_CLICK));
    await broken.close();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
    expect(broken.told).toEqual([]);
    expect((await fetch(site.url + path, form(ONE_CLICK))).status).toBe(200);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn' });
  });

  it('[K-06] with Temporal down the withdrawal stands for the send gate, and the answer asks to come again', async () => {
    const { contactId, path } = await aLink();
    site.failTelling(down);
    expect((await fetch(site.url + path, form(ONE_CLICK))).status).toBe(503);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn' });
    site.failTelling(undefined);
    expect((await fetch(site.url + path, form(ONE_CLICK))).status).toBe(200);
    expect(site.told).toHaveLength(1);
  });

  it('[K-06] with a workflow that never answers the person is not kept waiting for ever', async () => {
    const { path } = await aLink();
    site.failTelling(() => new Promise(() => {}));
    expect((await fetch(site.url + path, form(ONE_CLICK))).status).toBe(503);
  }, 30_000);

  it('[R-10] no address, token or network address is logged or counted', async () => {
    const { path } = await aLink();
    site.failTelling(down);
    await fetch(site.url + path, form(ONE_CLICK));
    const kept = site.logged.join() + (await site.metrics());
    expect(kept).toContain('gateway_page_answers_total{page="unsubscribe",outcome="later"} 1');
    expect(kept).not.toContain('127.0.0.1');
    expect(kept).not.toContain(path.split('/').at(-1));
  });
});
