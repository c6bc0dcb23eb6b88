import { describe, expect, it } from 'vitest';
import { FILLED } from '../../src/domain/events.ts';
import { toRecordEvents } from '../../src/gateway/record-events.ts';
import { actorOf } from '../../src/hubspot/actor.ts';
import { parseWebhookEvent, type WebhookEvent } from '../../src/hubspot/webhook-schema.ts';
import { APP_ID, dealChange, idOf, NOW, policy, PORTAL_ID } from './support.ts';

const context = { policy, portalId: String(PORTAL_ID), appId: APP_ID };

function parsed(fields: Record<string, unknown>): WebhookEvent {
  const result = parseWebhookEvent(dealChange(fields));
  if (!result.ok) throw new Error(`bad field ${result.field}`);
  return result.event;
}

function news(fields: Record<string, unknown>) {
  const routed = toRecordEvents(context, parsed(fields));
  return 'news' in routed ? routed.news.map(({ record, event }) => ({ objectId: idOf(record), ...event })) : routed;
}

function keyOf(fields: Record<string, unknown>): string {
  const routed = news(fields);
  const key = Array.isArray(routed) ? routed[0]?.key : undefined;
  if (key === undefined) throw new Error('ignored');
  return key;
}

describe('what a deal is told', () => {
  it('is its stage, when it changed and who did it', () => {
    const key = keyOf({});
    expect(key).toMatch(/^[\w-]{12}$/);
    expect(news({})).toEqual([
      {
        objectId: '123',
        kind: 'property',
        property: 'dealstage',
        value: 'engaged',
        occurredAt: NOW - 1_000,
        by: 'person:77',
        key,
      },
    ]);
  });

  it.each<[what: string, fields: Record<string, unknown>, told: Record<string, unknown>]>([
    ['a number', { propertyName: 'amount', propertyValue: '5' }, { objectId: '123', value: '5' }],
    ['a cleared value', { propertyValue: '' }, { objectId: '123', value: '' }],
    ['a value that is not sent', { propertyValue: undefined }, { objectId: '123', value: '' }],
    ['its creation', { subscriptionType: 'deal.creation' }, { objectId: '123', kind: 'created' }],
    ['its deletion', { subscriptionType: 'deal.deletion' }, { objectId: '123', kind: 'deleted' }],
    ['its return', { subscriptionType: 'deal.restore' }, { objectId: '123', kind: 'restored' }],
    ['our own write', { changeSource: 'INTEGRATION', sourceId: APP_ID }, { objectId: '123', by: 'us' }],
    [
      'the object.* format',
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-3', isSensitive: false },
      { objectId: '123', kind: 'property', value: 'engaged' },
    ],
  ])('covers %s', (_what, fields, told) => {
    expect(news(fields)).toEqual([expect.objectContaining(told)]);
  });

  it('has no free text, and no value of a property without a row', () => {
    for (const propertyName of ['dealname', 'a_property_without_row']) {
      expect(news({ propertyName, propertyValue: 'Dr. Jane Roe' })).toEqual([
        expect.objectContaining({ value: FILLED }),
      ]);
    }
  });

  it.each([
    ['from the deal', 'deal', 'DEAL_TO_CONTACT', 1, 2, '1', '2'],
    ['to the deal', 'contact', 'CONTACT_TO_DEAL', 2, 1, '1', '2'],
  ])('covers an association %s', (_way, object, associationType, fromObjectId, toObjectId, objectId, otherId) => {
    const fields = { associationType, fromObjectId, toObjectId, associationRemoved: true, objectId: undefined };
    expect(news({ ...fields, subscriptionType: `${object}.associationChange` })).toEqual([
      expect.objectContaining({ objectId, kind: 'association', association: associationType, otherId, removed: true }),
    ]);
  });

  it('covers an association that only has type ids', () => {
    const types = { fromObjectTypeId: '0-3', toObjectTypeId: '0-1', associationTypeId: 3 };
    const ends = { fromObjectId: 1, toObjectId: 2, associationRemoved: false, objectId: undefined };
    expect(news({ ...types, ...ends, subscriptionType: 'object.associationChange' })).toEqual([
      expect.objectContaining({ objectId: '1', association: 'DEAL_TO_CONTACT', otherId: '2', removed: false }),
    ]);
  });

  it.each([
    [
      'the primary one goes on',
      { primaryObjectId: 1, mergedObjectIds: [2, 3], newObjectId: undefined },
      [
        ['2', 'merged'],
        ['3', 'merged'],
      ],
    ],
    [
      'a new one goes on',
      { primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 9 },
      [
        ['1', 'merged'],
        ['2', 'merged'],
        ['9', 'created'],
      ],
    ],
    [
      'the primary one is named twice',
      { primaryObjectId: 1, mergedObjectIds: [1, 2], newObjectId: 1 },
      [['2', 'merged']],
    ],
  ])('is a merge when %s', (_what, fields, told) => {
    const routed = news({ ...fields, subscriptionType: 'deal.merge', objectId: undefined });
    if (!Array.isArray(routed)) throw new Error('ignored');
    expect(routed.map(({ objectId, kind }) => [objectId, kind])).toEqual(told);
    const into = fields.newObjectId ?? fields.primaryObjectId;
    for (const event of routed) if (event.kind === 'merged') expect(event.into).toBe(String(into));
  });

  it.each([
    ['another portal', { portalId: 99 }, 'portal'],
    ['a contact', { subscriptionType: 'contact.propertyChange' }, 'object'],
    ['a lead', { subscriptionType: 'object.creation', objectTypeId: '0-136' }, 'object'],
    ['the creation of a note', { subscriptionType: 'object.creation', objectTypeId: '0-46' }, 'change'],
    ['a conversation', { subscriptionType: 'conversation.newMessage' }, 'object'],
    ['an unknown change of a deal', { subscriptionType: 'deal.somethingNew' }, 'change'],
    [
      'an association without a deal',
      {
        subscriptionType: 'contact.associationChange',
        associationType: 'CONTACT_TO_COMPANY',
        fromObjectId: 1,
        toObjectId: 2,
        associationRemoved: false,
      },
      'object',
    ],
  ])('is nothing about %s', (_what, fields, ignored) => {
    expect(news(fields)).toEqual({ ignored });
  });
});

