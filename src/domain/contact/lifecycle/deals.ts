/** Which of the deals around a contact speak about its stage. */
import type { ContactPolicy } from '../policy.ts';
import type { ContactFacts, DealFact } from '../state.ts';

interface Around {
  facts: ContactFacts;
  policy: ContactPolicy;
}

/** The contact's own deals in the pipeline for net new business (C-10). */
function ownNewBusiness({ facts, policy }: Around): DealFact[] {
  return facts.deals.filter(({ own, pipeline }) => own && pipeline === policy.deal.pipeline);
}

export function openNewBusiness(s: Around): DealFact[] {
  return ownNewBusiness(s).filter(({ kind }) => kind === 'open');
}

/** Lost under this policy, the newest first. */
export function lostNewBusiness(s: Around): DealFact[] {
  const lost = ownNewBusiness(s).filter(({ kind, at }) => kind === 'lost' && at >= s.policy.lifecycle.since);
  return lost.toSorted((a, b) => b.at - a.at);
}

/** C-17, C-18: a deal that was backed out after signing is the selling rep's matter (B-05). */
export function isBackedOut({ lostCategory }: DealFact, { recycling }: ContactPolicy): boolean {
  return lostCategory === recycling.backedOut;
}
