import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { at, credentials, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeEach(async () => {
  hub = await startTestSandbox();
});
afterEach(() => hub.sandbox.close());

const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
const deals = '/crm/objects/2026-09/deals';
const count = async () => {
  const { body } = await hub.control('GET', '/requests');
  return Number(at(body, 'count'));
};

/** What the caller of a create sees. An impatient one gives up once the request log says that no answer will come. */
async function createDeal(impatient: boolean): Promise<string> {
  const started = await count();
  const giveUp = new AbortController();
  const outcome = fetch(hub.sandbox.url + deals, {
    method: 'POST',
    signal: giveUp.signal,
    headers: { authorization: `Bearer ${credentials.accessToken}` },
    body: JSON.stringify({ properties }),
  }).then(
    (response) => `answered ${response.status}`,
    (error: unknown) => (error instanceof Error && error.name === 'AbortError' ? 'gave up' : 'connection lost'),
  );
  await expect.poll(count).toBe(started + 1);
  if (impatient) giveUp.abort();
  return outcome;
}

describe('an answer instead of the deed', () => {
  test.each([
    ['429-daily', 429, { errorType: 'RATE_LIMIT', policyName: 'DAILY', message: 'You have reached your daily limit.' }],
    ['429-ten-secondly', 429, { policyName: 'TEN_SECONDLY_ROLLING', groupName: expect.any(String) }],
    ['429-secondly', 429, { errorType: 'RATE_LIMIT', message: 'You have reached your secondly limit.' }],
    ['429-search', 429, { category: 'RATE_LIMITS', message: 'You have reached your secondly limit.' }],
    ['400', 400, { category: 'VALIDATION_ERROR' }],
    ['401', 401, { category: 'INVALID_AUTHENTICATION' }],
    ['403', 403, { errors: [{ context: { requiredGranularScopes: ['crm.objects.deals.write'] } }] }],
    ['423', 423, { status: 'error' }],
    ['477', 477, { status: 'error' }],
    ['500', 500, { message: 'internal error' }],
    ['502', 502, expect.stringContaining('<h1>502 Bad Gateway</h1>')],
    ['503', 503, expect.stringContaining('<html>')],
    ['504', 504, expect.stringContaining('<html>')],
    ['524', 524, expect.stringContaining('<html>')],
  ])('%s, once, and nothing is written', async (kind, status, body) => {
    await hub.control('POST', '/faults', { kind });
    expect(await hub.call('POST', deals, { properties })).toMatchObject({ status, body });
    expect((await hub.call('GET', deals)).body).toEqual({ results: [] });
    expect(at((await hub.control('GET', '/faults')).body, 'faults')).toMatchObject([{ kind, times: 1, hits: 1 }]);
    expect(hub.sandbox.requests.since(0)[0]).toMatchObject({ status, fault: kind });
  });

  test("HubSpot's client throws it with its body", async () => {
    await hub.control('POST', '/faults', { kind: '429-ten-secondly', seconds: 3 });
    await expect(hub.client.crm.deals.basicApi.getPage()).rejects.toMatchObject({
      code: 429,
      body: { policyName: 'TEN_SECONDLY_ROLLING' },
      headers: { 'retry-after': '3' },
    });
  });

  test('without seconds there is no Retry-After', async () => {
    await hub.control('POST', '/faults', { kind: '477' });
    expect((await hub.call('GET', deals)).headers.get('retry-after')).toBeNull();
  });
});

describe('no answer', () => {
  test.each([
    ['hang', 'gave up', 0],
    ['reset', 'connection lost', 0],
    ['commit-then-hang', 'gave up', 1],
    ['commit-then-reset', 'connection lost', 1],
  ])('%s: the caller sees "%s", written are %i', async (kind, seen, written) => {
    await hub.control('POST', '/faults', { kind, method: 'POST' });
    expect(await createDeal(seen === 'gave up')).toBe(seen);
    expect(at((await hub.call('GET', deals)).body, 'results')).toHaveLength(written);
    expect(hub.sandbox.requests.since(0)[0]).toMatchObject({ status: 0, fault: kind });
  });
});

test('an answer that is no JSON, though it says so', async () => {
  await hub.control('POST', '/faults', { kind: 'malformed-json' });
  const response = await hub.client.apiRequest({ method: 'POST', path: deals, body: { properties } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json;charset=utf-8']);
  await expect(response.json()).rejects.toThrow(SyntaxError);
  expect(at((await hub.call('GET', deals)).body, 'results')).toHaveLength(1);
});

test('latency delays and changes nothing', async () => {
  await hub.control('POST', '/faults', { kind: 'latency', seconds: 0.2 });
  const before = performance.now();
  expect((await hub.call('GET', deals)).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThan(190);
});

describe('which calls', () => {
  test('by method and by how the path begins', async () => {
    await hub.control('POST', '/faults', {
      kind: '500',
      method: 'PATCH',
      path: '/crm/(v3/objects|objects/[^/]+)/deals',
    });
    const id = idOf(await hub.call('POST', deals, { properties }));
    expect((await hub.call('GET', `${deals}/${id}`)).status).toBe(200);
    expect((await hub.call('PATCH', `/crm/objects/2026-09/contacts/1`, { properties: { a: '' } })).status).toBe(404);
    expect((await hub.call('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { amount: '1' } })).status).toBe(500);
  });

  test('a number of them, then no more; cleared ones not at all', async () => {
    const { body } = await hub.control('POST', '/faults', { kind: '423', times: 2 });
    const statuses = async (calls: number) => {
      const seen = [];
      for (let call = 0; call < calls; call += 1) seen.push((await hub.call('GET', deals)).status);
      return seen;
    };
    expect(await statuses(3)).toEqual([423, 423, 200]);
    expect((await hub.control('DELETE', `/faults/${String(at(body, 'id'))}`)).body).toEqual({ faults: [] });
    await hub.control('POST', '/faults', { kind: '503', rate: 1 });
    expect(await statuses(2)).toEqual([503, 503]);
    await hub.control('DELETE', '/faults');
    expect(await statuses(1)).toEqual([200]);
  });

  test('a share of them, the same ones from the same seed', async () => {
    const run = async () => {
      const one = await startTestSandbox({ seed: 7 });
      await one.control('POST', '/faults', { kind: '502', rate: 0.5 });
      const seen = [];
      for (let call = 0; call < 20; call += 1) seen.push((await one.call('GET', deals)).status);
      await one.sandbox.close();
      return seen;
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([200, 502]));
  });

  test("nobody's but the app's", async () => {
    await hub.control('POST', '/faults', { kind: '500' });
    expect((await hub.call('POST', deals, { properties }, owners[0]?.id)).status).toBe(201);
    const headers = { 'x-sandbox-source': 'import' };
    const imported = await hub.client.apiRequest({ method: 'POST', path: deals, body: { properties }, headers });
    expect(imported.status).toBe(201);
    expect((await hub.call('GET', deals)).status).toBe(500);
  });

  test.each([{ kind: '418' }, { kind: '500', path: '(' }, { kind: '500', rate: 2 }, {}])(
    '%j is refused with words',
    async (fault) => {
      expect(await hub.control('POST', '/faults', fault)).toMatchObject({
        status: 400,
        body: { error: expect.any(String) },
      });
    },
  );
});

test('a rotated token is refused from then on', async () => {
  await hub.control('POST', '/token', { accessToken: 'another' });
  expect(await hub.call('GET', deals)).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });
  const response = await fetch(hub.sandbox.url + deals, { headers: { authorization: 'Bearer another' } });
  expect(response.status).toBe(200);
  await hub.control('POST', '/reset');
  expect((await hub.call('GET', deals)).status).toBe(200);
});
