import { describe, expect, it } from 'vitest';
import { sortBody } from '../../src/gateway/bad-events.ts';
import { retryEvent } from '../../src/gateway/retry.ts';
import { MAX_CONTENT_BYTES } from '../../src/journal/quarantine.ts';
import {
  APP_ID,
  aGateway,
  dealChange,
  idOf,
  policy,
  PORTAL_ID,
  type Sent,
  signedEvents,
  signedRequest,
} from './support.ts';

const wrong = (fields: Record<string, unknown> = {}) => dealChange({ eventId: 'x', ...fields });

describe('what the gateway keeps', () => {
  it('[R-04] is kept before the POST is answered', async () => {
    let finish = () => {};
    const { app, kept } = aGateway({ keep: () => new Promise((resolve) => (finish = resolve)) });
    let answered = false;
    const answer = Promise.resolve(app.request(...signedEvents(dealChange(), wrong()))).then((response) => {
      answered = true;
      return response;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([answered, kept.length]).toEqual([false, 0]);
    finish();
    expect((await answer).status).toBe(204);
    expect(kept).toHaveLength(1);
  });

  it('[R-04] is answered 503 when it cannot be kept, although the good events are taken', async () => {
    const { app, sent, logged } = aGateway({ keep: () => Promise.reject(new Error('canary')) });
    const response = await app.request(...signedEvents(dealChange(), wrong()));
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('10');
    expect(sent).toHaveLength(1);
    expect(logged.join()).not.toContain('canary');
  });

  it('is the same for every delivery of one event', () => {
    const fingerprint = (body: string) => {
      const sorted = sortBody(Buffer.from(body));
      return sorted === 'too_many' ? undefined : sorted.bad[0]?.fingerprint;
    };
    const first = fingerprint(JSON.stringify([wrong()]));
    const reordered = Object.fromEntries(Object.entries(wrong({ attemptNumber: 3 })).toReversed());
    expect(fingerprint(JSON.stringify([dealChange(), reordered], null, 1))).toBe(first);
    expect(fingerprint(JSON.stringify([wrong({ attemptNumber: undefined })]))).toBe(first);
    expect(fingerprint(JSON.stringify([wrong({ propertyValue: 'sql' })]))).not.toBe(first);
    expect(fingerprint('cut off')).toBe(fingerprint('cut off'));
    expect(fingerprint('cut off')).not.toBe(fingerprint('cut of'));
  });

  it('is the event as it came, with labels that cannot hold a name', async () => {
    const { app, kept } = aGateway();
    const events = [wrong(), wrong({ subscriptionType: 'Jane Roe', objectId: 'Jane Roe' }), { a: { b: [1] } }];
    await app.request(...signedEvents(...events));
    expect(kept.map(({ content }) => JSON.parse(Buffer.from(content).toString()))).toEqual(events);
    expect(kept.map(({ subscriptionType, objectId }) => [subscriptionType, objectId])).toEqual([
      ['deal.propertyChange', '123'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('fits whole, whatever HubSpot can send', async () => {
    const { app, kept } = aGateway();
    await app.request(...signedEvents(wrong({ propertyValue: '\u{1F600}'.repeat(65_536) })));
    expect(kept[0]?.content.length).toBeGreaterThan(262_144);
    expect(kept[0]?.content.length).toBeLessThan(MAX_CONTENT_BYTES);
  });

  it('is nothing that can be read, whatever it is about', async () => {
    const { app, kept } = aGateway();
    const fields = [{ portalId: 99 }, { subscriptionType: 'contact.creation' }, { subscriptionType: 'deal.new' }];
    const response = await app.request(...signedEvents(...fields.map((field) => dealChange(field))));
    expect(response.status).toBe(204);
    expect(kept).toEqual([]);
  });
});

describe('a retry', () => {
  const context = { policy, portalId: String(PORTAL_ID), appId: APP_ID };
  async function retry(content: string) {
    const sent: Sent[] = [];
    const retried = await retryEvent(
      context,
      async (record, events) => void sent.push({ objectId: idOf(record), events }),
      Buffer.from(content),
    );
    return { retried, sent };
  }

  it('[R-03] sends what the gateway would send, under the same dedupe key', async () => {
    const { app, sent: first } = aGateway();
    await app.request(...signedEvents(dealChange()));
    const { retried, sent } = await retry(JSON.stringify(dealChange({ attemptNumber: 5 })));
    expect(retried).toEqual({ outcome: 'sent', workflows: 1 });
    expect(sent).toEqual(first);
  });

  it('tells each record of a merge', async () => {
    const fields = { subscriptionType: 'deal.merge', primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 3 };
    const { retried, sent } = await retry(JSON.stringify(dealChange(fields)));
    expect(retried).toEqual({ outcome: 'sent', workflows: 3 });
    expect(sent.map(({ objectId }) => objectId).sort()).toEqual(['1', '2', '3']);
  });

  it.each([
    ['another portal', dealChange({ portalId: 99 }), { outcome: 'ignored', why: 'portal' }],
    ['an unknown change', dealChange({ subscriptionType: 'deal.new' }), { outcome: 'ignored', why: 'change' }],
    ['what is still wrong', wrong(), { outcome: 'still_bad', field: 'eventId' }],
    ['what is no event', [1], { outcome: 'still_bad', field: 'event' }],
  ])('of %s sends nothing', async (_what, event, expected) => {
    expect(await retry(JSON.stringify(event))).toEqual({ retried: expected, sent: [] });
  });

  it('of what is no JSON sends nothing', async () => {
    expect((await retry('{"cut')).retried).toEqual({ outcome: 'still_bad', field: 'body' });
  });

  it('fails when Temporal does not take it', async () => {
    const content = Buffer.from(JSON.stringify(dealChange()));
    await expect(retryEvent(context, () => Promise.reject(new Error('down')), content)).rejects.toThrow('down');
  });

  it('takes an event that came without its array, as quarantine keeps it', async () => {
    const { app, kept } = aGateway();
    await app.request(...signedRequest(JSON.stringify(dealChange())));
    const { retried } = await retry(Buffer.from(kept[0]?.content ?? []).toString());
    expect(retried.outcome).toBe('sent');
  });
});
