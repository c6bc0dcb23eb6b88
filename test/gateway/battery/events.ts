/** Events that HubSpot would not send: each is one event, with the field that is blamed. */
import { dealChange, NOW } from '../support.ts';

export interface BadEventRow {
  what: string;
  field: string;
  /** JSON of the event. */
  event: string;
}

const change = (fields: Record<string, unknown>) => JSON.stringify(dealChange(fields));
const merge = (fields: Record<string, unknown>) =>
  change({ subscriptionType: 'deal.merge', primaryObjectId: 1, mergedObjectIds: [2], ...fields });
const association = (fields: Record<string, unknown>) => {
  const whole = { associationType: 'DEAL_TO_CONTACT', fromObjectId: 1, toObjectId: 2, associationRemoved: false };
  return change({ subscriptionType: 'deal.associationChange', ...whole, ...fields });
};
const creation = (fields: Record<string, unknown>) => change({ subscriptionType: 'deal.creation', ...fields });

/** Every way in which a field is wrong, on a kind of event that needs it. `undefined`: it is missing. */
function wrong(field: string, make: (fields: Record<string, unknown>) => string, values: unknown[]): BadEventRow[] {
  return values.map((value) => ({
    what: `${field} ${value === undefined ? 'missing' : name(value)}`,
    field,
    event: make({ [field]: value }),
  }));
}

function name(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 40 ? `of ${json.length} characters` : json;
}

const noIds = [0, -1, 1.5, 2 ** 53 + 2, '123', '1/../2', '', null, true, [123], { id: 1 }];
const noTexts = [null, 3, true, ['a'], {}];
const noNames = [undefined, ...noTexts, '', 'a\nb', 'a b', '../a', 'a;b', '<b>', 'ä'];

const raw = (what: string, field: string, event: string): BadEventRow => ({ what, field, event });
const replaced = (from: string, to: string) => change({}).replace(from, to);

export const badEvents: BadEventRow[] = [
  ...[null, true, 5, -1.5, 'deal.creation', '', [], [dealChange()]].map((value) =>
    raw(`the event ${name(value)}`, 'event', JSON.stringify(value)),
  ),
  raw('an array 100,000 deep', 'event', '['.repeat(100_000) + ']'.repeat(100_000)),
  raw('an object 100,000 deep', 'subscriptionType', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  raw('an empty object', 'subscriptionType', '{}'),
  raw('eventType instead of subscriptionType', 'subscriptionType', replaced('subscriptionType', 'eventType')),
  ...wrong('subscriptionType', change, [undefined, ...noTexts]),

  ...wrong('objectId', change, [undefined, ...noIds]),
  ...wrong('objectId', creation, [undefined, 0, '123']).map((row) => ({ ...row, what: `${row.what} of a creation` })),
  ...['deletion', 'restore'].map((kind) =>
    raw(`a ${kind} without record`, 'objectId', change({ subscriptionType: `deal.${kind}`, objectId: undefined })),
  ),
  raw('an object.creation without record', 'objectId', change({ subscriptionType: 'object.creation', objectId: null })),
  raw('a contact that is wrong too', 'objectId', change({ subscriptionType: 'contact.propertyChange', objectId: 'x' })),
  raw('an object id of 400 digits', 'objectId', replaced('"objectId":123', `"objectId":${'9'.repeat(400)}`)),
  raw('the object id 1e400', 'objectId', replaced('"objectId":123', '"objectId":1e400')),
  raw('the second of two equal keys wrong', 'objectId', replaced('"objectId":123', '"objectId":123,"objectId":"x"')),
  raw('the only object id under __proto__', 'objectId', replaced('"objectId":123', '"__proto__":{"objectId":123}')),

  ...wrong('eventId', change, [undefined, -1, 1.5, 2 ** 53 + 2, '100', null, [100]]),
  ...wrong('portalId', change, [undefined, 0, -1, 1.5, '62515', null, [62_515]]),
  ...wrong('occurredAt', change, [
    undefined,
    0,
    -NOW,
    Date.UTC(3000, 0),
    Date.UTC(2005, 11, 31),
    NOW / 1_000,
    NOW * 1_000,
    NOW + 0.5,
    String(NOW),
    '2026-11-21T12:00:00Z',
    null,
  ]),
  raw('the time 1e400', 'occurredAt', replaced(`"occurredAt":${NOW - 1_000}`, '"occurredAt":1e400')),

  ...wrong('propertyName', change, [...noNames, 'x'.repeat(256), 'deal\u0000stage', 'dealstage\u202e']),
  ...wrong('propertyValue', change, [5, true, ['a'], {}, 'a\0b', 'a\ud800b', '\udc00', 'x'.repeat(65_537)]),
  ...wrong('propertyValue', change, ['x'.repeat(900_000)]),

  ...wrong('associationType', association, [...noNames, 'X'.repeat(101)]),
  ...wrong('fromObjectId', association, [undefined, ...noIds]),
  ...wrong('toObjectId', association, [undefined, ...noIds]),
  ...wrong('associationRemoved', association, [undefined, null, 'no', 0, 1]),

  ...wrong('primaryObjectId', merge, [undefined, ...noIds]),
  ...wrong('mergedObjectIds', merge, [undefined, null, 2, '2', {}, [], ['2'], [0], [2, null], [2.5], [[2]]]),
  ...wrong('mergedObjectIds', merge, [Array.from({ length: 251 }, (_, index) => index + 2)]),
  ...wrong('newObjectId', merge, [0, -1, '9', 1.5, [9]]),
];
