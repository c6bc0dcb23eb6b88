/** B: a deal that was won is won again, after a back-out or without one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, REP, VP, type SoldDeal, wonDeal } from '../../support/won-deal.ts';

let deal: SoldDeal;
beforeEach(() => {
  deal = wonDeal();
});

describe('a deal that is won again', () => {
  it('[B-01] [B-03] after it was moved back is the sale that it was: neither its window begins anew nor is somebody else its seller', () => {
    const { sale } = deal.state;
    deal
      .pass(85 * DAY)
      .moveTo('engaged', REP)
      .set('scope_confirmed', 'no', REP)
      .work();
    deal.set('contract_status', 'not_sent', REP).set('contract_status', 'proposal_signed', REP);
    deal.set('hubspot_owner_id', '78', REP).set('scope_confirmed', 'yes', REP).work();
    expect(deal.stage).toBe('closed_won');
    expect(deal.state.sale).toEqual(sale);
    deal.pass(10 * DAY).wake();
    deal.bring();
    expect(deal.refusals()).toEqual(['tooLate']);
  });

  it('[B-01] [B-03] after a back-out is another sale, and what is asked for once is asked for again when it is backed out too', () => {
    deal.bring({ key: 'asked' });
    deal.around.sellerTask = { isOver: true, at: deal.now, by: REP, readAt: 0 };
    deal.toNextWake();
    expect(deal.kinds().at(-1)).toBe('lifecycleUpdated');
    deal.winAgain();
    expect(deal.state.sale?.wonAt).toBeGreaterThan(deal.state.duties?.backOut?.approved?.at ?? Infinity);
    deal.around.sellerTask = { isOver: false, readAt: 0 };
    deal.bring({ key: 'asked' });
    expect(deal.stage).toBe('closed_lost');
    expect(deal.follows().slice(-4)).toEqual([
      'task updateClientStatus',
      'closeTicket',
      'task updateLifecycle',
      'mail updateLifecycle',
    ]);
    expect(deal.kinds().filter((kind) => kind === 'lifecycleUpdated')).toHaveLength(1);
    deal.toNextWake();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(1);
    expect(deal.did('completeTask')).toEqual([]);
  });
});

describe('what was asked for before a deal was won again', () => {
  it('[B-02] is over: the Sales VP who corrects the reason of then backs nothing out', () => {
    deal.set('back_out_reason', 'client', VP).set('back_out_requested', 'yes', VP).work();
    deal.winAgain();
    expect(deal.values['back_out_requested']?.value).toBe('no');
    expect(deal.values['back_out_reason']?.value).toBe('');
    deal.set('back_out_reason', 'us', VP).work();
    expect(deal.stage).toBe('closed_won');
    deal.set('back_out_requested', 'yes', VP).work();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(2);
  });
});
