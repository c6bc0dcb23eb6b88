/** C-12: a won deal of its company, or of its own, makes a contact a customer. B-05: only a person ends that. */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Effect } from '../commands.ts';
import { dealEvidence, decided } from '../decisions.ts';
import type { Situation } from '../situation.ts';
import type { ContactFacts, DealFact } from '../state.ts';
import { isBackedOut } from './deals.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

const NEVER: LifecycleKey[] = ['customer', 'excluded', 'additional'];

/** The newest won deal that holds the contact; a backed-out one is lost. */
export function wonDeal({ facts }: { facts: ContactFacts }): DealFact | undefined {
  return wonDeals(facts)[0];
}

export const becomeCustomer: Mover = (s) => {
  const deal = wonDeal(s);
  const from = s.settled.stage;
  if (deal === undefined || NEVER.includes(from)) return undefined;
  const decision = decided(s, {
    kind: 'moved',
    from,
    to: 'customer',
    by: 'us',
    happenedAt: deal.at,
    evidence: [dealEvidence(deal)],
    clause: 'C-12',
  });
  return move(s, 'customer', decision);
};

/**
 * What a customer needs: each won deal is remembered, and when none is left that was not backed out (deleted, or the company
 * was removed), somebody has to look. A back-out has its own task for the rep who sold (B-03).
 */
export function customerEffects(s: Situation): Effect[] {
  if (s.settled.stage !== 'customer') return [];
  const won = wonDeals(s.facts);
  if (won.length > 0) return won.map(({ id }) => ({ key: `won:${id}` }));
  const { deals } = s.facts;
  const held = Object.keys(s.done).flatMap((key) => (key.startsWith('won:') ? [key.slice('won:'.length)] : []));
  const backedOut = deals.some((deal) => held.includes(deal.id) && isBackedOut(deal, s.policy));
  if (held.length === 0 || backedOut) return [];
  return [ownerTask(s, `evaluateCustomer:${s.settled.since}`, 'evaluate', { reason: 'noWonDeal' })];
}

function wonDeals({ deals }: ContactFacts): DealFact[] {
  return deals.filter(({ kind }) => kind === 'won').toSorted((a, b) => b.at - a.at);
}
