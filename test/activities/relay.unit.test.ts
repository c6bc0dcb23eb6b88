import { describe, expect, it } from 'vitest';
import { createRelayActivities, type RelayDeps, type Tell } from '../../src/activities/relay.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import type { Listener, RelatedEvent } from '../../src/domain/related.ts';
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

const { contacts } = defaultPolicy;
if (contacts === undefined) throw new Error('the default policy has rules for contacts');
const [campaign] = contacts.leads.campaigns;
if (campaign === undefined) throw new Error('the default policy has a campaign');
const withCampaign: Policy = {
  ...defaultPolicy,
  contacts: {
    ...contacts,
    leads: {
      ...contacts.leads,
      campaigns: [{ ...campaign, criteria: [{ property: 'billing_system', is: ['a'] }] }],
    },
  },
};

/** Ids of the associated records, by `<type>` of listener and id of the record the news is about. */
type Associated = Partial<Record<Listener, Record<string, string[]>>>;

/** Records in `running` can be told; one without associations is not there. */
function aRelay(associated: Associated, running: string[], policy: Policy = defaultPolicy) {
  const asked: string[] = [];
  const told: Record<string, string[]> = {};
  const tell =
    (listener: Listener): Tell =>
    (portalId, objectId, events) => {
      if (!running.includes(objectId)) return Promise.resolve(false);
      told[`${portalId}/${listener} ${objectId}`] = events.map(({ key }) => key);
      return Promise.resolve(true);
    };
  const { relayNews } = createRelayActivities({
    hubspot: {
      associatedIds: (from, ids, to) => {
        asked.push(`${from} ${[...new Set(ids)].join()} to ${to}`);
        const known = (to === 'deal' || to === 'contact' ? associated[to] : undefined) ?? {};
        return Promise.resolve(new Map(ids.flatMap((id) => (known[id] ? [[id, known[id]] as const] : []))));
      },
      readRecord: (from, id) => {
        asked.push(`${from} ${id} alone`);
        const [deal, contact] = [associated.deal?.[id], associated.contact?.[id]];
        const gone = new HubSpotError({ operation: 'readRecord', kind: 'notFound', mayHaveHappened: false });
        if (deal === undefined && contact === undefined) return Promise.reject(gone);
        const record = { id, archived: false, values: {} };
        // More than HubSpot lists with a record.
        if (id === 'many') return Promise.resolve({ ...record, associated: {}, partly: ['deal' as const] });
        return Promise.resolve({ ...record, associated: { ...(deal && { deal }), ...(contact && { contact }) } });
      },
    },
    policy,
    tell: { deal: tell('deal'), contact: tell('contact') },
  });
  return { relayNews, asked, told };
}

