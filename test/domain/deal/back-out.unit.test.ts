/** B: a deal in memory is backed out by the Sales VP, by every way, and what follows is done. */
import { beforeEach, describe, expect, it } from 'vitest';
import { endsAt } from '../../../src/domain/deal/deadlines.ts';
import { windowEnd } from '../../../src/domain/deal/back-out/window.ts';
import { dealPolicy } from '../../../src/domain/deal/slice.ts';
import { staff } from '../../support/deals.ts';
import { DAY, REP, VP, type SoldDeal, wonDeal } from '../../support/won-deal.ts';

let deal: SoldDeal;
beforeEach(() => {
  deal = wonDeal();
});

describe('the Sales VP', () => {
  it('[B-02] [B-03] brings a code: the deal is lost by that decision, and everything that follows is asked for once', () => {
    deal.bring();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.values['deal_lost_reason_category']?.value).toBe('backed_out');
    const [decision] = deal.journal.filter(({ kind }) => kind === 'backedOut');
    expect(decision).toMatchObject({
      by: VP,
      clause: 'B-03',
      from: 'new_business.closed_won',
      to: 'new_business.closed_lost',
      detail: { way: 'page', reason: 'client', seller: '77' },
    });
    const after = deal.follows().slice(-4);
    expect(after).toEqual(['task updateClientStatus', 'closeTicket', 'task updateLifecycle', 'mail updateLifecycle']);
    const tasks = deal.duties.filter((one) => one.do === 'task');
    expect(tasks.find((one) => 'about' in one && one.about === 'updateLifecycle')).toMatchObject({ to: '77' });
    const count = deal.duties.length;
    deal.work().wake().work();
    expect(deal.duties).toHaveLength(count);
  });

  it('[B-02] sets it in HubSpot, request and reason in either order', () => {
    deal.set('back_out_requested', 'yes', VP).set('back_out_reason', 'us', VP).work();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.journal.find(({ kind }) => kind === 'backedOut')).toMatchObject({
      by: VP,
      detail: { way: 'hubspot', reason: 'us' },
    });
  });

  it('[B-02] agrees to what a rep asked for by setting it anew', () => {
    deal.set('back_out_requested', 'yes', REP).set('back_out_reason', 'us', REP).work();
    expect(deal.stage).toBe('closed_won');
    deal.set('back_out_requested', 'no', VP).work().set('back_out_requested', 'yes', VP).work();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.did('completeTask').length).toBeGreaterThan(0);
  });

  it('[B-01] gives no reason: is asked for one, and nothing is backed out', () => {
    deal.set('back_out_requested', 'yes', VP).work();
    expect(deal.stage).toBe('closed_won');
    expect(deal.did('mail', 'decideBackOut')).toHaveLength(1);
    deal.set('back_out_reason', 'client', VP).work();
    expect(deal.stage).toBe('closed_lost');
  });

  it('[B-02] decides while somebody has dragged the deal on to lost', () => {
    deal.moveTo('closed_lost').deliver();
    deal.bring();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.kinds()).toContain('backedOut');
    expect(deal.kinds()).not.toContain('putBack');
    expect(deal.values['deal_lost_reason_category']?.value).toBe('backed_out');
  });

  it('[B-02] decides on a deal that was moved back to an open stage after its win', () => {
    deal.moveTo('proposal').work();
    deal.bring();
    expect(deal.stage).toBe('closed_lost');
  });
});

describe('the selling rep', () => {
  it('[B-03] is reminded every second business day until the task is completed, and the workflow stays open as long', () => {
    deal.bring();
    for (let n = 1; n <= 3; n += 1) deal.toNextWake();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(3);
    expect(endsAt(deal.state, deal.policy)).toBeUndefined();
    deal.around.sellerTask = { isOver: true, at: deal.now, by: REP, readAt: 0 };
    deal.toNextWake();
    expect(deal.kinds().at(-1)).toBe('lifecycleUpdated');
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(3);
    expect(endsAt(deal.state, deal.policy)).toBeDefined();
  });

  it('[B-03] after a long sleep is reminded once', () => {
    deal.bring();
    deal
      .pass(30 * DAY)
      .wake()
      .work();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(1);
  });

  it('[B-03] who has left is stood in for by the manager', () => {
    const { '77': _, ...actors } = staff.actors;
    Object.assign(deal.policy, dealPolicy(deal.rules, deal.idsOfPortal, { ...staff, actors }));
    deal.bring();
    const manager = staff.roles['Sales manager']?.[0];
    expect(deal.duties.find((one) => one.do === 'task' && one.about === 'updateLifecycle')).toMatchObject({
      to: manager,
    });
  });

  it('[B-03] is whoever owned the deal when it was won', () => {
    deal.pass(DAY).set('hubspot_owner_id', '78', VP).work();
    deal.bring();
    expect(deal.duties.find((one) => one.do === 'task' && one.about === 'updateLifecycle')).toMatchObject({ to: '77' });
  });
});

it('[B-02] a won deal listens through its window and a while longer, so that who comes too late is told so', () => {
  const end = windowEnd(deal.state.sale?.signedAt ?? 0, 90, 'America/New_York');
  expect(endsAt(deal.state, deal.policy)).toBeGreaterThan(end + 9 * DAY);
});

it('[D-17] [B-03] a ticket that HubSpot refused is not opened for a deal that was backed out', () => {
  deal.tell({ type: 'refused', reason: 'rejected', owed: { do: 'onboard' } });
  const tickets = deal.count('ticket');
  deal.bring();
  expect(deal.stage).toBe('closed_lost');
  expect(deal.count('ticket')).toBe(tickets);
});
