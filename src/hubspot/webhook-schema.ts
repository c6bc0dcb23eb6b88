/**
 * One event of a HubSpot webhook (reference `hubspot.md` §2.2): strict about what we use, tolerant about the rest.
 * Fields we do not know are kept, change types we do not know are understood as `other`.
 */
import { z } from 'zod';
import { isWebhookTime } from '../domain/events.ts';

/** HubSpot's numbers of object types, for events in the `object.*` format (reference `hubspot.md` §4.4). */
const OBJECT_TYPES: Record<string, string> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-7': 'product',
  '0-8': 'line_item',
  '0-14': 'quote',
  '0-18': 'communication',
  '0-27': 'task',
  '0-46': 'note',
  '0-47': 'meeting',
  '0-48': 'call',
  '0-49': 'email',
  '0-136': 'lead',
};
const OBJECT_NAMES = new Set(Object.values(OBJECT_TYPES));

/** HubSpot keeps at most this many characters in a property. */
const MAX_VALUE_LENGTH = 65_536;

/** A safe integer above zero: larger numbers were already rounded by the JSON parser and would be another record's id. */
const id = z.int().positive();
const optionalText = z.string().optional().catch(undefined);
// Not storable everywhere downstream: NUL in PostgreSQL, half a surrogate pair in UTF-8.
const storable = z.string().regex(/^[^\0\p{Surrogate}]*$/u);

const common = z.looseObject({
  /** Added by {@link parseWebhookEvent}: singular name of the object type in both formats, or `other`. */
  object: z.string(),
  eventId: z.int().nonnegative(),
  portalId: id,
  /** Milliseconds since 1970. */
  occurredAt: z.int().refine(isWebhookTime),
  changeSource: optionalText,
  sourceId: optionalText,
});

const RECORD_CHANGES = ['creation', 'deletion', 'restore', 'privacyDeletion'] as const;
const KNOWN_CHANGES = new Set<string>([...RECORD_CHANGES, 'propertyChange', 'associationChange', 'merge']);

const schema = z.discriminatedUnion('change', [
  common.extend({ change: z.enum(RECORD_CHANGES), objectId: id }),
  common.extend({
    change: z.literal('propertyChange'),
    objectId: id,
    propertyName: z.string().regex(/^[\w-]{1,255}$/),
    /** Missing for sensitive properties, empty when cleared. */
    propertyValue: storable.max(MAX_VALUE_LENGTH).nullish(),
  }),
  common.extend({
    change: z.literal('associationChange'),
    /** Taken from the object type ids when the event only has those. */
    associationType: z.string().regex(/^\w{1,100}$/),
    fromObjectId: id,
    toObjectId: id,
    associationRemoved: z.boolean(),
  }),
  common.extend({
    change: z.literal('merge'),
    primaryObjectId: id,
    mergedObjectIds: z.array(id).min(1).max(250),
    /** Id of the record that goes on; absent when the primary one keeps its id. */
    newObjectId: id.nullish(),
  }),
  common.extend({ change: z.literal('other') }),
]);

export type WebhookEvent = z.infer<typeof schema>;

export type ParsedEvent =
  | { ok: true; event: WebhookEvent }
  | {
      ok: false;
      /** Name of the first wrong field, or `event` when it is no object; never its value. */
      field: string;
    };

/** Understands one element of the array that HubSpot posts. Never throws. */
export function parseWebhookEvent(raw: unknown): ParsedEvent {
  const envelope = z.looseObject({ subscriptionType: z.string() }).safeParse(raw);
  if (!envelope.success) return { ok: false, field: firstField(envelope.error) };

  const [prefix = '', change = ''] = envelope.data.subscriptionType.split('.');
  const parsed = schema.safeParse({
    ...envelope.data,
    object: objectName(prefix, envelope.data),
    change: KNOWN_CHANGES.has(change) ? change : 'other',
    ...(change === 'associationChange' && {
      associationType: envelope.data['associationType'] ?? associationName(envelope.data),
    }),
  });
  return parsed.success ? { ok: true, event: parsed.data } : { ok: false, field: firstField(parsed.error) };
}

/** `deal.creation` and `object.creation` with `objectTypeId` 0-3 are one thing. */
function objectName(prefix: string, fields: Record<string, unknown>): string {
  if (OBJECT_NAMES.has(prefix)) return prefix;
  return typeName(fields['objectTypeId'] ?? fields['fromObjectTypeId']) ?? 'other';
}

function associationName(fields: Record<string, unknown>): string | undefined {
  const from = typeName(fields['fromObjectTypeId']);
  const to = typeName(fields['toObjectTypeId']);
  return from && to && `${from}_TO_${to}`.toUpperCase();
}

function typeName(typeId: unknown): string | undefined {
  return typeof typeId === 'string' && Object.hasOwn(OBJECT_TYPES, typeId) ? OBJECT_TYPES[typeId] : undefined;
}

function firstField(error: z.ZodError): string {
  return String(error.issues[0]?.path[0] ?? 'event');
}
