/** B-01, B-02: who is refused reads why, and it is on record. */
import { beforeEach, describe, expect, it } from 'vitest';
import { windowEnd } from '../../../src/domain/deal/back-out/window.ts';
import { DAY, REP, VP, SoldDeal, wonDeal } from '../../support/won-deal.ts';

let deal: SoldDeal;
beforeEach(() => {
  deal = wonDeal();
});

describe('a refusal', () => {
  it('[B-01] on the 91st day says that this is churn, and what was asked for goes back', () => {
    const signedAt = deal.state.sale?.signedAt ?? 0;
    deal.pass(windowEnd(signedAt, 90, 'America/New_York') - deal.now).wake();
    deal.bring();
    deal.set('back_out_reason', 'client', VP).set('back_out_requested', 'yes', VP).work();
    expect(deal.refusals()).toEqual(['tooLate', 'tooLate']);
    expect(deal.stage).toBe('closed_won');
    expect(deal.values['back_out_requested']?.value).toBe('no');
    expect(deal.did('note', 'backOutRefused')).toHaveLength(2);
  });

  it('[B-01] in the last second of the 90th day it is not too late, also when its news came a day later', () => {
    const end = windowEnd(deal.state.sale?.signedAt ?? 0, 90, 'America/New_York');
    deal.pass(end - deal.now + DAY).wake();
    deal.bring({ at: end - 1 });
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
    deal.bring();
    expect(deal.refusals()).toEqual(['tooLate']);
  });

  it('[B-02] of a second decision says that it is done already, also of one with the code of the first', () => {
    deal.bring();
    deal.bring();
    deal.bring({ by: 'unknown', problem: 'usedCode' });
    expect(deal.refusals()).toEqual(['backedOut', 'backedOut']);
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  });

  it('[B-02] is none for the very decision that was made, sent again with its code; with another reason it is', () => {
    deal.bring({ key: 'same' });
    const again = { key: 'same', by: 'unknown', problem: 'usedCode' } as const;
    deal.bring(again);
    expect(deal.refusals()).toEqual([]);
    deal.bring({ ...again, reason: 'us' });
    deal.bring({ ...again, problem: 'wrongCode' });
    deal.bring({ key: 'same' });
    expect(deal.refusals()).toEqual(['backedOut', 'backedOut', 'backedOut']);
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  });

  it('[B-02] two who decide in the same moment back out once', () => {
    const at = deal.pass(1000).now;
    const request = { way: 'page', by: VP, reason: 'client', at } as const;
    deal.tell({ type: 'backOut', request: { ...request, key: 'one' } });
    deal.tell({ type: 'backOut', request: { ...request, key: 'two', way: 'signal' } });
    deal.work();
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
    expect(deal.refusals()).toEqual(['backedOut']);
  });

  it('[B-02] is recorded for a deal that is not there any more', () => {
    deal.present = false;
    deal.wake();
    deal.bring();
    expect(deal.refusals()).toEqual(['gone']);
  });

  it('[B-01] is recorded for a deal that was never won', () => {
    deal = new SoldDeal();
    deal.work();
    deal.bring();
    deal.set('back_out_requested', 'yes', REP).work();
    expect(deal.refusals()).toEqual(['notWon', 'notWon']);
    expect(deal.stage).toBe('sql');
  });

  it('[B-02] noise is recorded so many times a day and no more; who waits for an answer gets one all the same', () => {
    const perDay = deal.policy.backOut?.refusalsPerDay ?? 0;
    for (let n = 0; n < perDay + 100; n += 1) {
      deal.bring({ by: 'unknown', problem: 'wrongCode', key: `try-${n}` });
      expect(deal.answerTo(`try-${n}`)).toBe('wrongCode');
    }
    expect(deal.refusals()).toHaveLength(perDay);
    expect(deal.did('note', 'backOutRefused')).toHaveLength(perDay);
    expect(JSON.stringify(deal.state.duties?.backOut).length).toBeLessThan(20_000);
    // Nor does it keep those at another door from reading why.
    deal.set('back_out_requested', 'yes', 'import').work();
    expect(deal.refusals()).toHaveLength(perDay + 1);
    deal.bring();
    expect(deal.stage).toBe('closed_lost');
  });

  it('[B-02] beyond the number of a day, what was asked for in HubSpot goes back, so that it can be asked for again', () => {
    const perDay = deal.policy.backOut?.refusalsPerDay ?? 0;
    for (let n = 0; n <= perDay; n += 1) deal.set('back_out_requested', 'yes', 'import').work();
    expect(deal.refusals()).toHaveLength(perDay);
    expect(deal.values['back_out_requested']?.value).toBe('no');
    deal.set('back_out_requested', 'yes', REP).work();
    expect(deal.kinds().at(-1)).toBe('backOutAsked');
  });

  it('[B-02] of who held the role when the deal was last looked at, and does not when the code is brought', () => {
    deal.work();
    Object.assign(deal.policy, { roles: { ...deal.policy.roles, 'Sales VP': ['78'] } });
    deal.bring();
    expect(deal.refusals()).toEqual(['notVP']);
    expect(deal.stage).toBe('closed_won');
  });
});
