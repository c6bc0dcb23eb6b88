/** what people owe a win, and what becomes of its back-out, when it is merged into another deal. */
import { beforeEach, describe, expect, it } from 'vitest';
import { handedOff, handOn, merge, outcome, proposal, TICKET } from '../../support/merged-deals.ts';
import { DAY, REP, wonDeal, type SoldDeal } from '../../support/won-deal.ts';

let won: SoldDeal;
beforeEach(() => {
  won = handedOff();
});

describe('the hand-off', () => {
  function onboardingAccepts(): void {
    won.around.ticket = { id: TICKET, stage: 'in_progress', at: won.now, by: 'person:78', readAt: won.now };
    won.deliver([
      { kind: 'related', object: 'ticket', otherId: TICKET, key: 't', occurredAt: won.now, by: 'person:78' },
    ]);
    won.work();
    expect(won.did('note', 'handOffAccepted')).toHaveLength(1);
  }

  it('[D-18] [R-10] is none of a second deal: what was accepted stays so, and is not said twice', () => {
    onboardingAccepts();
    const survivor = merge(proposal(), won);
    survivor.around.ticket = won.around.ticket;
    handOn(won, survivor);
    survivor
      .pass(10 * DAY)
      .wake()
      .work();
    expect(survivor.did('note', 'handOffAccepted')).toEqual([]);
    expect(survivor.kinds()).not.toContain('handOffAccepted');
  });

  it('[D-18] [R-10] that nobody has taken over is reminded of on the deal that goes on, from the day of the win', () => {
    won.around.ticket = { id: TICKET, stage: 'new', at: won.now, readAt: won.now };
    won.work().toNextWake();
    const asked = won.did('task', 'acceptHandOff');
    expect(asked).toHaveLength(1);
    const survivor = merge(proposal(), won);
    survivor.around.ticket = won.around.ticket;
    handOn(won, survivor);
    expect(won.ended).toEqual(asked);
    expect(survivor.did('task', 'acceptHandOff')).toHaveLength(1);
    expect(survivor.did('mail', 'acceptHandOff')).toEqual([]);
  });

  it('[D-17] [R-10] that was not made yet is made on the deal that goes on', () => {
    won = wonDeal().pass(DAY);
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(survivor.count('ticket')).toBe(1);
  });

  it('[D-18] [R-10] stays the same one where HubSpot writes the stage anew', () => {
    onboardingAccepts();
    const survivor = merge(won, proposal());
    const { value = '' } = survivor.values['dealstage'] ?? {};
    survivor.values = { ...survivor.values, dealstage: { value, at: survivor.now - 10, by: 'merge' } };
    handOn(won, survivor);
    expect(survivor.state.sale?.wonAt).toBe(won.state.sale?.wonAt);
    for (let day = 0; day < 3; day += 1) survivor.pass(DAY).wake().work();
    expect(survivor.did('note', 'handOffAccepted')).toEqual([]);
  });
});

describe('a back-out', () => {
  it('[B-01] [B-02] [R-10] of the deal that goes on is about the real win: its day, its seller', () => {
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    survivor.pass(3 * DAY);
    survivor.bring();
    expect(survivor.stage).toBe('closed_lost');
    expect(survivor.state.duties?.backOut?.approved?.sale).toMatchObject({
      seller: '77',
      wonAt: won.state.sale?.wonAt,
    });
    expect(survivor.kinds()).toContain('backedOut');
  });

  it('[B-01] [R-10] does not get more time by a merge', () => {
    const survivor = merge(proposal(), won.pass(85 * DAY));
    handOn(won, survivor);
    survivor.pass(10 * DAY).wake();
    survivor.bring();
    expect(survivor.refusals()).toEqual(['tooLate']);
  });

  it('[B-02] [R-10] that a rep has asked for is decided on the deal that goes on, and the Sales VP is asked there', () => {
    won.set('back_out_requested', 'yes', REP).work();
    expect(won.kinds()).toContain('backOutAsked');
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(survivor.refusals()).toEqual([]);
    expect(survivor.did('task', 'decideBackOut')).toHaveLength(1);
    expect(survivor.did('mail', 'decideBackOut')).toHaveLength(1);
    survivor.bring();
    expect(survivor.stage).toBe('closed_lost');
  });

  it('[B-03] [B-05] [R-10] that was carried out leaves an open one open, and the selling rep is asked there until it is done', () => {
    won.bring();
    expect(won.stage).toBe('closed_lost');
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(survivor.stage).toBe('proposal');
    expect(survivor.state.sale).toBeUndefined();
    expect(outcome(survivor).inherited).toEqual([{ merged: '501', taken: false, to: undefined }]);
    expect(survivor.follows().filter((what) => what.includes('Lifecycle'))).toEqual(['task updateLifecycle']);
    expect(survivor.follows()).not.toContain('closeTicket');
  });

  it('[B-02] [R-10] approved and not carried out is not handed on: a signal does not show whose word it is', () => {
    won.refuses = true;
    won.bring();
    expect(won.state.settled).toMatchObject({ backOut: true });
    const { key = '' } = won.state.duties?.backOut?.approved ?? {};
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(survivor.stage).toBe('closed_won');
    expect(survivor.state.duties?.backOut?.approved).toBeUndefined();
    // Whoever decided reads it, and it is on record.
    expect(won.answerTo(key)).toBe('gone');
    expect(won.state.duties?.backOut?.approved).toBeUndefined();
    expect(won.refusals()).toEqual(['gone']);
  });
});
