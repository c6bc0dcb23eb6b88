/** B: a deal in memory is backed out, by every way and by nobody else. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { BackOutRequest } from '../../../src/domain/deal/back-out/state.ts';
import { windowEnd } from '../../../src/domain/deal/back-out/window.ts';
import { endsAt } from '../../../src/domain/deal/deadlines.ts';
import { dealPolicy } from '../../../src/domain/deal/slice.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';
import { staff } from '../../support/deals.ts';

const VP = 'person:90';
const REP = 'person:77';
const DAY = 86_400_000;

let deal: DealWithDuties;
/** Won, by a rep. */
beforeEach(() => {
  deal = new DealWithDuties();
  deal.set('hubspot_owner_id', '77');
  for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) deal.work().fillExit(stage);
  deal.set('hubspot_owner_id', '77', REP).set('deal_meeting_required', 'no').work();
  if (deal.stage !== 'closed_won') throw new Error('the deal was not won');
});

const kinds = () => deal.journal.map(({ kind }) => kind);
const why = () => deal.journal.filter(({ kind }) => kind === 'backOutRefused').map(({ detail }) => detail?.['why']);
/** The Sales VP brings a code, as the workflow tells it after it was redeemed. */
function bring(request: Partial<BackOutRequest> = {}): void {
  const at = deal.pass(1000).now;
  deal.tell({ type: 'backOut', request: { key: `code-${at}`, way: 'page', by: VP, reason: 'client', at, ...request } });
  deal.work();
}
/** As whoever brought it reads it. */
const answerTo = (key: string) =>
  deal.state.duties?.backOut?.refused?.findLast(({ request }) => request.key === key)?.why;
const follows = () =>
  deal.duties.flatMap((one) => {
    if (one.do === undefined || one.do === 'set') return [];
    return 'about' in one ? `${one.do} ${one.about}` : one.do;
  });

describe('the Sales VP', () => {
  it('[B-02] [B-03] brings a code: the deal is lost by that decision, and everything that follows is asked for once', () => {
    bring();
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
    const after = follows().slice(-4);
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
    bring();
    expect(deal.stage).toBe('closed_lost');
    expect(kinds()).toContain('backedOut');
    expect(kinds()).not.toContain('putBack');
    expect(deal.values['deal_lost_reason_category']?.value).toBe('backed_out');
  });

  it('[B-02] decides on a deal that was moved back to an open stage after its win', () => {
    deal.moveTo('proposal').work();
    bring();
    expect(deal.stage).toBe('closed_lost');
  });
});

describe('a rep', () => {
  it('[B-02] asks: the Sales VP gets the mail and the task, and the deal stays won', () => {
    deal.set('back_out_reason', 'client', REP).set('back_out_requested', 'yes', REP).work().work();
    expect(deal.stage).toBe('closed_won');
    expect(deal.duties.find((one) => one.do === 'mail' && one.about === 'decideBackOut')).toMatchObject({ to: '90' });
    expect(deal.did('task', 'decideBackOut')).toHaveLength(1);
    expect(kinds().filter((kind) => kind === 'backOutAsked')).toHaveLength(1);
    bring();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.did('completeTask')).toHaveLength(1);
    expect(why()).toEqual([]);
    expect(deal.values['back_out_requested']?.value).toBe('yes');
  });

  it('[B-02] asked for what is carried out: a run that starts long after refuses nothing', () => {
    deal.set('back_out_requested', 'yes', VP).set('back_out_reason', 'us', VP).work();
    const { dealId, seq, policy } = deal.state;
    deal.state = { dealId, seq, ...(policy === undefined ? {} : { policy }) };
    deal
      .pass(200 * DAY)
      .wake()
      .work();
    expect(deal.stage).toBe('closed_lost');
    expect(why()).toEqual([]);
    expect(kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  });

  it('[B-02] says why later: it is the same request, and nobody is asked twice', () => {
    deal.set('back_out_requested', 'yes', REP).work().set('back_out_reason', 'client', REP).work();
    expect(kinds().filter((kind) => kind === 'backOutAsked')).toHaveLength(1);
    expect(deal.did('task', 'decideBackOut')).toHaveLength(1);
    expect(deal.did('mail', 'decideBackOut')).toHaveLength(1);
    expect(deal.did('note', 'backOutAsked')).toHaveLength(1);
    expect(deal.did('completeTask')).toEqual([]);
  });

  it('[B-02] asked, and the Sales VP only corrects the reason: that decides nothing', () => {
    deal.set('back_out_reason', 'us', REP).set('back_out_requested', 'yes', REP).work();
    deal.set('back_out_reason', 'client', VP).work();
    expect(deal.stage).toBe('closed_won');
    deal.set('back_out_requested', 'no', VP).set('back_out_requested', 'yes', VP).work();
    expect(deal.journal.find(({ kind }) => kind === 'backedOut')).toMatchObject({
      by: VP,
      detail: { reason: 'client' },
    });
  });

  it('[B-02] asked, and a program fills in the reason: the request stands', () => {
    deal.set('back_out_requested', 'yes', REP).work().set('back_out_reason', 'client', 'import').work();
    expect(deal.values['back_out_requested']?.value).toBe('yes');
    expect(deal.did('completeTask')).toEqual([]);
    expect(why()).toEqual([]);
  });

  it.each(['on the page', 'in HubSpot'])(
    '[B-02] tidies up after a back-out %s: the deal goes on saying so',
    (where) => {
      deal.set('back_out_reason', 'us', REP).set('back_out_requested', 'yes', REP).work();
      if (where === 'on the page') bring();
      else deal.set('back_out_requested', 'no', VP).set('back_out_requested', 'yes', VP).work();
      expect(deal.stage).toBe('closed_lost');
      deal.set('back_out_reason', 'client', REP).work();
      expect(deal.values['back_out_requested']?.value).toBe('yes');
      expect(deal.stage).toBe('closed_lost');
    },
  );

  it('[B-02] takes the request back: the task is over', () => {
    deal.set('back_out_requested', 'yes', REP).work().set('back_out_requested', 'no', REP).work();
    expect(kinds()).toContain('backOutDropped');
    expect(deal.did('completeTask')).toHaveLength(1);
    expect(deal.stage).toBe('closed_won');
  });

  it('[B-02] changes the reason after the Sales VP asked for one: that is a request again', () => {
    deal.set('back_out_requested', 'yes', VP).work().set('back_out_reason', 'client', REP).work();
    expect(deal.stage).toBe('closed_won');
  });

  it('[D-13] [B-02] fills in the lost reasons of a won deal: they still close nothing', () => {
    deal.set('deal_lost_reason_category', 'backed_out', REP).set('deal_lost_reason_details', '*', REP).work();
    expect(deal.stage).toBe('closed_won');
  });
});

