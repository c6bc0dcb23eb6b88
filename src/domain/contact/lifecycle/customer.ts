/** C-12: a won deal of its company, or of its own, makes a contact a customer. B-05: only a person ends that. */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Effect } from '../commands.ts';
import { dealEvidence, decided } from '../decisions.ts';
import type { Situation } from '../situation.ts';
import { dealsAround, isBackedOut, wonDeals } from './deals.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

const NEVER: LifecycleKey[] = ['customer', 'excluded', 'additional'];

export const becomeCustomer: Mover = (s) => {
  const deal = wonDeals(s)[0];
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
 * was removed), somebody has to look. A back-out has its own task for the rep who sold (B-03), and one that was opened again may
 * still be won.
 */
export function customerEffects(s: Situation): Effect[] {
  if (s.settled.stage !== 'customer') return [];
  const won = wonDeals(s);
  if (won.length > 0) return won.map(({ id }) => ({ key: `won:${id}` }));
  const held = Object.keys(s.done).flatMap((key) => (key.startsWith('won:') ? [key.slice('won:'.length)] : []));
  const known = dealsAround(s).filter(({ id }) => held.includes(id));
  const isSeenTo = known.some((deal) => deal.kind === 'open' || isBackedOut(deal, s.policy));
  if (held.length === 0 || isSeenTo) return [];
  return [ownerTask(s, `evaluateCustomer:${s.settled.since}`, 'evaluate', { reason: 'noWonDeal' })];
}
