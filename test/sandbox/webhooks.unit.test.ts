import { Signature } from '@hubspot/api-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyV3 } from '../../src/hubspot/signature.ts';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, credentials, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let app: Receiver;
let hub: TestSandbox;
beforeEach(async () => {
  app = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: app.url });
});
afterEach(async () => {
  await hub.sandbox.close();
  await app.close();
});

const [owner] = owners;
const settled = () => hub.sandbox.webhooks.idle();

async function createDeal(): Promise<string> {
  const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
  return idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
}

async function setAmount(id: string, amount: number, user?: string): Promise<void> {
  await hub.call('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { amount: String(amount) } }, user);
}

/** A deal whose creation has been told, so that a test sees only what follows. */
async function toldDeal(): Promise<string> {
  const id = await createDeal();
  await settled();
  app.posts.length = 0;
  return id;
}

const amounts = () => app.events().map((event) => event['propertyValue']);

describe('an event', () => {
  test("of an app's write is an echo by its id, with the time of the history", async () => {
    const id = await toldDeal();
    await setAmount(id, 5);
    await settled();
    const { body } = await hub.call('GET', `/crm/v3/objects/deals/${id}?propertiesWithHistory=amount`);
    const { events } = app.posts[0] ?? { events: [] };
    expect(events).toEqual([
      {
        eventId: expect.any(Number),
        subscriptionId: expect.any(Number),
        portalId: Number(credentials.portalId),
        appId: Number(credentials.appId),
        occurredAt: Date.parse(String(at(body, 'propertiesWithHistory', 'amount', 0, 'timestamp'))),
        subscriptionType: 'deal.propertyChange',
        attemptNumber: 0,
        objectId: Number(id),
        propertyName: 'amount',
        propertyValue: '5',
        changeSource: 'INTEGRATION',
        sourceId: credentials.appId,
      },
    ]);
  });

  test("of a person's write names the user", async () => {
    await setAmount(await toldDeal(), 5, owner?.id);
    await settled();
    expect(app.events()).toMatchObject([{ changeSource: 'CRM_UI', sourceId: `userId:${owner?.userId}` }]);
  });

  test('comes for every property that a write changed, and for no other', async () => {
    const id = await toldDeal();
    const properties = { dealstage: 'closedwon', amount: '', dealname: 'Lakeside' };
    await hub.call('PATCH', `/crm/v3/objects/deals/${id}`, { properties });
    await settled();
    // Closing sets the close date; what HubSpot calculates is told to nobody, nor is what stayed the same.
    expect(app.events().map((event) => event['propertyName'])).toEqual(['dealstage', 'closedate']);
  });

  test('of a creation is followed by the initial values, unless switched off', async () => {
    await createDeal();
    await settled();
    expect(app.events().map((event) => event['propertyName'] ?? event['subscriptionType'])).toEqual([
      'deal.creation',
      'pipeline',
      'dealname',
      'dealstage',
    ]);
    expect(app.events()[0]).toMatchObject({ changeFlag: 'CREATED' });
    app.posts.length = 0;
    await hub.control('POST', '/webhooks/initial-values', { on: false });
    await createDeal();
    await settled();
    expect(app.events().map((event) => event['subscriptionType'])).toEqual(['deal.creation']);
  });

  test('of a note is an object event with a type id', async () => {
    const properties = { hs_timestamp: '2026-03-02T10:00:00Z', hs_note_body: 'Next steps' };
    const id = idOf(await hub.call('POST', '/crm/objects/2026-09/notes', { properties }));
    await hub.call('DELETE', `/crm/objects/2026-09/notes/${id}`);
    await settled();
    const about = { objectId: Number(id), objectTypeId: '0-46' };
    expect(app.events()).toEqual([
      expect.objectContaining({ subscriptionType: 'object.creation', ...about }),
      expect.objectContaining({
        subscriptionType: 'object.propertyChange',
        propertyName: 'hs_timestamp',
        isSensitive: false,
      }),
      expect.objectContaining({ subscriptionType: 'object.propertyChange', propertyName: 'hs_note_body', ...about }),
      expect.objectContaining({ subscriptionType: 'object.deletion', changeFlag: 'DELETED', ...about }),
    ]);
  });

  test('of an association comes once for each direction, without objectId', async () => {
    const deal = await createDeal();
    const contact = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Ann' } }));
    await settled();
    app.posts.length = 0;
    const path = `/crm/v4/objects/deals/${deal}/associations`;
    await hub.call('PUT', `${path}/default/contacts/${contact}`);
    await hub.call('PUT', `${path}/default/contacts/${contact}`);
    await hub.call('DELETE', `${path}/contacts/${contact}`);
    await settled();
    const [dealId, contactId] = [Number(deal), Number(contact)];
    expect(app.events()).toMatchObject([
      {
        subscriptionType: 'deal.associationChange',
        associationType: 'DEAL_TO_CONTACT',
        fromObjectId: dealId,
        toObjectId: contactId,
        associationRemoved: false,
      },
      {
        subscriptionType: 'contact.associationChange',
        associationType: 'CONTACT_TO_DEAL',
        fromObjectId: contactId,
        toObjectId: dealId,
        associationRemoved: false,
      },
      { associationType: 'DEAL_TO_CONTACT', associationRemoved: true },
      { associationType: 'CONTACT_TO_DEAL', associationRemoved: true },
    ]);
    expect(app.events().some((event) => 'objectId' in event)).toBe(false);
  });

  test('two writes never share a time', async () => {
    const id = await toldDeal();
    for (let amount = 1; amount <= 20; amount += 1) await setAmount(id, amount);
    await settled();
    const times = app.events().map((event) => Number(event['occurredAt']));
    expect(new Set(times).size).toBe(20);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('a POST', () => {
  test('is signed, v1 and v3, so that our verifier and that of HubSpot agree', async () => {
    await createDeal();
    await settled();
    const [post] = app.posts;
    const timestamp = String(post?.headers['x-hubspot-request-timestamp']);
    const signature = String(post?.headers['x-hubspot-signature-v3']);
    const request = { method: 'POST', uri: app.url, signature, timestamp, now: Date.now() };
    const rawBody = Buffer.from(post?.raw ?? '');
    expect(verifyV3({ ...request, secrets: [credentials.clientSecret], rawBody })).toEqual({ ok: true });
    expect(post?.headers['x-hubspot-signature-version']).toBe('v1');
    expect(
      Signature.isValid({
        clientSecret: credentials.clientSecret,
        requestBody: post?.raw ?? '',
        signature: String(post?.headers['x-hubspot-signature']),
        signatureVersion: 'v1',
      }),
    ).toBe(true);
  });

  test('carries the real time, although the sandbox is months ahead', async () => {
    await hub.control('POST', '/advance', { by: 'P6M' });
    await createDeal();
    await settled();
    const sent = Number(app.posts[0]?.headers['x-hubspot-request-timestamp']);
    expect(Math.abs(Date.now() - sent)).toBeLessThan(60_000);
    expect(Number(app.events()[0]?.['occurredAt'])).toBeGreaterThan(Date.now() + 150 * 86_400_000);
  });

  test('carries at most a hundred events, and what happens together goes together', async () => {
    const id = await toldDeal();
    hub.sandbox.webhooks.hold();
    for (let amount = 1; amount <= 120; amount += 1) await setAmount(id, amount);
    expect(hub.sandbox.webhooks.pendingCount).toBe(120);
    hub.sandbox.webhooks.release();
    await settled();
    expect(app.posts.map(({ events }) => events.length).sort((a, b) => a - b)).toEqual([20, 100]);
    expect(hub.sandbox.webhooks.pendingCount).toBe(0);
  });
});

describe('delivery', () => {
  test.each([500, 400, 404, 302, 'reset'] as const)(
    'is tried again after %s, whole, with the next attempt number',
    async (answer) => {
      const id = await toldDeal();
      app.answers.push(answer);
      await setAmount(id, 5);
      await settled();
      const [first, second, ...more] = app.posts;
      expect(more).toEqual([]);
      expect(first?.events).toMatchObject([{ attemptNumber: 0 }]);
      expect(second?.events).toEqual(first?.events.map((event) => ({ ...event, attemptNumber: 1 })));
      expect(hub.sandbox.webhooks.deliveries.at(-1)).toMatchObject({
        state: 'delivered',
        attempts: [{}, { status: 204 }],
      });
    },
  );

  test('is given up after ten retries', async () => {
    const id = await toldDeal();
    app.answers.push(...Array<number>(11).fill(503));
    await setAmount(id, 5);
    const state = () => hub.sandbox.webhooks.deliveries.at(-1)?.state;
    for (let retry = 1; retry <= 10; retry += 1) {
      await expect.poll(state, { interval: 5 }).toBe('retrying');
      // HubSpot's clock has moved on, so the waiting retry is due.
      hub.sandbox.clock.moveTo(hub.sandbox.clock.now() + 3_600_000);
    }
    await settled();
    expect(app.posts.map(({ events }) => events[0]?.['attemptNumber'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(state()).toBe('dropped');
  });

  test('is repeated on request', async () => {
    await setAmount(await toldDeal(), 5);
    await settled();
    const { deliveries } = (await hub.control('GET', '/deliveries')).body as { deliveries: { id: number }[] };
    expect((await hub.control('POST', `/deliveries/${deliveries.at(-1)?.id}/redeliver`)).status).toBe(200);
    await settled();
    expect(app.events()).toMatchObject([{ attemptNumber: 0 }, { attemptNumber: 1 }]);
    expect(app.events()[0]?.['eventId']).toBe(app.events()[1]?.['eventId']);
    expect((await hub.control('POST', '/deliveries/999/redeliver')).status).toBe(404);
  });
});

describe('disorder on request', () => {
  async function twentyChanges(): Promise<string[]> {
    const id = await toldDeal();
    await hub.control('POST', '/webhooks/hold');
    for (let amount = 1; amount <= 20; amount += 1) await setAmount(id, amount);
    await hub.control('POST', '/webhooks/release');
    await settled();
    return Array.from({ length: 20 }, (_, index) => String(index + 1));
  }

  test('every event twice, in POSTs of their own', async () => {
    await hub.control('POST', '/webhooks/duplicate', { rate: 1 });
    const values = await twentyChanges();
    expect(app.posts).toHaveLength(2);
    expect(app.posts[0]?.events.map(({ eventId }) => eventId)).toEqual(
      app.posts[1]?.events.map(({ eventId }) => eventId),
    );
    expect(amounts()).toEqual([...values, ...values]);
  });

  test('shuffled across several POSTs, nothing lost', async () => {
    await hub.control('POST', '/webhooks/shuffle', { on: true });
    const values = await twentyChanges();
    expect(app.posts.length).toBeGreaterThan(1);
    expect(amounts()).not.toEqual(values);
    expect(new Set(amounts())).toEqual(new Set(values));
    expect(amounts()).toHaveLength(values.length);
  });

  test('late ones arrive behind what happened after them, even the deletion of their record', async () => {
    const id = await toldDeal();
    await hub.control('POST', '/webhooks/late', { rate: 1, seconds: 600 });
    await setAmount(id, 1);
    await hub.control('POST', '/webhooks/late', { rate: 0, seconds: 0 });
    await hub.call('DELETE', `/crm/v3/objects/deals/${id}`);
    await expect.poll(() => app.events().map((event) => event['subscriptionType'])).toEqual(['deal.deletion']);
    await expect.poll(() => hub.sandbox.webhooks.pendingCount).toBe(1);
    hub.sandbox.clock.moveTo(hub.sandbox.clock.now() + 1_000);
    await settled();
    expect(app.events().map((event) => event['subscriptionType'])).toEqual(['deal.deletion', 'deal.propertyChange']);
    const [deletion, change] = app.events().map((event) => Number(event['occurredAt']));
    expect(change).toBeLessThan(deletion ?? 0);
  });

  test('late ones arrive by themselves, and settling waits for them', async () => {
    await hub.control('POST', '/webhooks/late', { rate: 1, seconds: 0.3 });
    const values = await twentyChanges();
    expect(new Set(amounts())).toEqual(new Set(values));
    expect(amounts()).not.toEqual(values);
  });

  test('dropped ones are recorded, and which ones follows from the seed', async () => {
    await hub.control('POST', '/webhooks/drop', { rate: 0.5 });
    const values = await twentyChanges();
    const { dropped } = (await hub.control('GET', '/webhooks/dropped')).body as {
      dropped: { propertyName?: string; propertyValue: string }[];
    };
    const lost = dropped.filter(({ propertyName }) => propertyName === 'amount');
    expect(lost.length).toBeGreaterThan(2);
    expect(amounts().length).toBeGreaterThan(2);
    const all = [...amounts(), ...lost.map(({ propertyValue }) => propertyValue)];
    expect(all.toSorted((a, b) => Number(a) - Number(b))).toEqual(values);
    expect((await hub.control('GET', '/webhooks')).body).toMatchObject({ pending: 0, dropped: dropped.length });
  });

  test('different ones with one eventId', async () => {
    const id = await toldDeal();
    await hub.control('POST', '/webhooks/same-event-id', { rate: 1 });
    await setAmount(id, 1);
    await setAmount(id, 2);
    await settled();
    expect(amounts()).toEqual(['1', '2']);
    expect(new Set(app.events().map((event) => event['eventId'])).size).toBe(1);
  });

  test('held events go out by flush, and later ones are held still', async () => {
    const id = await toldDeal();
    await hub.control('POST', '/webhooks/hold');
    await setAmount(id, 1);
    await hub.control('POST', '/webhooks/flush');
    await setAmount(id, 2);
    await settled();
    expect(amounts()).toEqual(['1']);
    expect((await hub.control('GET', '/webhooks')).body).toMatchObject({ held: true, pending: 1 });
  });
});

describe('subscriptions', () => {
  test('narrow what is told, in the words of webhooks-hsmeta.json', async () => {
    const { status } = await hub.control('PUT', '/subscriptions', {
      crmObjects: [{ subscriptionType: 'object.propertyChange', objectType: 'deal', propertyName: 'dealstage' }],
      legacyCrmObjects: [{ subscriptionType: 'deal.propertyChange', propertyName: 'dealstage' }],
    });
    expect(status).toBe(200);
    const id = await createDeal();
    await setAmount(id, 5);
    await settled();
    // Two subscriptions to one change make two events.
    expect(app.events()).toMatchObject([
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-3', propertyName: 'dealstage' },
      { subscriptionType: 'deal.propertyChange', propertyName: 'dealstage' },
    ]);
    await hub.control('DELETE', '/subscriptions');
    await setAmount(id, 6);
    await settled();
    expect(amounts()).toContain('6');
  });

  test('both formats at once tell each change twice, with an id each', async () => {
    await hub.control('POST', '/subscriptions/both-formats');
    await setAmount(await toldDeal(), 5);
    await settled();
    expect(app.events()).toMatchObject([
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-3', propertyValue: '5' },
      { subscriptionType: 'deal.propertyChange', propertyValue: '5' },
    ]);
    expect(new Set(app.events().map((event) => event['eventId'])).size).toBe(2);
  });

  test.each(['deal.moved', 'note.creation', 'unicorn.creation'])('%s is refused', async (subscriptionType) => {
    const { status, body } = await hub.control('PUT', '/subscriptions', { legacyCrmObjects: [{ subscriptionType }] });
    expect([status, typeof at(body, 'error')]).toEqual([400, 'string']);
  });
});

test('without a target nothing waits; with one, what follows is told', async () => {
  const quiet = await startTestSandbox();
  try {
    const properties = { dealname: 'A', dealstage: 'appointmentscheduled' };
    await quiet.call('POST', '/crm/v3/objects/deals', { properties });
    expect(quiet.sandbox.webhooks.pendingCount).toBe(0);
    await quiet.control('POST', '/webhooks/target', { url: app.url });
    await quiet.call('POST', '/crm/v3/objects/deals', { properties });
    await quiet.sandbox.webhooks.idle();
    expect(app.events().filter((event) => event['changeFlag'] === 'CREATED')).toHaveLength(1);
  } finally {
    await quiet.sandbox.close();
  }
});
