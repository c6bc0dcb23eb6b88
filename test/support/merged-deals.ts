/** Deals in memory that somebody merges in HubSpot: two records become a third one (reference: HubSpot §2.6). */
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { newDeal } from '../../src/domain/deal/state.ts';
import { REP, SoldDeal } from './won-deal.ts';

const { nextAction: _, ...quiet } = defaultPolicy;

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
    if (handed !== undefined) survivor.tell({ type: 'inherited', from: handed });
  }
  survivor.work();
}

/** HubSpot tells of the new record. */
export function meet(survivor: SoldDeal): void {
  survivor.wake().work();
}
