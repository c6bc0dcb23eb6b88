import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controls } from '../../src/sandbox/controls/all.ts';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeEach(async () => {
  hub = await startTestSandbox();
});
afterEach(() => hub.sandbox.close());

const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
const now = async () => Date.parse(String(at((await hub.control('GET', '/clock')).body, 'now')));

describe('the list', () => {
  test('has every control with a sentence, as JSON and as a page', async () => {
    const { body } = await hub.control('GET', '/');
    expect(at(body, 'controls')).toHaveLength(controls.length);
    expect(at(body, 'people')).toContain('x-sandbox-user');
    expect(at(body, 'controls', 1)).toMatchObject({ method: 'POST', path: '/__sandbox/advance', body: { by: 'P91D' } });
    const response = await fetch(`${hub.sandbox.url}/__sandbox/`, { headers: { accept: 'text/html' } });
    const page = await response.text();
    for (const { path, what } of controls) {
      expect(page).toContain(`/__sandbox${path}`);
      expect(what).toMatch(/\.$/);
    }
  });

  test('is what an unknown control is sent to', async () => {
    expect(await hub.control('POST', '/nothing')).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('/__sandbox/') },
    });
  });
});

describe('the clock', () => {
  test.each([
    ['P91D', (date: Date) => date.setUTCDate(date.getUTCDate() + 91)],
    ['P1Y', (date: Date) => date.setUTCFullYear(date.getUTCFullYear() + 1)],
    ['PT36H', (date: Date) => date.setUTCHours(date.getUTCHours() + 36)],
  ])('moves by %s and goes on', async (by, expected) => {
    const { status, body } = await hub.control('POST', '/advance', { by });
    expect(status).toBe(200);
    const target = expected(new Date(String(at(body, 'from'))));
    expect(Date.parse(String(at(body, 'now')))).toBeGreaterThanOrEqual(target);
    expect((await now()) - target).toBeLessThan(5_000);
  });

  test('is the time of what is written afterwards', async () => {
    await hub.control('POST', '/advance', { by: 'P30D' });
    const { body } = await hub.call('POST', '/crm/v3/objects/deals', { properties });
    expect(Date.parse(String(at(body, 'createdAt')))).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  });

  test.each(['91 days', '-P1D', 'PT0S', 'P90000Y', ''])('refuses %j with words', async (by) => {
    const before = await now();
    expect(await hub.control('POST', '/advance', { by })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('ISO-8601 duration') },
    });
    expect((await now()) - before).toBeLessThan(5_000);
  });

  test('takes what curl sends', async () => {
    const post = (body: string) =>
      fetch(`${hub.sandbox.url}/__sandbox/advance`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    expect((await post('{"by":"P1D"}')).status).toBe(200);
    expect((await post('by=P1D')).status).toBe(400);
    expect(await now()).toBeGreaterThan(Date.now() + 0.9 * 86_400_000);
  });

  test('moves the world where there is one', async () => {
    const moves: Date[] = [];
    const world = await startTestSandbox({
      advance: async (to) => {
        moves.push(to);
        world.sandbox.clock.moveTo(to.getTime());
      },
    });
    try {
      const { body } = await world.control('POST', '/advance', { by: 'P2D' });
      expect(moves.map((to) => to.getTime() - Date.parse(String(at(body, 'from'))))).toEqual([2 * 86_400_000]);
      expect(world.sandbox.clock.now()).toBeGreaterThanOrEqual(moves[0]?.getTime() ?? Infinity);
    } finally {
      await world.sandbox.close();
    }
  });

  test('moves one step after the other: each goes on from where the one before has ended', async () => {
    const steps: string[] = [];
    const world = await startTestSandbox({
      advance: async (to) => {
        steps.push('begins');
        await new Promise((resolve) => setImmediate(resolve));
        world.sandbox.clock.moveTo(to.getTime());
        steps.push('ends');
      },
    });
    try {
      const advance = async (by: string) => (await world.control('POST', '/advance', { by })).body;
      const [first, refused, second] = await Promise.all([advance('P7D'), advance('soon'), advance('P7D')]);
      expect(steps).toEqual(['begins', 'ends', 'begins', 'ends']);
      expect(refused).toMatchObject({ error: expect.stringContaining('"soon"') });
      const times = [first, second].flatMap((each) => [at(each, 'from'), at(each, 'now')]).map(String);
      expect(times).toEqual(times.toSorted());
      const [from = '', now = ''] = [times[0], times.at(-1)];
      expect(Math.round((Date.parse(now) - Date.parse(from)) / 86_400_000)).toBe(14);
    } finally {
      await world.sandbox.close();
    }
  });

  test('that cannot be moved says why', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const world = await startTestSandbox({
      advance: () => Promise.reject(new Error('The world does not come to rest: deal-1 still at work.')),
    });
    try {
      expect(await world.control('POST', '/advance', { by: 'P1D' })).toMatchObject({
        status: 500,
        body: { error: 'The world does not come to rest: deal-1 still at work.' },
      });
      expect(logged).toHaveBeenCalledTimes(1);
    } finally {
      logged.mockRestore();
      await world.sandbox.close();
    }
  });

  test('never goes back', () => {
    hub.sandbox.clock.moveTo(Date.now() + 60_000);
    hub.sandbox.clock.moveTo(Date.now());
    expect(hub.sandbox.clock.now()).toBeGreaterThanOrEqual(Date.now() + 59_000);
    expect(() => hub.sandbox.clock.moveTo(Number.NaN)).toThrow(RangeError);
  });
});

