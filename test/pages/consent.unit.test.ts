/** The consent page by plain HTTP: what counts, what changes nothing, and that nothing is lost or doubled. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  aToken,
  form,
  mail,
  NOW,
  proofs,
  type Site,
  standing,
  startSite,
  startSurroundings,
  type Surroundings,
} from './support.ts';

let around: Surroundings;
let site: Site;
const sites: Site[] = [];

async function aSite(...given: Parameters<typeof startSite> extends [unknown, ...infer Rest] ? Rest : never) {
  const started = await startSite(around, ...given);
  sites.push(started);
  return started;
}

beforeAll(async () => {
  around = await startSurroundings();
}, 60_000);
afterEach(async () => {
  await Promise.all(sites.splice(0).map((one) => one.close()));
});
afterAll(() => around.close());

async function aVisit() {
  site = await aSite();
  const { contactId, address } = await around.aContact();
  const token = aToken(contactId, 'consent');
  const url = `${site.url}/consent/${token}`;
  return { contactId, address, token, url, submit: (email: string) => fetch(url, form({ email })) };
}

describe('a link that works', () => {
  it('[K-03] shows a form in the words of the company, and opening it changes nothing', async () => {
    const { url, contactId } = await aVisit();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(url, { method, headers: { purpose: 'prefetch' } });
      expect(answer.status).toBe(200);
      const page = await answer.text();
      if (method === 'GET') {
        expect(page).toContain(mail.consentWording);
        expect(page).toContain(mail.postalAddress);
      }
    }
    expect(await standing(around.consents, contactId)).toBeUndefined();
    expect(site.told).toEqual([]);
  });

  it('is not kept, framed, indexed or told to other sites', async () => {
    const { url } = await aVisit();
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('[K-03] [K-04] takes the submitted address for consent: proof kept, workflow told', async () => {
    const { url, contactId, address } = await aVisit();
    const answer = await fetch(url, form({ email: address }, { 'user-agent': 'A browser/1.0' }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Thank you');

    const [proof, ...others] = await proofs(around.consents, contactId);
    expect(others).toEqual([]);
    expect(proof).toMatchObject({
      address,
      at: NOW,
      wordingVersion: mail.wordingVersion,
      source: 'consent page',
      ip: '127.0.0.1',
      userAgent: 'A browser/1.0',
      round: 1,
    });
    const proofOf = proof?.tokenHash;
    expect(await standing(around.consents, contactId)).toEqual({ state: 'granted', at: NOW, proof: proofOf });
    expect(site.told).toEqual([
      { contactId, news: { key: `granted-${proofOf}`, state: 'granted', at: NOW, proof: proofOf } },
    ]);
  });

  it.each([
    ['capitals', (address: string) => address.toUpperCase()],
    ['blanks around it', (address: string) => `  ${address}\t`],
  ])('[K-03] knows an address typed with %s', async (_what, typed) => {
    const { submit, address } = await aVisit();
    expect((await submit(typed(address))).status).toBe(200);
  });

  it('[K-03] takes an additional address of the contact, and one in another script', async () => {
    const { contactId } = await around.aContact();
    const addresses = ['', 'ada@work.example', 'ada@xn--mller-kva.example'];
    for (const email of ['ada@work.example', 'ada@müller.example']) {
      const { url } = await aSite({ readContact: async (id) => ({ id, addresses }) });
      const token = aToken(contactId, 'consent', { round: email.length });
      expect((await fetch(`${url}/consent/${token}`, form({ email }))).status).toBe(200);
    }
  });

  it('[K-03] goes to the contact into whom this one was merged, with either address', async () => {
    const [one, other] = await Promise.all([around.aContact(), around.aContact()]);
    const merged = await around.inHubSpot('POST', '/merge', {
      primaryObjectId: one.contactId,
      objectIdToMerge: other.contactId,
    });
    site = await aSite();
    for (const { contactId, address } of [one, other]) {
      const answer = await fetch(`${site.url}/consent/${aToken(contactId, 'consent')}`, form({ email: address }));
      expect(answer.status).toBe(200);
    }
    expect(site.told.map(({ contactId }) => contactId)).toEqual([merged.id, merged.id]);
    expect(await standing(around.consents, merged.id ?? '')).toMatchObject({ state: 'granted' });
  });

  it('[K-08] is a fresh act: after an opt-out it counts', async () => {
    const { submit, contactId, address } = await aVisit();
    const unsubscribe = `${site.url}/unsubscribe/${aToken(contactId, 'unsubscribe')}`;
    await fetch(unsubscribe, form({ 'List-Unsubscribe': 'One-Click' }));
    site.setNow(NOW + 60_000);
    await submit(address);
    expect(await standing(around.consents, contactId)).toMatchObject({ state: 'granted', at: NOW + 60_000 });
  });
});

describe('a wrong address', () => {
  it.each([
    ['of nobody', 'nobody@elsewhere.example'],
    ['incomplete', 'ada'],
    ['empty', ''],
    ['with a line break', 'ada@clinic.example\r\nBcc: all@clinic.example'],
    ['of 400 characters', `${'a'.repeat(400)}@clinic.example`],
    ['markup', '"><script>alert(1)</script>@clinic.example'],
  ])('[K-05] %s gets the form again and changes nothing', async (_what, email) => {
    const { submit, contactId, address } = await aVisit();
    const answer = await submit(email);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('<form');
    expect(page).toContain('role="alert"');
    expect(page).not.toContain(address);
    expect(page).not.toContain('<script');
    expect(await standing(around.consents, contactId)).toBeUndefined();
    expect(site.told).toEqual([]);
  });

  it("[K-05] of another contact says the same as nobody's", async () => {
    const { submit } = await aVisit();
    const somebody = await around.aContact();
    const [others, nobodys] = await Promise.all([submit(somebody.address), submit('nobody@elsewhere.example')]);
    const text = async (answer: Response, typed: string) => (await answer.text()).replaceAll(typed, '');
    expect(others?.status).toBe(nobodys?.status);
    expect(others && (await text(others, somebody.address))).toBe(
      nobodys && (await text(nobodys, 'nobody@elsewhere.example')),
    );
  });

  it('[K-05] can be tried ten times with a link, then later again', async () => {
    const { submit, address } = await aVisit();
    for (let n = 1; n <= 10; n++) expect((await submit(`guess${n}@clinic.example`)).status).toBe(422);
    const refused = await submit(address);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('900');
    site.setNow(NOW + 15 * 60_000);
    expect((await submit(address)).status).toBe(200);
  });
});

describe('while something is down', () => {
  const down = async () => {
    throw new Error('down');
  };

  it.each(['isUsed', 'grant', 'confirm'] as const)(
    '[K-04] [R-04] the database at %s: the person is asked to try again, and consents once',
    async (method) => {
      const { contactId, address } = await around.aContact();
      const failing = { ...around.consents, [method]: down };
      const url = `/consent/${aToken(contactId, 'consent')}`;
      const broken = await aSite({ consents: failing });
      const answer = await fetch(broken.url + url, form({ email: address }));
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(broken.logged.join()).not.toContain(address);

      site = await aSite();
      expect((await fetch(site.url + url, form({ email: address }))).status).toBe(200);
      expect(await proofs(around.consents, contactId)).toHaveLength(1);
      const keys = [...broken.told, ...site.told].map(({ news }) => news.key);
      expect(new Set(keys).size).toBe(1);
    },
  );

  it('[R-04] Temporal: the proof is kept, nobody is thanked, and submitting again tells the workflow', async () => {
    const { submit, contactId, address } = await aVisit();
    site.failTelling(down);
    expect((await submit(address)).status).toBe(503);
    expect((await submit(address)).status).toBe(503);
    expect(site.told).toEqual([]);
    site.failTelling(undefined);
    expect((await submit(address)).status).toBe(200);
    expect(site.told).toHaveLength(1);
    expect(await proofs(around.consents, contactId)).toHaveLength(1);
  });

  it('[K-04] HubSpot: nothing is kept that could not be compared', async () => {
    const { contactId, address } = await around.aContact();
    site = await aSite({ readContact: down });
    const answer = await fetch(`${site.url}/consent/${aToken(contactId, 'consent')}`, form({ email: address }));
    expect(answer.status).toBe(503);
    expect(await proofs(around.consents, contactId)).toEqual([]);
  });
});
