import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aGateway, dealChange, signedEvents, signedRequest } from './support.ts';

const good = JSON.stringify(dealChange());
const replaced = (from: string, to: string) => `[${good.replace(from, to)}]`;

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

const stage = (value: string, eventId = 100) => dealChange({ eventId, propertyValue: value });
const amount = (value: string) => dealChange({ propertyName: 'amount', propertyValue: value });
const of = (subscriptionType: string, fields: Record<string, unknown> = {}) =>
  dealChange({ subscriptionType, propertyName: undefined, propertyValue: undefined, ...fields });

/** Well-formed, and odd for the SOP: that is for the deal's workflow to judge, which hears all of it in its order. */
const semantics: [what: string, events: unknown[], heard: number][] = [
  ['a deletion before the creation', [of('deal.deletion'), of('deal.creation', { eventId: 101 })], 2],
  ['a return after the deletion', [of('deal.deletion'), of('deal.restore', { eventId: 101 })], 2],
  ['a change after the deletion', [of('deal.deletion'), stage('engaged', 101)], 2],
  [
    'a deal moved back and forth 100 times',
    Array.from({ length: 100 }, (_, n) => stage(n % 2 ? 'sql' : 'won', n)),
    100,
  ],
  ['a stage that is in no pipeline', [stage('no-such-stage')], 1],
  ['a stage that is not there', [stage('')], 1],
  ['the amount 1e309', [amount('1e309')], 1],
  ['an amount in Arabic digits', [amount('١٢٣')], 1],
  ['an amount with separators', [amount('1.000,00')], 1],
  ['a negative amount', [amount('-5')], 1],
  ['a day that does not exist', [dealChange({ propertyName: 'closedate', propertyValue: '2026-02-30' })], 1],
  ['a day instead of an instant', [dealChange({ propertyName: 'closedate', propertyValue: '2026-02-28' })], 1],
  ['an owner that nobody is', [dealChange({ propertyName: 'hubspot_owner_id', propertyValue: '' })], 1],
  [
    'our own writes, ten times',
    Array.from({ length: 10 }, () => dealChange({ changeSource: 'INTEGRATION', sourceId: '54321' })),
    10,
  ],
  ['one deal merged into itself', [of('deal.merge', { primaryObjectId: 1, mergedObjectIds: [1], newObjectId: 1 })], 0],
  ['a privacy deletion, then a change, of a contact', [of('contact.privacyDeletion'), of('contact.deletion')], 0],
];

describe('a signed webhook', () => {
  it.each(semantics)('with %s reaches the deal as it is', async (_what, events, heard) => {
    const { app, sent, kept } = aGateway();
    expect((await app.request(...signedEvents(...events))).status).toBe(204);
    expect(sent.flatMap((signal) => signal.events)).toHaveLength(heard);
    expect(kept).toEqual([]);
  });

  it.each(tolerated)('with %s is taken', async (_what, body, sends) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(body));
    expect(response.status).toBe(204);
    expect(sent).toHaveLength(sends);
    expect(await metrics()).toContain('gateway_webhook_posts_total{outcome="taken"} 1');
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
          expect(status).toBe(204);
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
    const labels = { subscriptionType: 'canary-3', propertyName: 'canary 4', appId: 'canary-5' };
    await app.request(
      ...signedEvents(
        dealChange(),
        dealChange({ objectId: 'canary-1', propertyValue: 'canary-2' }),
        dealChange(labels),
      ),
    );
    expect(logged).toHaveLength(1);
    expect(logged.join() + (await metrics())).not.toContain('canary');
  });
});
