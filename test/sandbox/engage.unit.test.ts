import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';
import { startReceiver, type Receiver } from './receiver.ts';

let hub: TestSandbox;
let receiver: Receiver;
let contactId: string;

beforeAll(async () => {
  receiver = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: receiver.url });
  contactId = idOf(await hub.call('POST', '/crm/objects/2026-09/contacts', { properties: { firstname: 'Ann' } }));
});
afterAll(async () => {
  await hub.sandbox.close();
  await receiver.close();
});

const engage = (kind: string) => hub.control('POST', '/contacts/engage', { contactId, kind });

describe('what people outside of the portal do', () => {
  test.each([
    ['visit', 'hs_analytics_last_timestamp'],
    ['form', 'recent_conversion_date'],
    ['click', 'hs_email_last_click_date'],
  ])('a %s shows in %s, at the time of the portal, and nobody can write it', async (kind, property) => {
    const { status, body } = await engage(kind);
    expect(status).toBe(200);
    const path = `/crm/objects/2026-09/contacts/${contactId}?properties=${property}`;
    expect(at((await hub.call('GET', path)).body, 'properties', property)).toBe(at(body, 'at'));
    const written = await hub.call('PATCH', path, { properties: { [property]: '2026-01-01T00:00:00Z' } });
    expect(written.status).toBe(400);
  });

  test('a mailbox that refuses for good shows as a hard bounce', async () => {
    await engage('bounce');
    await engage('bounce');
    const path = `/crm/objects/2026-09/contacts/${contactId}?properties=hs_email_hard_bounce_reason_enum,hs_email_bounce`;
    expect(at((await hub.call('GET', path)).body, 'properties')).toMatchObject({
      hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER',
      hs_email_bounce: '2',
    });
  });

  test('attending an event is noted by a person, in a property that the set-up adds', async () => {
    expect((await engage('event')).status).toBe(400);
    await hub.call('POST', '/crm/properties/2026-09/contacts', {
      name: 'last_event_attended',
      label: 'Last event attended',
      type: 'datetime',
      fieldType: 'date',
      groupName: 'contactinformation',
    });
    expect((await engage('event')).status).toBe(200);
    await hub.sandbox.webhooks.idle();
    const told = new Set(receiver.events().map(({ propertyName }) => propertyName));
    expect(told).toContain('last_event_attended');
    // HubSpot tells nobody of what it calculates.
    for (const silent of ['hs_analytics_last_timestamp', 'recent_conversion_date', 'hs_email_last_click_date']) {
      expect(told).not.toContain(silent);
    }
  });

  test('of nobody, or of another kind, it is refused', async () => {
    expect((await hub.control('POST', '/contacts/engage', { contactId: '1', kind: 'visit' })).status).toBe(404);
    expect((await engage('open')).status).toBe(400);
  });
});
