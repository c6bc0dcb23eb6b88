/** Which of the deals around a contact speak about its stage. */
import type { ContactPolicy } from '../policy.ts';
import type { Situation, Wake } from '../situation.ts';
import type { DealFact } from '../state.ts';

type Around = Pick<Situation, 'facts' | 'policy' | 'now'>;

/**
 * The deals of the contact and of its companies. What others dragged to a closed stage counts as open until the deal's own
 * workflow had the time to put it back (D-15): nobody becomes Customer by a drag.
 */
export function dealsAround(s: Around): DealFact[] {
  return s.facts.deals.map((deal) => (isUnderCheck(s, deal) ? { ...deal, kind: 'open' } : deal));
}

/** When it shows whether such a deal stays closed. */
export function checkWakes(s: Around): Wake[] {
  const checked = s.facts.deals.filter((deal) => isUnderCheck(s, deal));
  return checked.map(({ at }) => ({ at: at + s.policy.deal.checkMs, what: 'see whether its deal stays closed' }));
}

/** Won ones, the newest first; a backed-out one is lost. */
export function wonDeals(s: Around): DealFact[] {
  return newestFirst(dealsAround(s).filter(({ kind }) => kind === 'won'));
}

/** Open ones in the pipeline for net new business (C-10), the oldest first: the contact's own, and those it is not on. */
export function openNewBusiness(s: Around): { own: DealFact[]; others: DealFact[] } {
  const open = newestFirst(newBusiness(s).filter(({ kind }) => kind === 'open')).toReversed();
  return { own: open.filter(({ own }) => own), others: open.filter(({ own }) => !own) };
}

/** The contact's own ones of that pipeline that were lost under this policy, the newest first. */
export function lostNewBusiness(s: Around): DealFact[] {
  const { since } = s.policy.lifecycle;
  return newestFirst(newBusiness(s).filter(({ own, kind, at }) => own && kind === 'lost' && at >= since));
}

/** C-17, C-18: a deal that was backed out after signing is the selling rep's matter (B-05). */
export function isBackedOut({ lostCategory }: DealFact, { recycling }: ContactPolicy): boolean {
  return lostCategory === recycling.backedOut;
}

function newBusiness(s: Around): DealFact[] {
  return dealsAround(s).filter(({ pipeline }) => pipeline === s.policy.deal.pipeline);
}

/** Of a pipeline that the policy does not know nobody puts anything back. */
function isUnderCheck({ policy, now }: Around, { pipeline, kind, by, at }: DealFact): boolean {
  const byOthers = by !== undefined && by !== 'us';
  return kind !== 'open' && pipeline !== undefined && byOthers && now < at + policy.deal.checkMs;
}

function newestFirst(deals: DealFact[]): DealFact[] {
  return deals.toSorted((a, b) => b.at - a.at);
}
