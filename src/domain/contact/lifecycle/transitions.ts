/** C-20: which moves by others are allowed. The table is the policy's; what holds a customer is a fact. */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Situation } from '../situation.ts';
import { wonDeals } from './deals.ts';

/** Neither is a customer, whatever its company bought (C-12). */
const BESIDE_CUSTOMERS: LifecycleKey[] = ['excluded', 'additional'];

/** Whether somebody else than the engine may move the contact there from the stage it was accepted in. */
export function isAllowed(s: Situation, to: LifecycleKey): boolean {
  const from = s.settled.stage;
  const isWon = wonDeals(s).length > 0;
  if (to === 'customer' && isWon) return true;
  // C-12: as long as a won deal holds it, it is a customer.
  if (from === 'customer' && isWon && !BESIDE_CUSTOMERS.includes(to)) return false;
  return s.policy.lifecycle.stages.find(({ key }) => key === from)?.byHand.includes(to) === true;
}

/**
 * Whether a person's choice uses up the evidence before it. Whoever moves a contact on keeps what speaks for it; whoever takes
 * it back has seen that evidence and decided otherwise, and only what comes afterwards counts (C-05, C-07).
 */
export function usesUpEvidence(from: LifecycleKey | undefined, to: LifecycleKey): boolean {
  if (from === undefined) return false;
  return to === 'target' || to === 'recycled' || (to === 'mql' && from !== 'target' && from !== 'recycled');
}
