import { describe, expect, it } from 'vitest';
import { createRelayActivities, type RelayDeps } from '../../src/activities/relay.ts';
import type { RelatedEvent } from '../../src/domain/related.ts';
import { HubSpotError, type HubSpotErrorKind } from '../../src/hubspot/error.ts';

const event = (object: string, otherId: string, property: string): RelatedEvent => ({
  kind: 'related',
  object,
  otherId,
  property,
  key: `${object}-${otherId}-${property}`,
  occurredAt: 1,
  by: 'person:7',
});

/** Deals by record; the workflows of those in `running` can be told. */
function aRelay(deals: Record<string, string[]>, running: string[]) {
  const asked: string[] = [];
  const told: Record<string, string[]> = {};
  const { relayToDeals } = createRelayActivities({
    hubspot: {
      associatedIds: (from, ids) => {
        asked.push(`${from} ${[...new Set(ids)].join()}`);
        return Promise.resolve(new Map(ids.flatMap((id) => (deals[id] ? [[id, deals[id]] as const] : []))));
      },
    },
    tellDeal: (portalId, dealId, events) => {
      if (!running.includes(dealId)) return Promise.resolve(false);
      told[`${portalId}/${dealId}`] = events.map(({ key }) => key);
      return Promise.resolve(true);
    },
  });
  return { relayToDeals, asked, told };
}

describe('relaying', () => {
  it('asks once per type of record, and tells each deal only what concerns it', async () => {
    const { relayToDeals, asked, told } = aRelay({ c1: ['1', '2'], c2: ['2'], n1: ['1'] }, ['1', '2']);
    const events = [
      event('company', 'c1', 'name'),
      event('company', 'c1', 'business_unit'),
      event('company', 'c2', 'name'),
      event('note', 'n1', 'hs_note_body'),
      event('company', 'gone', 'name'),
    ];
    expect(await relayToDeals({ portalId: '9', events })).toEqual({ deals: 2, told: 2 });
    expect(asked).toEqual(['company c1,c2,gone', 'note n1']);
    expect(told).toEqual({
      '9/1': ['company-c1-name', 'company-c1-business_unit', 'note-n1-hs_note_body'],
      '9/2': ['company-c1-name', 'company-c1-business_unit', 'company-c2-name'],
    });
  });

  it('counts deals that nobody has to tell', async () => {
    const old = Array.from({ length: 200 }, (_, n) => `old${n}`);
    const { relayToDeals, told } = aRelay({ c1: [...old, 'open'] }, ['open']);
    const events = [event('company', 'c1', 'name')];
    expect(await relayToDeals({ portalId: '9', events })).toEqual({ deals: 201, told: 1 });
    expect(Object.keys(told)).toEqual(['9/open']);
  });

  it('asks nothing about records that belong to no deal', async () => {
    const { relayToDeals, asked } = aRelay({}, []);
    await relayToDeals({ portalId: '9', events: [event('quote', 'q1', 'x')] });
    expect(asked).toEqual([]);
  });
});

describe('a failure', () => {
  const failWith = (failure: Error) => {
    const deps: RelayDeps = {
      hubspot: { associatedIds: () => Promise.reject(failure) },
      tellDeal: () => Promise.resolve(true),
    };
    return createRelayActivities(deps).relayToDeals({ portalId: '9', events: [event('company', 'c1', 'name')] });
  };
  const hubSpotSays = (kind: HubSpotErrorKind) =>
    new HubSpotError({ operation: 'associatedIds', kind, mayHaveHappened: false });

  it('[R-04] of the token is waited for: nobody delivers the events again', async () => {
    await expect(failWith(hubSpotSays('auth'))).rejects.toMatchObject({ nonRetryable: false, type: 'auth' });
  });

  it('of HubSpot that passes is tried again, a final one is not', async () => {
    await expect(failWith(hubSpotSays('unavailable'))).rejects.toMatchObject({ nonRetryable: false });
    await expect(failWith(hubSpotSays('rejected'))).rejects.toMatchObject({ nonRetryable: true });
  });

  it('[R-10] says nothing of what is in it', async () => {
    const failure = failWith(new Error('canary@example.com'));
    await expect(failure).rejects.toMatchObject({ nonRetryable: false, message: 'unexpected Error' });
  });
});
