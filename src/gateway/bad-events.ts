/** Takes a signed body apart into events and what cannot be read. Pure. */
import { createHash } from 'node:crypto';
import { parseWebhookEvent, type WebhookEvent } from '../hubspot/webhook-schema.ts';
import type { BadEvent } from '../journal/quarantine.ts';

/** HubSpot sends at most 100 events a POST. More are taken too: refusing them would lose them. */
const MAX_EVENTS = 1_000;
/** HubSpot's events are flat. What lies deeper is left out of what is kept, so that nothing can exhaust the stack. */
const MAX_DEPTH = 10;

export interface SortedBody {
  understood: WebhookEvent[];
  bad: BadEvent[];
  /** False: the body is no JSON array of events; then it is one bad event as a whole. */
  isArray: boolean;
}

/** Never throws. `too_many`: more events than any POST of HubSpot has. */
export function sortBody(rawBody: Uint8Array): SortedBody | 'too_many' {
  const body = parseJson(rawBody);
  if (body === undefined) return { understood: [], bad: [unparsable(rawBody)], isArray: false };
  const { value } = body;
  if (!Array.isArray(value)) return { understood: [], bad: [badEvent(value, 'body')], isArray: false };
  if (value.length > MAX_EVENTS) return 'too_many';

  const sorted: SortedBody = { understood: [], bad: [], isArray: true };
  for (const raw of value) {
    const parsed = parseWebhookEvent(raw);
    if (parsed.ok) sorted.understood.push(parsed.event);
    else sorted.bad.push(badEvent(raw, parsed.field));
  }
  return sorted;
}

/** `undefined`: not UTF-8 or not JSON. A byte order mark is allowed. */
export function parseJson(bytes: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
}

/** What is wrong with an event, by the field that the gateway names, for people. */
export const badFieldWords: Record<string, string> = {
  body: 'the POST is no JSON array of events',
  event: 'it is no JSON object',
  subscriptionType: 'its type (subscriptionType) is missing or no text',
  eventId: 'eventId is missing or no whole number from 0',
  portalId: 'portalId is missing or no whole number above 0',
  occurredAt: 'occurredAt is missing or no time in milliseconds of the years 2006 to 2100',
  objectId: 'the id of the record (objectId) is missing or no whole number above 0',
  propertyName: 'the name of the property (propertyName) is missing or no name',
  propertyValue: 'the value (propertyValue) is no text, too long, or has characters that cannot be stored',
  associationType: 'the kind of association (associationType) is missing or no name',
  fromObjectId: 'the record the association starts at (fromObjectId) is missing or no whole number above 0',
  toObjectId: 'the record the association ends at (toObjectId) is missing or no whole number above 0',
  associationRemoved: 'whether the association was made or removed (associationRemoved) is not said by true or false',
  primaryObjectId: 'the record that others were merged into (primaryObjectId) is missing or no whole number above 0',
  mergedObjectIds: 'the records that were merged (mergedObjectIds) are missing, none, too many, or no whole numbers',
  newObjectId: 'the record that goes on after a merge (newObjectId) is no whole number above 0',
};

function badEvent(raw: unknown, field: string): BadEvent {
  const event = plain(raw);
  const fields: Record<string, unknown> = isObject(event) ? event : {};
  const { attemptNumber: _, ...identity } = fields;
  return {
    fingerprint: fingerprint(JSON.stringify(isObject(event) ? identity : event)),
    field,
    ...safeLabels(fields),
    content: Buffer.from(JSON.stringify(event)),
  };
}

function unparsable(rawBody: Uint8Array): BadEvent {
  return { fingerprint: fingerprint(rawBody), field: 'body', content: rawBody };
}

function fingerprint(identity: string | Uint8Array): string {
  return createHash('sha256').update(identity).digest('base64url');
}

/** Shown in lists: only in the form HubSpot documents, which leaves no room for anything personal. */
function safeLabels({ subscriptionType, objectId }: Record<string, unknown>) {
  return {
    ...(typeof subscriptionType === 'string' &&
      /^[a-z_]{1,20}\.[a-zA-Z]{1,20}$/.test(subscriptionType) && { subscriptionType }),
    ...(typeof objectId === 'number' && Number.isSafeInteger(objectId) && { objectId: String(objectId) }),
  };
}

/** The same JSON with its keys in one order, and no deeper than {@link MAX_DEPTH}. */
function plain(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '(left out: nested too deeply)';
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner, depth + 1)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
