/**
 * A HubSpot webhook event as the workflows take it: ids, times and non-personal values only. Values of free text and of
 * personal properties never leave the gateway (design, decision 4); the event then only says whether there is a value.
 */

/** Who made a change in HubSpot: `person:<user id>`, `import`, `automation`, `merge`, `us`, `app:<app id>` or
 * `unknown`. */
export type Actor = string;

interface EventBase {
  /** Dedupe key: short hash of portal, type, object, property, occurredAt and eventId (never the attempt number). */
  key: string;
  /** Milliseconds since 1970 on HubSpot's clock: when the change happened, not when it was delivered. */
  occurredAt: number;
  by: Actor;
}

export type RecordEvent =
  | (EventBase & { kind: 'created' })
  | (EventBase & { kind: 'deleted' })
  | (EventBase & { kind: 'restored' })
  /** A contact was deleted for good on the person's request; whatever is kept of the person goes. */
  | (EventBase & { kind: 'erased' })
  | (EventBase & {
      kind: 'merged';
      /** Id of the record that goes on. */
      into: string;
    })
  | (EventBase & {
      kind: 'property';
      property: string;
      /** The value; for properties whose values stay out of Temporal `FILLED` or `''`. */
      value: string;
    })
  | (EventBase & {
      kind: 'association';
      /** HubSpot's name, e.g. `DEAL_TO_CONTACT`. */
      association: string;
      otherId: string;
      removed: boolean;
    })
  | (EventBase & {
      /** Something happened to a record that belongs to this one: a company, contact, note, e-mail, call … */
      kind: 'related';
      /** HubSpot's singular name of the other record's type. */
      object: string;
      otherId: string;
      /** Absent: the record as a whole came, went or was associated. */
      property?: string;
      /** The contact that it was put on or taken off; the contact's deals hear of it. */
      contactId?: string;
      /** It was taken off that contact. */
      removed?: true;
    });

type WithoutEnvelope<E> = E extends RecordEvent ? Omit<E, keyof EventBase> : never;

/** What happened, without key, time and actor. */
export type EventContent = WithoutEnvelope<RecordEvent>;

/** Stands for a value that is not allowed into Temporal: the property is known, its content is read where it is needed. */
export const FILLED = '*';

/** Ours have 12 characters; the last few hundred are kept. */
const MAX_KEY = 100;

const EARLIEST = Date.UTC(2006, 0);
const LATEST = Date.UTC(2100, 0);

/** Whether it is a time that a webhook of HubSpot can have: from its founding to this century's end, in whole milliseconds. */
export function isWebhookTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= EARLIEST && value <= LATEST;
}

/** Guards the workflow's door: anybody with access to Temporal can signal anything, and no signal may break an entity. */
export function isRecordEvent(value: unknown): value is RecordEvent {
  if (typeof value !== 'object' || value === null) return false;
  if (!('key' in value && 'by' in value && 'occurredAt' in value && 'kind' in value)) return false;
  const { key, occurredAt, by, kind } = value;
  if (typeof key !== 'string' || key.length > MAX_KEY || typeof by !== 'string') return false;
  if (!isWebhookTime(occurredAt)) return false;
  switch (kind) {
    case 'created':
    case 'deleted':
    case 'restored':
    case 'erased':
      return true;
    case 'merged':
      return 'into' in value && typeof value.into === 'string';
    case 'property':
      return (
        'property' in value && typeof value.property === 'string' && 'value' in value && typeof value.value === 'string'
      );
    case 'related':
      return 'object' in value && typeof value.object === 'string' && 'otherId' in value;
    case 'association':
      return (
        'association' in value &&
        typeof value.association === 'string' &&
        'otherId' in value &&
        typeof value.otherId === 'string' &&
        'removed' in value &&
        typeof value.removed === 'boolean'
      );
    default:
      return false;
  }
}