describe('the dedupe key', () => {
  it('is the same however often, through whichever subscription and in whichever format an event comes', () => {
    const key = keyOf({});
    expect(keyOf({ attemptNumber: 7 })).toBe(key);
    expect(keyOf({ subscriptionId: 99 })).toBe(key);
    expect(keyOf({ propertyValue: 'other', changeSource: undefined, unknown: 1 })).toBe(key);
    expect(keyOf({ subscriptionType: 'object.propertyChange', objectTypeId: '0-3' })).toBe(key);
  });

  it('differs for whatever makes another event', () => {
    const association = { subscriptionType: 'deal.associationChange', associationType: 'DEAL_TO_CONTACT' };
    const ends = { fromObjectId: 123, toObjectId: 2, associationRemoved: false };
    const keys = [
      {},
      { eventId: 101 },
      { occurredAt: NOW },
      { objectId: 124 },
      { propertyName: 'amount' },
      { subscriptionType: 'deal.creation' },
      { ...association, ...ends },
      { ...association, ...ends, toObjectId: 3 },
      { ...association, ...ends, associationRemoved: true },
      { ...association, ...ends, associationType: 'DEAL_TO_COMPANY' },
    ].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('who made a change', () => {
  it.each([
    ['CRM_UI', 'userId:77', 'person:77'],
    ['USER', 'userId:77', 'person:77'],
    ['INTEGRATION', APP_ID, 'us'],
    ['API', APP_ID, 'us'],
    [undefined, APP_ID, 'us'],
    ['INTEGRATION', '999', 'app:999'],
    ['INTEGRATION', 'userId:77', 'person:77'],
    ['INTEGRATION', undefined, 'unknown'],
    ['IMPORT', '31', 'import'],
    ['IMPORT', 'userId:77', 'import'],
    ['AUTOMATION_PLATFORM', 'enrollmentId:1;actionExecutionIndex:0', 'automation'],
    ['WORKFLOWS', '12', 'automation'],
    ['FORM', '12', 'unknown'],
    ['CRM_UI', 'userId:', 'unknown'],
    ['CRM_UI', 'userId:77;x', 'unknown'],
    [undefined, undefined, 'unknown'],
  ])('%s %s is %s', (source, sourceId, actor) => {
    expect(actorOf(source, sourceId, APP_ID)).toBe(actor);
  });
});
