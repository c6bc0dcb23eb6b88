/** What a deal's workflow knows of the timelines of the deal and its contacts, and which news make it read them again. */
import type { RecordEvent } from '../../events.ts';
import type { TouchCountRules } from '../../policy/touch-types.ts';
import { type Entry, isTouchObject, type RecordRef, TOUCH_PROPERTIES, type TouchObject } from './entry.ts';
import { type Ledger, refKey } from './ledger.ts';

export interface SeenTouches {
  ledger: Ledger;
  /** When all of it was last read, on the workflow's clock. */
  readAt: number;
  /** Records of which something was heard since. */
  unread: RecordRef[];
  /** Only a reading of all tells: a contact came or went, or a record was taken off the deal. */
  outdated?: true;
}

/** More than so many are not read one by one. */
const MAX_UNREAD = 50;

/** What is known after these events. The same object where they have nothing to do with touches. */
export function foldTouches(seen: SeenTouches, events: RecordEvent[], rules: TouchCountRules): SeenTouches {
  let { unread, outdated = false } = seen;
  for (const event of events) {
    const news = newsOf(event, rules);
    if (news === 'all') outdated = true;
    else if (news !== undefined) {
      const { ref, change } = news;
      const known = countedAs(seen.ledger, ref);
      // What is taken off one record may still be on another; what is put on one may be known by another.
      if (change === 'removed') outdated ||= known !== undefined;
      else if (!isRead(change, event.occurredAt, known)) unread = withRef(unread, ref);
    }
  }
  if (unread.length > MAX_UNREAD) outdated = true;
  if (unread === seen.unread && outdated === (seen.outdated ?? false)) return seen;
  return { ...seen, unread: outdated ? [] : unread, ...(outdated ? { outdated } : {}) };
}

/** Whether any of these events tells of a record that may count. */
export function tellsOfTouch(events: RecordEvent[], rules: TouchCountRules): boolean {
  return events.some((event) => {
    const news = newsOf(event, rules);
    return news !== undefined && news !== 'all';
  });
}

/** Whether something was heard that has not been read yet. */
export function isBehind({ unread, outdated }: SeenTouches): boolean {
  return outdated === true || unread.length > 0;
}

interface News {
  ref: RecordRef;
  /** It was put on the deal or on a contact of it, was taken off, one of its values changed, or it came or went as a whole. */
  change: 'added' | 'removed' | 'changed' | 'whole';
}

/** What an event says of a record that may count, or that only a reading of all tells; undefined: nothing. */
function newsOf(event: RecordEvent, rules: TouchCountRules): News | 'all' | undefined {
  if (event.kind === 'related' && isTouchObject(event.object) && decides(event.object, event.property, rules)) {
    const ref = { object: event.object, id: event.otherId };
    if (event.contactId === undefined) return { ref, change: event.property === undefined ? 'whole' : 'changed' };
    return { ref, change: event.removed === true ? 'removed' : 'added' };
  }
  if (event.kind !== 'association') return undefined;
  const ends = event.association.toLowerCase().split('_to_');
  const object = ends.find((one) => one !== 'deal') ?? '';
  if (object === 'contact') return 'all';
  if (!isTouchObject(object)) return undefined;
  return { ref: { object, id: event.otherId }, change: event.removed ? 'removed' : 'added' };
}

function decides(object: TouchObject, property: string | undefined, rules: TouchCountRules): boolean {
  if (property === undefined || TOUCH_PROPERTIES[object].includes(property)) return true;
  return object === 'communication' && property === rules.messages.direction;
}

function countedAs({ answer, entries }: Ledger, ref: RecordRef): Entry | undefined {
  return [...(answer === undefined ? [] : [answer]), ...entries].find((entry) => refKey(entry) === refKey(ref));
}

/** Whether the last reading of the record has it already: one new call is told of by each of its values and associations. */
function isRead(change: 'added' | 'changed' | 'whole', at: number, known: Entry | undefined): boolean {
  return known !== undefined && (change === 'added' || (change === 'changed' && at <= known.asOf));
}

function withRef(refs: RecordRef[], ref: RecordRef): RecordRef[] {
  return refs.some((one) => refKey(one) === refKey(ref)) ? refs : [...refs, ref];
}
