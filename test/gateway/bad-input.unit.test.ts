import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aGateway, dealChange, NOW, signedEvents, signedRequest } from './support.ts';

const good = JSON.stringify(dealChange());
const replaced = (from: string, to: string) => `[${good.replace(from, to)}]`;

/** Signed bodies that are no array of events. */
const malformed: [what: string, body: string | Uint8Array][] = [
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '1'],
  ['a text', '"[]"'],
  ['an object', good],
  ['cut off', `[${good}`],
  ['two arrays', '[][]'],
  ['a trailing comma', `[${good},]`],
  ['NaN', '[NaN]'],
  ['UTF-16 with mark', Buffer.from(`\uFEFF[${good}]`, 'utf16le')],
  ['UTF-16', Buffer.from(`[${good}]`, 'utf16le')],
  ['broken UTF-8', Buffer.concat([Buffer.from('["'), Buffer.from([0xc3, 0x28]), Buffer.from('"]')])],
  ['a raw NUL', '[\0]'],
  ['half an array 100,000 deep', '['.repeat(100_000)],
];

/** Events that HubSpot would not send, with the field that is blamed. */
const bad: [what: string, field: string, body: string][] = [
  ['null', 'event', '[null]'],
  ['a number', 'event', '[5]'],
  ['a text', 'event', '["deal.creation"]'],
  ['an array', 'event', '[[]]'],
  ['an array 100,000 deep', 'event', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['no type', 'subscriptionType', '[{}]'],
  ['a type that is a number', 'subscriptionType', JSON.stringify([dealChange({ subscriptionType: 3 })])],
  ...([0, -1, 1.5, 2 ** 53 + 2, '123', '1/../2', null, true, [123], { id: 1 }] as const).map(
    (objectId): [string, string, string] => [
      `the object id ${JSON.stringify(objectId)}`,
      'objectId',
      JSON.stringify([dealChange({ objectId })]),
    ],
  ),
  ['an object id of 400 digits', 'objectId', replaced('"objectId":123', `"objectId":${'9'.repeat(400)}`)],
  ['no object id', 'objectId', replaced('"objectId":123,', '')],
  ['no event id', 'eventId', replaced('"eventId":100,', '')],
  ['an event id that is a text', 'eventId', JSON.stringify([dealChange({ eventId: '100' })])],
  ['no portal', 'portalId', replaced('"portalId":62515,', '')],
  ['a portal that is a text', 'portalId', JSON.stringify([dealChange({ portalId: '62515' })])],
  ['the time 0', 'occurredAt', JSON.stringify([dealChange({ occurredAt: 0 })])],
  ['the year 3000', 'occurredAt', JSON.stringify([dealChange({ occurredAt: Date.UTC(3000, 0) })])],
  ['a time in words', 'occurredAt', JSON.stringify([dealChange({ occurredAt: '2026-11-21T12:00:00Z' })])],
  ['a time in seconds', 'occurredAt', JSON.stringify([dealChange({ occurredAt: NOW / 1_000 })])],
  ['a fraction of a millisecond', 'occurredAt', JSON.stringify([dealChange({ occurredAt: NOW + 0.5 })])],
  ['the time 1e400', 'occurredAt', replaced(`"occurredAt":${NOW - 1_000}`, '"occurredAt":1e400')],
  ['a property name with a line break', 'propertyName', JSON.stringify([dealChange({ propertyName: 'a\nb' })])],
  ['an empty property name', 'propertyName', JSON.stringify([dealChange({ propertyName: '' })])],
  ['no property name', 'propertyName', replaced('"propertyName":"dealstage",', '')],
  ['a value of 900 kB', 'propertyValue', JSON.stringify([dealChange({ propertyValue: 'x'.repeat(900_000) })])],
  ['a value that is a number', 'propertyValue', JSON.stringify([dealChange({ propertyValue: 5 })])],
  ['a NUL in a value', 'propertyValue', JSON.stringify([dealChange({ propertyValue: 'a\0b' })])],
  ['half a surrogate pair in a value', 'propertyValue', JSON.stringify([dealChange({ propertyValue: 'a\ud800b' })])],
  ['the second of two equal keys wrong', 'objectId', replaced('"objectId":123', '"objectId":123,"objectId":"x"')],
  ['a merge without losers', 'mergedObjectIds', mergeOf({ mergedObjectIds: [] })],
  ['a merge of texts', 'mergedObjectIds', mergeOf({ mergedObjectIds: ['5'] })],
  ['an association with no ends', 'fromObjectId', associationOf({ fromObjectId: undefined })],
  [
    'an association that is neither made nor removed',
    'associationRemoved',
    associationOf({ associationRemoved: 'no' }),
  ],
  ['an association without name', 'associationType', associationOf({ associationType: undefined })],
];

function mergeOf(fields: Record<string, unknown>): string {
  return JSON.stringify([dealChange({ subscriptionType: 'deal.merge', primaryObjectId: 1, ...fields })]);
}

function associationOf(fields: Record<string, unknown>): string {
  const whole = { associationType: 'DEAL_TO_CONTACT', fromObjectId: 1, toObjectId: 2, associationRemoved: false };
  return JSON.stringify([dealChange({ subscriptionType: 'deal.associationChange', ...whole, ...fields })]);
}

/** Odd, but clear enough: all are taken. */
const tolerated: [what: string, body: string, sends: number][] = [
  ['an empty array', '[]', 0],
  ['a byte order mark', `\uFEFF[${good}]`, 1],
  ['white space around', ` \r\n[ ${good} ]\n`, 1],
  ['fields we do not know', JSON.stringify([dealChange({ somethingNew: { deep: [1] } })]), 1],
  ['__proto__ and constructor as keys', replaced('{', '{"__proto__":{"portalId":1},"constructor":{"prototype":1},'), 1],
  ['an unknown type', JSON.stringify([dealChange({ subscriptionType: 'deal.somethingNew' })]), 0],
  ['a type without dot', JSON.stringify([dealChange({ subscriptionType: 'deal' })]), 0],
  [
    'a type named after a built-in',
    JSON.stringify([dealChange({ subscriptionType: 'object.creation', objectTypeId: 'constructor' })]),
    0,
  ],
  ['another portal', JSON.stringify([dealChange({ portalId: 99 })]), 0],
  ['a huge attempt number', JSON.stringify([dealChange({ attemptNumber: 1e15 })]), 1],
  ['an unknown property', JSON.stringify([dealChange({ propertyName: 'nobody_knows' })]), 1],
  ['a read-only property', JSON.stringify([dealChange({ propertyName: 'hs_is_closed' })]), 1],
  ['a value that is null', JSON.stringify([dealChange({ propertyValue: null })]), 1],
  ['a source that is no text', JSON.stringify([dealChange({ changeSource: 5, sourceId: ['x'] })]), 1],
  ['an event from before the deal', JSON.stringify([dealChange({ occurredAt: Date.UTC(2007, 0) })]), 1],
  ['101 events', JSON.stringify(Array.from({ length: 101 }, (_, eventId) => dealChange({ eventId }))), 1],
];

describe('a signed webhook', () => {
  it.each(malformed)('that is %s is answered 400 and counted', async (_what, body) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'malformed' });
    expect(sent).toEqual([]);
    expect(await metrics()).toContain('gateway_webhook_posts_total{outcome="malformed"} 1');
  });

  it.each(bad)('of nothing but %s is answered 400 and counted by field (%s)', async (_what, field, body) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'unusable' });
    expect(sent).toEqual([]);
    expect(await metrics()).toContain(`gateway_webhook_bad_events_total{field="${field}"} 1`);
  });

  it.each(bad)('keeps its good events beside %s (%s)', async (_what, field, body) => {
    const { app, sent, metrics } = aGateway();
    const mixed = `[${good},${body.slice(1, -1)},${JSON.stringify(dealChange({ objectId: 456 }))}]`;
    const response = await app.request(...signedRequest(mixed));
    expect(response.status).toBe(204);
    expect(sent.map(({ objectId }) => objectId)).toEqual(['123', '456']);
    expect(await metrics()).toContain(`gateway_webhook_bad_events_total{field="${field}"} 1`);
  });

  it.each(tolerated)('with %s is taken', async (_what, body, sends) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(body));
    expect(response.status).toBe(204);
    expect(sent).toHaveLength(sends);
    expect(await metrics()).toContain('gateway_webhook_posts_total{outcome="taken"} 1');
  });

  it.each([
    ['1,001 events', JSON.stringify(Array.from({ length: 1_001 }, () => 0)), 'too_many'],
    ['100,000 events', `[${'0,'.repeat(99_999)}0]`, 'too_many'],
    ['a body of 2 MB', JSON.stringify([dealChange({ filling: 'x'.repeat(2_000_000) })]), 'too_large'],
  ])('of %s is answered 413', async (_what, body, error) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(body));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error });
    expect(sent).toEqual([]);
    expect(await metrics()).toContain(`gateway_webhook_posts_total{outcome="${error}"} 1`);
  });

  it('is answered in a documented way whatever its bytes are', async () => {
    const valid = Buffer.from(`[${good},${JSON.stringify(dealChange({ subscriptionType: 'deal.creation' }))}]`);
    const damaged = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((edits) => {
        const bytes = new Uint8Array(valid);
        for (const [at, byte] of edits) bytes[at] = byte;
        return bytes;
      });
    const values = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc
          .dictionary(fc.constantFrom(...Object.keys(dealChange())), fc.jsonValue())
          .map((fields) => dealChange(fields)),
      ),
    );
    const { app, logged } = aGateway();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          damaged,
          values.map((value) => JSON.stringify(value)),
        ),
        async (body) => {
          const { status } = await app.request(...signedRequest(body));
          expect([204, 400]).toContain(status);
        },
      ),
    );
    expect(logged.join()).not.toContain('unexpectedly');
  });

  it('may use one event id for different events', async () => {
    const { app, sent } = aGateway();
    await app.request(...signedEvents(dealChange(), dealChange({ propertyName: 'amount', propertyValue: '5' })));
    expect(new Set(sent[0]?.events.map(({ key }) => key)).size).toBe(2);
  });

  it('leaves no value of a bad event in log or metrics', async () => {
    const { app, logged, metrics } = aGateway();
    await app.request(...signedEvents(dealChange(), dealChange({ objectId: 'canary-1', propertyValue: 'canary-2' })));
    expect(logged).toHaveLength(1);
    expect(logged.join() + (await metrics())).not.toContain('canary');
  });
});