describe('relaying', () => {
  it('asks once per type of record and who wants to know, and tells each only what concerns it', async () => {
    const deal = { c1: ['1', '2'], c2: ['2'], n1: ['1'], k1: ['1'] };
    const { relayNews, asked, told } = aRelay({ deal, contact: { k1: ['7'], k2: ['7', '8'] } }, ['1', '2', '7', '8']);
    const events = [
      event('company', 'c1', 'name'),
      event('company', 'c1', 'business_unit'),
      event('company', 'c2', 'name'),
      event('note', 'n1', 'hs_note_body'),
      event('company', 'gone', 'name'),
      event('call', 'k1', 'hs_call_body'),
      event('call', 'k2', 'hs_call_disposition'),
      event('call', 'k1', 'hs_timestamp'),
    ];
    expect(await relayNews({ portalId: '9', events })).toEqual({ deals: 2, contacts: 2, told: 4 });
    expect(asked).toEqual([
      'company c1,c2,gone to deal',
      'note n1 alone',
      'call k1,k2 to deal',
      'call k2,k1 to contact',
      'contact 7,8 to deal',
    ]);
    expect(told).toEqual({
      '9/deal 1': [
        'company-c1-name',
        'company-c1-business_unit',
        'note-n1-hs_note_body',
        'call-k1-hs_call_body',
        'call-k1-hs_timestamp',
      ],
      '9/deal 2': ['company-c1-name', 'company-c1-business_unit', 'company-c2-name'],
      '9/contact 7': ['call-k2-hs_call_disposition', 'call-k1-hs_timestamp'],
      '9/contact 8': ['call-k2-hs_call_disposition'],
    });
  });

  it.each([
    ['company', 'name'],
    ['contact', 'number_of_providers'],
    ['note', 'hs_note_body'],
    ['email', 'hs_email_text'],
    ['call', 'hs_call_body'],
    ['meeting', 'hs_meeting_outcome'],
    ['task', 'hs_task_status'],
    ['ticket', 'hs_pipeline_stage'],
  ])('[R-02] brings news of a %s to its deal', async (object, property) => {
    const { relayNews, told } = aRelay({ deal: { x1: ['1'] } }, ['1']);
    await relayNews({ portalId: '9', events: [event(object, 'x1', property)] });
    expect(told).toEqual({ '9/deal 1': [`${object}-x1-${property}`] });
  });

  it.each([
    ['call', 'hs_call_disposition'],
    ['email', 'hs_email_direction'],
    ['meeting', 'hs_meeting_start_time'],
    ['note', 'hs_timestamp'],
    ['ticket', 'hs_ticket_category'],
    ['company', 'billing_system'],
  ])('[T-02] [L-02] [L-04] brings news of a %s to its contact', async (object, property) => {
    const { relayNews, told } = aRelay({ contact: { x1: ['7'] } }, ['7'], withCampaign);
    await relayNews({ portalId: '9', events: [event(object, 'x1', property)] });
    expect(told).toEqual({ '9/contact 7': [`${object}-x1-${property}`] });
  });

  it('[S-03] brings an answer that is only on a contact to the deals of the contact, once', async () => {
    const deal = { '7': ['1', '2'], '8': ['1'], e1: ['1'] };
    const { relayNews, asked, told } = aRelay({ deal, contact: { e1: ['7', '8'] } }, ['1', '2', '7', '8']);
    await relayNews({ portalId: '9', events: [event('email', 'e1', 'hs_email_direction')] });
    expect(told).toMatchObject({
      '9/deal 1': ['email-e1-hs_email_direction'],
      '9/deal 2': ['email-e1-hs_email_direction'],
    });
    expect(asked).toEqual(['email e1 alone', 'contact 7,8 to deal']);
  });

  it('[S-03] asks only for the deals when it is told whose contact it is, and tells the contact nothing twice', async () => {
    const { relayNews, asked, told } = aRelay({ deal: { '7': ['1'] }, contact: { m1: ['7'] } }, ['1', '7']);
    const { property: _, ...came } = event('communication', 'm1', '');
    await relayNews({ portalId: '9', events: [{ ...came, contactId: '7' }] });
    expect(told).toEqual({ '9/deal 1': ['communication-m1-'] });
    expect(asked).toEqual(['contact 7 to deal']);
  });

  it('[S-02] does not bother the deals of a contact with what is no touch', async () => {
    const { relayNews, told } = aRelay({ deal: { '7': ['1'] }, contact: { k1: ['7'], n1: ['7'] } }, ['1']);
    await relayNews({
      portalId: '9',
      events: [event('call', 'k1', 'hs_call_body'), event('note', 'n1', 'hs_timestamp')],
    });
    expect(told).toEqual({});
  });

  it('[L-02] names the tickets that have news for a contact and none to tell', async () => {
    const { relayNews } = aRelay({ contact: { t1: ['7'] }, deal: { t3: ['1'] } }, ['7', '1']);
    const events = [
      event('ticket', 't1', 'hs_ticket_category'),
      event('ticket', 't2', 'hs_ticket_category'),
      event('ticket', 't2', 'hs_pipeline_stage'),
      event('ticket', 't3', 'hs_pipeline_stage'),
      event('call', 'k1', 'hs_call_disposition'),
    ];
    const relayed = await relayNews({ portalId: '9', events });
    expect(relayed).toEqual({ deals: 1, contacts: 1, told: 2, contactless: ['t2', 't3'] });
  });

  it('looks for no contacts where the policy has no rules for them', async () => {
    const { relayNews, asked } = aRelay({}, [], smallPolicy);
    await relayNews({ portalId: '9', events: [event('call', 'k1', 'hs_call_disposition')] });
    await relayNews({ portalId: '9', events: [event('meeting', 'm1', 'hs_meeting_outcome')] });
    expect(asked).toEqual(['meeting m1 alone', 'meeting m1 to deal']);
  });

  it('counts deals that nobody has to tell', async () => {
    const old = Array.from({ length: 200 }, (_, n) => `old${n}`);
    const { relayNews, told } = aRelay({ deal: { c1: [...old, 'open'] } }, ['open']);
    const events = [event('company', 'c1', 'name')];
    expect(await relayNews({ portalId: '9', events })).toEqual({ deals: 201, contacts: 0, told: 1 });
    expect(Object.keys(told)).toEqual(['9/deal open']);
  });

  it('[S-03] asks on where a record is gone, or does not list all deals it is associated with', async () => {
    const { relayNews, asked, told } = aRelay({ deal: { many: ['1', '2'] } }, ['2']);
    await relayNews({ portalId: '9', events: [event('email', 'gone', 'hs_email_direction')] });
    await relayNews({ portalId: '9', events: [event('email', 'many', 'hs_email_direction')] });
    expect(told).toEqual({ '9/deal 2': ['email-many-hs_email_direction'] });
    const ofGone = ['email gone alone', 'email gone to deal', 'email gone to contact'];
    expect(asked).toEqual([...ofGone, 'email many alone', 'email many to deal']);
  });

  it('asks nothing about records that belong to no deal', async () => {
    const { relayNews, asked } = aRelay({}, []);
    await relayNews({ portalId: '9', events: [event('quote', 'q1', 'x')] });
    expect(asked).toEqual([]);
  });
});

describe('a failure', () => {
  const failWith = (failure: Error) => {
    const deps: RelayDeps = {
      hubspot: { associatedIds: () => Promise.reject(failure), readRecord: () => Promise.reject(failure) },
      policy: defaultPolicy,
      tell: { deal: () => Promise.resolve(true), contact: () => Promise.resolve(true) },
    };
    return createRelayActivities(deps).relayNews({ portalId: '9', events: [event('company', 'c1', 'name')] });
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
