import { afterEach, beforeEach, expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { at, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeEach(async () => {
  hub = await startTestSandbox({ limits: { burst: 3, daily: 8, searchPerSecond: 2 } });
});
afterEach(() => hub.sandbox.close());

const DAY_MS = 86_400_000;
const deals = '/crm/objects/2026-09/deals';
const read = async () => hub.call('GET', deals);
const find = async () => hub.call('POST', `${deals}/search`, {});
const later = (ms: number) => hub.sandbox.clock.moveTo(hub.sandbox.clock.now() + ms);

test('ten seconds have a budget, which answers tell of', async () => {
  const first = await read();
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'x-hubspot-ratelimit-max': '3',
    'x-hubspot-ratelimit-remaining': '2',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-daily': '8',
    'x-hubspot-ratelimit-daily-remaining': '7',
  });
  await read();
  await read();
  expect(await read()).toMatchObject({
    status: 429,
    body: { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
  });
  later(10_000);
  expect((await read()).status).toBe(200);
});

test('search has its own, and no headers', async () => {
  const first = await find();
  expect(first.headers.has('x-hubspot-ratelimit-remaining')).toBe(false);
  await find();
  expect(await find()).toMatchObject({ status: 429, body: { category: 'RATE_LIMITS' } });
  expect((await read()).headers.get('x-hubspot-ratelimit-remaining')).toBe('2');
  later(1_000);
  expect((await find()).status).toBe(200);
});

test('a day has a budget, too, until midnight', async () => {
  hub.sandbox.clock.moveTo(Math.ceil(hub.sandbox.clock.now() / DAY_MS) * DAY_MS);
  for (let call = 0; call < 8; call += 1) {
    expect((await read()).status).toBe(200);
    later(10_000);
  }
  expect(await read()).toMatchObject({ status: 429, body: { policyName: 'DAILY' } });
  expect(await find()).toMatchObject({ status: 429, body: { policyName: 'DAILY' } });
  later(DAY_MS);
  expect((await read()).status).toBe(200);
});

test("people are not limited, and do not use the app's budget", async () => {
  for (let call = 0; call < 5; call += 1) {
    expect((await hub.call('GET', deals, undefined, owners[0]?.id)).status).toBe(200);
  }
  expect((await read()).headers.get('x-hubspot-ratelimit-remaining')).toBe('2');
});

test('controls change them, show their use and take them away', async () => {
  await read();
  await hub.control('POST', '/limits', { burst: 1, daily: 100, searchPerSecond: 5 });
  expect((await read()).status).toBe(429);
  expect((await hub.control('GET', '/limits')).body).toMatchObject({ limits: { burst: 1 }, used: { burst: 1 } });
  expect(at((await hub.control('DELETE', '/limits')).body, 'limits')).toBeNull();
  expect((await read()).headers.has('x-hubspot-ratelimit-max')).toBe(false);
});
