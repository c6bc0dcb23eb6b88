/** B-02: a rep asks for a back-out in HubSpot, where many write and one decides. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, REP, VP, type SoldDeal, wonDeal } from '../../support/won-deal.ts';

let deal: SoldDeal;
beforeEach(() => {
  deal = wonDeal();
});

describe('a rep', () => {
  it('[B-02] asks: the Sales VP gets the mail and the task, and the deal stays won', () => {
    deal.set('back_out_reason', 'client', REP).set('back_out_requested', 'yes', REP).work().work();
    expect(deal.stage).toBe('closed_won');
    expect(deal.duties.find((one) => one.do === 'mail' && one.about === 'decideBackOut')).toMatchObject({ to: '90' });
    expect(deal.did('task', 'decideBackOut')).toHaveLength(1);
    expect(deal.kinds().filter((kind) => kind === 'backOutAsked')).toHaveLength(1);
    deal.bring();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.did('completeTask')).toHaveLength(1);
    expect(deal.refusals()).toEqual([]);
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
    expect(deal.refusals()).toEqual([]);
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  });

  it('[B-02] says why later: it is the same request, and nobody is asked twice', () => {
    deal.set('back_out_requested', 'yes', REP).work().set('back_out_reason', 'client', REP).work();
    expect(deal.kinds().filter((kind) => kind === 'backOutAsked')).toHaveLength(1);
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
    expect(deal.refusals()).toEqual([]);
  });

  it.each(['on the page', 'in HubSpot'])(
    '[B-02] tidies up after a back-out %s: the deal goes on saying so',
    (where) => {
      deal.set('back_out_reason', 'us', REP).set('back_out_requested', 'yes', REP).work();
      if (where === 'on the page') deal.bring();
      else deal.set('back_out_requested', 'no', VP).set('back_out_requested', 'yes', VP).work();
      expect(deal.stage).toBe('closed_lost');
      deal.set('back_out_reason', 'client', REP).work();
      expect(deal.values['back_out_requested']?.value).toBe('yes');
      expect(deal.stage).toBe('closed_lost');
    },
  );

  it('[B-02] takes the request back: the task is over', () => {
    deal.set('back_out_requested', 'yes', REP).work().set('back_out_requested', 'no', REP).work();
    expect(deal.kinds()).toContain('backOutDropped');
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