describe('a refusal', () => {
  it('[B-01] on the 91st day says that this is churn, and what was asked for goes back', () => {
    const signedAt = deal.state.sale?.signedAt ?? 0;
    deal.pass(windowEnd(signedAt, 90, 'America/New_York') - deal.now).wake();
    bring();
    deal.set('back_out_reason', 'client', VP).set('back_out_requested', 'yes', VP).work();
    expect(why()).toEqual(['tooLate', 'tooLate']);
    expect(deal.stage).toBe('closed_won');
    expect(deal.values['back_out_requested']?.value).toBe('no');
    expect(deal.did('note', 'backOutRefused')).toHaveLength(2);
  });

  it('[B-01] in the last second of the 90th day it is not too late, also when its news came a day later', () => {
    const end = windowEnd(deal.state.sale?.signedAt ?? 0, 90, 'America/New_York');
    deal.pass(end - deal.now + DAY).wake();
    bring({ at: end - 1 });
    expect(deal.stage).toBe('closed_lost');
  });

  it('[B-01] the contract status toggled after the win does not begin the window anew', () => {
    const { sale } = deal.state;
    deal
      .pass(80 * DAY)
      .set('contract_status', 'not_sent')
      .set('contract_status', 'proposal_signed')
      .work();
    expect(deal.state.sale).toEqual(sale);
    deal.pass(20 * DAY).wake();
    bring();
    expect(why()).toEqual(['tooLate']);
  });

  it('[B-02] of a second decision says that it is done already, also of one with the code of the first', () => {
    bring();
    bring();
    bring({ by: 'unknown', problem: 'usedCode' });
    expect(why()).toEqual(['backedOut', 'backedOut']);
    expect(kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  });

  it('[B-02] two who decide in the same moment back out once', () => {
    const at = deal.pass(1000).now;
    const request = { way: 'page', by: VP, reason: 'client', at } as const;
    deal.tell({ type: 'backOut', request: { ...request, key: 'one' } });
    deal.tell({ type: 'backOut', request: { ...request, key: 'two', way: 'signal' } });
    deal.work();
    expect(kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
    expect(why()).toEqual(['backedOut']);
  });

  it('[B-02] is recorded for a deal that is not there any more', () => {
    deal.present = false;
    deal.wake();
    bring();
    expect(why()).toEqual(['gone']);
  });

  it('[B-01] is recorded for a deal that was never won', () => {
    deal = new DealWithDuties();
    deal.work();
    bring();
    deal.set('back_out_requested', 'yes', REP).work();
    expect(why()).toEqual(['notWon', 'notWon']);
    expect(deal.stage).toBe('sql');
  });

  it('[B-02] noise is recorded so many times a day and no more; who waits for an answer gets one all the same', () => {
    const perDay = deal.policy.backOut?.refusalsPerDay ?? 0;
    for (let n = 0; n < perDay + 100; n += 1) {
      bring({ by: 'unknown', problem: 'wrongCode', key: `try-${n}` });
      expect(answerTo(`try-${n}`)).toBe('wrongCode');
    }
    expect(why()).toHaveLength(perDay);
    expect(deal.did('note', 'backOutRefused')).toHaveLength(perDay);
    expect(JSON.stringify(deal.state.duties?.backOut).length).toBeLessThan(20_000);
    // Nor does it keep those at another door from reading why.
    deal.set('back_out_requested', 'yes', 'import').work();
    expect(why()).toHaveLength(perDay + 1);
    bring();
    expect(deal.stage).toBe('closed_lost');
  });

  it('[B-02] beyond the number of a day, what was asked for in HubSpot goes back, so that it can be asked for again', () => {
    const perDay = deal.policy.backOut?.refusalsPerDay ?? 0;
    for (let n = 0; n <= perDay; n += 1) deal.set('back_out_requested', 'yes', 'import').work();
    expect(why()).toHaveLength(perDay);
    expect(deal.values['back_out_requested']?.value).toBe('no');
    deal.set('back_out_requested', 'yes', REP).work();
    expect(kinds().at(-1)).toBe('backOutAsked');
  });

  it('[B-02] of who held the role when the deal was last looked at, and does not when the code is brought', () => {
    deal.work();
    Object.assign(deal.policy, { roles: { ...deal.policy.roles, 'Sales VP': ['78'] } });
    bring();
    expect(why()).toEqual(['notVP']);
    expect(deal.stage).toBe('closed_won');
  });
});

/** Back to a stage whose criteria are met anew then; after a back-out without its lost reason. */
function winAgain(): void {
  deal.moveTo('engaged', REP).set('scope_confirmed', 'no', REP).work();
  deal.set('deal_lost_reason_category', '', REP).set('deal_lost_reason_details', '', REP).work();
  deal.set('scope_confirmed', 'yes', REP).work();
  expect(deal.stage).toBe('closed_won');
}

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
    bring();
    expect(why()).toEqual(['tooLate']);
  });

  it('[B-01] [B-03] after a back-out is another sale, and what is asked for once is asked for again when it is backed out too', () => {
    bring({ key: 'asked' });
    deal.around.sellerTask = { isOver: true, at: deal.now, by: REP, readAt: 0 };
    deal.toNextWake();
    expect(kinds().at(-1)).toBe('lifecycleUpdated');
    winAgain();
    expect(deal.state.sale?.wonAt).toBeGreaterThan(deal.state.duties?.backOut?.approved?.at ?? Infinity);
    deal.around.sellerTask = { isOver: false, readAt: 0 };
    bring({ key: 'asked' });
    expect(deal.stage).toBe('closed_lost');
    expect(follows().slice(-4)).toEqual([
      'task updateClientStatus',
      'closeTicket',
      'task updateLifecycle',
      'mail updateLifecycle',
    ]);
    expect(kinds().filter((kind) => kind === 'lifecycleUpdated')).toHaveLength(1);
    deal.toNextWake();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(1);
    expect(deal.did('completeTask')).toEqual([]);
  });
});

