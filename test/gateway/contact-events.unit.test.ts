/** What the workflow of a contact is told, where the policy has rules for contacts. */
import { describe, expect, it } from 'vitest';
import { FILLED } from '../../src/domain/events.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { createGateway } from '../../src/gateway/app.ts';
import { type RecordRef, toRecordEvents } from '../../src/gateway/record-events.ts';
import { parseWebhookEvent } from '../../src/hubspot/webhook-schema.ts';
import { createLogger } from '../../src/log.ts';
import { APP_ID, dealChange, NOW, PORTAL_ID, PUBLIC_URL, SECRET, signedEvents } from './support.ts';

const row = { object: 'contact', origin: 'portal', filledBy: 'people', clause: 'test' } as const;
const policy: Policy = {
  ...defaultPolicy,
  properties: [
    ...defaultPolicy.properties.filter(({ object, name }) => object !== 'contact' || name === 'number_of_providers'),
    { ...row, name: 'lifecyclestage', label: 'Lifecycle Stage', type: 'choice' },
    { ...row, name: 'email', label: 'Email', type: 'text' },
    { ...row, name: 'last_event_attended', label: 'Last event attended', type: 'datetime' },
  ],
};
const { contacts: _, ...dealsOnly } = policy;

const contactChange = (fields: Record<string, unknown> = {}) =>
  dealChange({
    subscriptionType: 'contact.propertyChange',
    propertyName: 'lifecyclestage',
    propertyValue: 'marketingqualifiedlead',
    ...fields,
  });

function routed(fields: Record<string, unknown>, by: Policy = policy) {
  const parsed = parseWebhookEvent(contactChange(fields));
  if (!parsed.ok) throw new Error(`bad field ${parsed.field}`);
  return toRecordEvents({ policy: by, portalId: String(PORTAL_ID), appId: APP_ID }, parsed.event);
}

/** Workflow and id of each record that is told, with what is said to it. */
function told(fields: Record<string, unknown>, by: Policy = policy) {
  const answer = routed(fields, by);
  if ('ignored' in answer) return answer;
  return answer.news.map(({ record, event }) => {
    const { key: _key, occurredAt: _at, by: _by, ...content } = event;
    return [nameOf(record), content];
  });
}

const nameOf = (record: RecordRef) => (record.workflow === 'relay' ? 'relay' : `${record.workflow} ${record.objectId}`);

describe('[R-02] a contact is told', () => {
  it.each<[what: string, fields: Record<string, unknown>, content: Record<string, unknown>]>([
    [
      'a change of a property with a row',
      {},
      { kind: 'property', property: 'lifecyclestage', value: 'marketingqualifiedlead' },
    ],
    [
      'a time in the words in which it is read',
      { propertyName: 'last_event_attended', propertyValue: '1795186800000' },
      { kind: 'property', property: 'last_event_attended', value: '2026-11-20T15:00:00.000Z' },
    ],
    ['its creation', { subscriptionType: 'contact.creation' }, { kind: 'created' }],
    ['that it was erased', { subscriptionType: 'contact.privacyDeletion' }, { kind: 'erased' }],
  ])('%s', (_what, fields, content) => {
    expect(told(fields)).toEqual([['contact 123', content]]);
  });

  it.each<[what: string, fields: Record<string, unknown>, kind: string]>([
    ['deletion', { subscriptionType: 'contact.deletion' }, 'deleted'],
    ['return', { subscriptionType: 'contact.restore' }, 'restored'],
  ])('[R-10] its %s, of which its deals hear as well', (_what, fields, kind) => {
    expect(told(fields)).toEqual([
      ['contact 123', { kind }],
      ['relay', { kind: 'related', object: 'contact', otherId: '123' }],
    ]);
  });

  it('[R-10] of a merge: those that went where they went, the new one that it is there', () => {
    const merge = { subscriptionType: 'contact.merge', objectId: undefined, primaryObjectId: 1, mergedObjectIds: [2] };
    expect(told({ ...merge, newObjectId: 9 })).toEqual([
      ['contact 1', { kind: 'merged', into: '9' }],
      ['contact 2', { kind: 'merged', into: '9' }],
      ['contact 9', { kind: 'created' }],
      ['relay', { kind: 'related', object: 'contact', otherId: '9' }],
    ]);
  });

  it('[R-10] no address, only that there is one', () => {
    expect(told({ propertyName: 'email', propertyValue: 'canary@example.com' })).toEqual([
      ['contact 123', { kind: 'property', property: 'email', value: FILLED }],
    ]);
  });

  it('[D-04] of the number of providers, as its deals are', () => {
    const fields = { propertyName: 'number_of_providers', propertyValue: '4' };
    expect(told(fields)).toEqual([
      ['contact 123', { kind: 'property', property: 'number_of_providers', value: '4' }],
      ['relay', { kind: 'related', object: 'contact', otherId: '123', property: 'number_of_providers' }],
    ]);
    expect(told(fields, dealsOnly)).toEqual([
      ['relay', { kind: 'related', object: 'contact', otherId: '123', property: 'number_of_providers' }],
    ]);
  });

  it('[R-03] its own writes as ours, under one key however often they come', () => {
    const ours = routed({ changeSource: 'INTEGRATION', sourceId: APP_ID });
    expect(ours).toHaveProperty('news.0.event.by', 'us');
    const again = routed({ attemptNumber: 3, subscriptionId: 9 });
    const first = routed({});
    expect('news' in again && again.news[0]?.event.key).toBe('news' in first && first.news[0]?.event.key);
  });
});