test('the request log tells who called what, and with which answer', async () => {
  const start = hub.sandbox.requests.count;
  const id = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }, owners[0]?.id));
  await hub.call('GET', `/crm/v3/objects/deals/${id}?properties=amount`);
  await hub.call('GET', '/nowhere');
  await hub.control('GET', '/clock');
  expect(hub.sandbox.requests.since(start)).toMatchObject([
    { method: 'POST', path: '/crm/v3/objects/deals', status: 201, by: `owner:${owners[0]?.id}` },
    { method: 'GET', path: `/crm/v3/objects/deals/${id}?properties=amount`, status: 200, by: 'app' },
    { method: 'GET', path: '/nowhere', status: 404 },
  ]);
  const { body } = await hub.control('GET', `/requests?since=${start + 2}`);
  expect(at(body, 'requests')).toHaveLength(1);
});

test('a record can be looked into, archived or not', async () => {
  const id = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
  const contact = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Ann' } }));
  await hub.call('PUT', `/crm/v4/objects/deals/${id}/associations/default/contacts/${contact}`);
  await hub.call('DELETE', `/crm/v3/objects/deals/${id}`);
  expect((await hub.control('GET', `/objects/deal/${id}`)).body).toMatchObject({
    id,
    archived: true,
    properties: { hs_is_closed: 'false' },
    propertiesWithHistory: { dealname: [{ value: 'Lakeside' }] },
    associations: [{ to: `contact ${contact}`, types: [{ typeId: 3 }] }],
  });
  expect((await hub.control('GET', '/objects/deal/1')).status).toBe(404);
});

test('a reset empties the portal; ids and clock go on', async () => {
  const before = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
  await hub.control('POST', '/advance', { by: 'P1D' });
  await hub.control('POST', '/webhooks/duplicate', { rate: 1 });
  expect((await hub.control('POST', '/reset')).status).toBe(200);
  expect(at((await hub.call('GET', '/crm/v3/objects/deals')).body, 'results')).toEqual([]);
  expect((await hub.control('GET', '/webhooks')).body).toMatchObject({ duplicateRate: 0, held: false });
  expect(Number(idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties })))).toBeGreaterThan(Number(before));
  expect(await now()).toBeGreaterThan(Date.now() + 86_000_000);
});

test('a port in use is stepped round', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const address = blocker.address();
  const busy = typeof address === 'object' && address !== null ? address.port : 0;
  const other = await startTestSandbox({ port: busy });
  try {
    expect(Number(new URL(other.sandbox.url).port)).toBeGreaterThan(busy);
  } finally {
    await other.sandbox.close();
    await new Promise((resolve) => blocker.close(resolve));
  }
});
