/** Deals in memory that somebody merges in HubSpot: two records become a third one (reference: HubSpot §2.6). */
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import type { Inheritance } from '../../src/domain/deal/merge/inheritance.ts';
import { inherited } from '../../src/domain/deal/merge/take-over.ts';
import { newDeal } from '../../src/domain/deal/state.ts';
import { DAY, REP, SoldDeal, wonDeal } from './won-deal.ts';

const { nextAction: _, ...quiet } = defaultPolicy;

/** Of the onboarding ticket. */
export const TICKET = '4711';

/** Won half a day ago, with its ticket. */
export function handedOff(): SoldDeal {
  const deal = wonDeal();
  deal.around.ticket = { id: TICKET, stage: 'new', at: deal.now, readAt: deal.now };
  deal.tell({ type: 'handedOff', ticketId: TICKET, isNew: true });
  return deal.pass(DAY / 2);
}

/** Open in Proposal, another rep's. */
export function proposal(id = '600', rules: Policy = quiet): SoldDeal {
  const deal = new SoldDeal(rules);
  deal.state = newDeal(id);
  deal.set('hubspot_owner_id', '78').work();
  for (const stage of ['sql', 'engaged']) deal.fillExit(stage).work();
  // What a merge fills in does not take it further.
  deal.set('contract_status', 'not_sent').work();
  if (deal.stage !== 'proposal') throw new Error('the deal is not in Proposal');
  return deal;
}

/**
 * The record that the two become; nobody has heard of it yet. It has the primary one's stage, with its history, and of each
 * property the primary one's value, else the other's.
 */
export function merge(primary: SoldDeal, other: SoldDeal, id = '900'): SoldDeal {
  const survivor = new SoldDeal(primary.rules);
  survivor.state = newDeal(id);
  survivor.events = [];
  const now = Math.max(primary.now, other.now) + 1000;
  survivor.pass(now - survivor.now);
  const moved = Object.entries(other.values).filter(([name, { value }]) => value && !primary.values[name]?.value);
  const filled = moved.map(([name, { value }]) => [name, { value, at: now, by: 'merge' }] as const);
  survivor.values = { ...primary.values, ...Object.fromEntries(filled) };
  survivor.around.ticket = [primary, other].map(({ around }) => around.ticket).find(({ id }) => id) ?? { readAt: 0 };
  for (const one of [primary, other]) {
    one.pass(now - one.now);
    one.present = false;
    one.into = id;
    one.events = [{ kind: 'merged', into: id, key: `merged-${one.state.dealId}`, occurredAt: now, by: REP }];
  }
  return survivor;
}

/** The deal that is gone hears that it was merged, and the survivor hears of it what was handed on. */
export function handOn(gone: SoldDeal, survivor: SoldDeal): void {
  gone.pass(1000).deliver();
  for (const { handed } of gone.handedOver.splice(0)) {
    if (handed !== undefined) hear(survivor, handed);
  }
}

/** What the survivor's workflow does when the signal comes. */
export function hear(survivor: SoldDeal, handed: Inheritance): void {
  survivor.state = inherited(survivor.state, handed);
  if (survivor.state.inherited !== undefined) survivor.wake();
  survivor.work();
}

/** HubSpot tells of the new record. */
export function meet(survivor: SoldDeal): void {
  survivor.wake().work();
}

/** What people see of a deal in the end, and what its workflow holds of the win. */
export function outcome(deal: SoldDeal) {
  const { sale, settled, duties } = deal.state;
  return {
    stage: deal.stage,
    sale,
    firstWon: settled?.enteredAt,
    ticket: duties?.around.ticket?.id,
    tickets: deal.count('ticket'),
    pending: deal.state.inherited,
    inherited: deal.journal
      .filter(({ kind }) => kind === 'inherited')
      .map(({ detail, to }) => ({ merged: detail?.['merged'], taken: detail?.['taken'], to })),
    notes: deal.did('note', 'mergedWin'),
  };
}