describe('an association', () => {
  const ends = { subscriptionType: 'object.associationChange', objectId: undefined, associationRemoved: false };
  const said = (association: string, otherId: string) => ({
    kind: 'association',
    association,
    otherId,
    removed: false,
  });

  it.each<[association: string, from: number, to: number, records: [string, string][]]>([
    [
      'DEAL_TO_CONTACT',
      5,
      7,
      [
        ['deal 5', '7'],
        ['contact 7', '5'],
      ],
    ],
    [
      'CONTACT_TO_DEAL',
      7,
      5,
      [
        ['contact 7', '5'],
        ['deal 5', '7'],
      ],
    ],
    ['CONTACT_TO_COMPANY', 7, 6, [['contact 7', '6']]],
    ['COMPANY_TO_CONTACT', 6, 7, [['contact 7', '6']]],
    ['NOTE_TO_CONTACT', 8, 7, [['contact 7', '8']]],
    ['CONTACT_TO_TICKET', 7, 8, [['contact 7', '8']]],
    ['TASK_TO_DEAL', 8, 5, [['deal 5', '8']]],
  ])('[R-02] %s reaches whom it is about', (associationType, fromObjectId, toObjectId, records) => {
    expect(told({ ...ends, associationType, fromObjectId, toObjectId })).toEqual(
      records.map(([record, otherId]) => [record, said(associationType, otherId)]),
    );
  });

  const touch = (object: string) => ({ kind: 'related', object, otherId: '8', contactId: '7' });

  it.each(['call', 'email', 'meeting'])('[S-03] of a contact with a %s reaches its deals as well', (object) => {
    const association = `${object.toUpperCase()}_TO_CONTACT`;
    const fields = { ...ends, associationType: association, fromObjectId: 8, toObjectId: 7 };
    expect(told(fields)).toEqual([
      ['contact 7', said(association, '8')],
      ['relay', touch(object)],
    ]);
    const back = `CONTACT_TO_${object.toUpperCase()}`;
    expect(told({ ...ends, associationType: back, fromObjectId: 7, toObjectId: 8, associationRemoved: true })).toEqual([
      ['contact 7', { ...said(back, '8'), removed: true }],
      ['relay', { ...touch(object), removed: true }],
    ]);
  });

  it('[S-03] of a contact with a logged message reaches its deals', () => {
    const fields = { ...ends, associationType: 'COMMUNICATION_TO_CONTACT', fromObjectId: 8, toObjectId: 7 };
    expect(told(fields)).toEqual([['relay', touch('communication')]]);
  });

  it('[K-07] of a contact with a mail of ours reaches nobody', () => {
    const ours = { changeSource: 'INTEGRATION', sourceId: APP_ID };
    const fields = { ...ends, ...ours, associationType: 'EMAIL_TO_CONTACT', fromObjectId: 8, toObjectId: 7 };
    expect(told(fields)).toEqual({ ignored: 'echo' });
  });

  it('[T-02] of a meeting is known by both of its names', () => {
    expect(told({ ...ends, associationType: 'MEETING_EVENT_TO_CONTACT', fromObjectId: 8, toObjectId: 7 })).toEqual([
      ['contact 7', said('MEETING_TO_CONTACT', '8')],
      ['relay', touch('meeting')],
    ]);
  });

  it.each(['TASK_TO_CONTACT', 'LEAD_TO_CONTACT', 'CONTACT_TO_CONTACT', 'QUOTE_TO_CONTACT'])(
    '%s, of which no rule asks, wakes nobody',
    (associationType) => {
      expect(told({ ...ends, associationType, fromObjectId: 8, toObjectId: 7 })).toEqual({ ignored: 'object' });
    },
  );

  it('reaches deals only where contacts have no workflow', () => {
    const both = { ...ends, associationType: 'DEAL_TO_CONTACT', fromObjectId: 5, toObjectId: 7 };
    expect(told(both, dealsOnly)).toEqual([['deal 5', said('DEAL_TO_CONTACT', '7')]]);
    const call = { ...ends, associationType: 'CALL_TO_CONTACT', fromObjectId: 8, toObjectId: 7 };
    expect(told(call, dealsOnly)).toEqual([['relay', touch('call')]]);
    const note = { ...call, associationType: 'NOTE_TO_CONTACT' };
    expect(told(note, dealsOnly)).toEqual({ ignored: 'object' });
  });
});

describe('a contact is not told', () => {
  it.each([
    ['of a property without a row', { propertyName: 'hs_marketing_score' }, 'property'],
    ['of changes that nobody knows', { subscriptionType: 'contact.somethingNew' }, 'change'],
  ])('%s', (_what, fields, ignored) => {
    expect(told(fields)).toEqual({ ignored });
  });

  it('of anything where the policy has no rules for contacts', () => {
    expect(told({}, dealsOnly)).toEqual({ ignored: 'property' });
    expect(told({ subscriptionType: 'contact.creation' }, dealsOnly)).toEqual({ ignored: 'change' });
  });
});

it('[R-04] a contact that came with values gets them all; its deals are told by what it is associated with', async () => {
  const sent: [string, string[]][] = [];
  const app = createGateway({
    clientSecrets: [SECRET],
    portalId: String(PORTAL_ID),
    appId: APP_ID,
    publicUrl: PUBLIC_URL,
    policy,
    send: async (record, events) => void sent.push([nameOf(record), events.map(({ kind }) => kind)]),
    quarantine: { keep: () => Promise.resolve(), check: () => Promise.resolve() },
    checkTemporal: () => Promise.resolve(),
    log: createLogger(() => {}),
    now: () => NOW,
  });
  const answer = await app.request(
    ...signedEvents(
      contactChange({ subscriptionType: 'contact.creation' }),
      contactChange(),
      contactChange({ propertyName: 'number_of_providers', propertyValue: '4' }),
    ),
  );
  expect(answer.status).toBe(204);
  expect(sent).toEqual([['contact 123', ['created', 'property', 'property']]]);
});
