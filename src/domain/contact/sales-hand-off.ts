/** C-06, T-05: which hand-off to Sales a contact is in, and when it was delivered. Pure. */
import { dueWithin } from '../business-hours.ts';
import type { Known } from '../deal/state.ts';
import { instantOf, known, lastDone, lastTime, valueOf } from './drafts.ts';
import { stageKey } from './policy.ts';
import type { Situation } from './situation.ts';
import { lastEngagement } from './temperature.ts';

/** Prefix of the keys of outreach tasks; with a hand-off's beginning behind it. */
export const OUTREACH = 'outreach:';

/**
 * When the contact was handed to the SDRs, which is when it became an MQL; undefined: it is not with them. Coming back to MQL
 * is no hand-off: whom a rep takes back from `lifecycle.SQL` is known to Sales (C-08), who was put back is in the hand-off it
 * was in (C-07), and whose deal was lost waits until it engages again (C-18).
 */
export function handOffAt(situation: Situation): number | undefined {
  const { settled, policy } = situation;
  if (settled.stage !== 'mql' || settled.since < policy.lifecycle.since) return undefined;
  const begun = lastDone(situation, OUTREACH)?.occasion;
  if (settled.by !== 'us' && settled.by !== 'merge') {
    const previous = known(situation, 'stage')?.previous;
    // Who goes back clears the stage first, so that HubSpot does not tell from where.
    if (previous === '' && begun !== undefined) return undefined;
    const from = stageKey(policy, previous);
    return from === 'sql' || from === 'customer' ? undefined : settled.since;
  }
  if (begun !== undefined && begun > settled.evidenceFrom) return begun;
  const engaged = (lastEngagement(situation)?.at ?? 0) > settled.evidenceFrom;
  // A Target that a rep took for an SQL too early is an MQL like any other.
  const isFirst = begun === undefined && lastTime(situation, 'lost:') === 0;
  return engaged || isFirst || isReclassified(situation) ? settled.since : undefined;
}

/** The quarterly review made it an MQL (C-14). */
function isReclassified(situation: Situation): boolean {
  const answer = known(situation, 'exclusionAnswer');
  return answer?.value === 'mql' && answer.at === situation.settled.evidenceFrom;
}

/** The owner, where it is one of the staff: a name of somebody who left is nobody's hand-off. */
export function staffOwner(situation: Situation): Known | undefined {
  const owner = known(situation, 'owner');
  return owner !== undefined && situation.policy.staff.includes(owner.value) ? owner : undefined;
}

/** Until when something is due that begins at this instant, in business days. */
export function dueAfter({ policy }: Situation, begins: number, days: number): number {
  return dueWithin(begins, days, policy.consent.businessHours, policy.calendar);
}

export interface Delivery {
  at: number;
  /** The hand-off it belongs to, by its beginning: what its keys are made of. Times of fields may be read a little off. */
  handOff: number;
  /** Nothing of it is on the record yet. */
  isNew: boolean;
}

/**
 * T-05: when a qualified lead was delivered to the SDR who owns it. It stays what the record says, whatever changes later.
 * Undefined: not delivered, or no qualified lead.
 */
export function deliveryOf(situation: Situation): Delivery | undefined {
  const onRecord = instantOf(situation, 'deliveredOn');
  const handOff = handOffAt(situation);
  if (onRecord !== undefined && (handOff === undefined || onRecord >= handOff))
    return { at: onRecord, handOff: handOff ?? onRecord, isNew: false };
  const kind = known(situation, 'leadKind');
  const owner = staffOwner(situation);
  if (handOff === undefined || owner === undefined || kind === undefined || kind.value === '') return undefined;
  return { at: Math.max(handOff, kind.at, owner.at), handOff, isNew: true };
}

/** What Sales said of a delivered lead, once it is complete: a rejection needs its reason. */
export function answerTo(situation: Situation, delivery: Delivery): { fact: Known; complete: boolean } | undefined {
  const fact = known(situation, 'acceptance');
  if (fact === undefined || fact.at < delivery.at) return undefined;
  if (fact.value === 'accepted') return { fact, complete: true };
  if (fact.value !== 'rejected') return undefined;
  return { fact, complete: valueOf(situation, 'rejectionReason') !== '' };
}