describe('what was asked for before a deal was won again', () => {
  it('[B-02] is over: the Sales VP who corrects the reason of then backs nothing out', () => {
    deal.set('back_out_reason', 'client', VP).set('back_out_requested', 'yes', VP).work();
    winAgain();
    expect(deal.values['back_out_requested']?.value).toBe('no');
    expect(deal.values['back_out_reason']?.value).toBe('');
    deal.set('back_out_reason', 'us', VP).work();
    expect(deal.stage).toBe('closed_won');
    deal.set('back_out_requested', 'yes', VP).work();
    expect(deal.stage).toBe('closed_lost');
    expect(kinds().filter((kind) => kind === 'backedOut')).toHaveLength(2);
  });
});

describe('the selling rep', () => {
  it('[B-03] is reminded every second business day until the task is completed, and the workflow stays open as long', () => {
    bring();
    for (let n = 1; n <= 3; n += 1) deal.toNextWake();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(3);
    expect(endsAt(deal.state, deal.policy)).toBeUndefined();
    deal.around.sellerTask = { isOver: true, at: deal.now, by: REP, readAt: 0 };
    deal.toNextWake();
    expect(kinds().at(-1)).toBe('lifecycleUpdated');
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(3);
    expect(endsAt(deal.state, deal.policy)).toBeDefined();
  });

  it('[B-03] after a long sleep is reminded once', () => {
    bring();
    deal
      .pass(30 * DAY)
      .wake()
      .work();
    expect(deal.did('mail', 'lifecycleReminder')).toHaveLength(1);
  });

  it('[B-03] who has left is stood in for by the manager', () => {
    const { '77': _, ...actors } = staff.actors;
    Object.assign(deal.policy, dealPolicy(deal.rules, deal.idsOfPortal, { ...staff, actors }));
    bring();
    const manager = staff.roles['Sales manager']?.[0];
    expect(deal.duties.find((one) => one.do === 'task' && one.about === 'updateLifecycle')).toMatchObject({
      to: manager,
    });
  });

  it('[B-03] is whoever owned the deal when it was won', () => {
    deal.pass(DAY).set('hubspot_owner_id', '78', VP).work();
    bring();
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
  bring();
  expect(deal.stage).toBe('closed_lost');
  expect(deal.count('ticket')).toBe(tickets);
});
