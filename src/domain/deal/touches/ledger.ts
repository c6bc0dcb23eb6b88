/**
 * The touch ledger of a deal: what happened since the last answer by any of its contacts, each record once (S-02, S-03). The
 * same records give the same ledger, in whatever order and however often they are told.
 */
import type { Entry, RecordRef } from './entry.ts';

export interface Ledger {
  /** What happened before is none of this deal's: it was not there, or closed; milliseconds since 1970. */
  since: number;
  /** The last answer. */
  answer?: Entry;
  /** What came after it, oldest first. */
  entries: Entry[];
}

/** Bounds the state: nobody needs the hundredth attempt to know that seven were made. The oldest stay, they decide. */
const MAX_ENTRIES = 60;

/** The ledger of all that there is on the timelines. */
export function ledgerOf(all: Iterable<Entry>, since: number): Ledger {
  const once = new Map([...all].map((entry) => [refKey(entry), entry]));
  const counted = [...once.values()].filter(({ at }) => at >= since).toSorted(byTime);
  const answer = counted.findLast(({ is }) => is === 'answer');
  // What carries the very time of the answer may be what was answered.
  const after = counted.filter(({ at }) => answer === undefined || at > answer.at);
  return { since, ...(answer === undefined ? {} : { answer }), entries: after.slice(0, MAX_ENTRIES) };
}

/**
 * The ledger after some records were read again; undefined where only a reading of all tells, because what lies before an
 * answer that is none any more is not kept.
 * @param read what was looked for
 * @param found what of it is there and counts
 */
export function withRead(ledger: Ledger, read: RecordRef[], found: Entry[]): Ledger | undefined {
  const isRead = new Set(read.map(refKey));
  const { since, answer, entries } = ledger;
  const kept = [...(answer === undefined ? [] : [answer]), ...entries].filter((entry) => !isRead.has(refKey(entry)));
  if (entries.length >= MAX_ENTRIES) return undefined;
  const next = ledgerOf([...kept, ...found], since);
  const isLost = answer !== undefined && (next.answer === undefined || byTime(next.answer, answer) < 0);
  return isLost ? undefined : next;
}

export function refKey({ object, id }: RecordRef): string {
  return `${object}-${id}`;
}

/** Of two in the same millisecond the record that HubSpot made first. */
function byTime(a: Entry, b: Entry): number {
  return a.at - b.at || Number(a.id) - Number(b.id) || refKey(a).localeCompare(refKey(b));
}
