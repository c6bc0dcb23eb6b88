/** a deal that was won is merged into another one. Whatever order things come in, it is one win, one hand-off and one window. */
import { beforeEach, describe, expect, it } from 'vitest';
import { noDuties } from '../../../src/domain/deal/duty-state.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { handOn, meet, merge, proposal } from '../../support/merged-deals.ts';
import { DAY, REP, type SoldDeal, wonDeal } from '../../support/won-deal.ts';

const TICKET = '4711';
let won: SoldDeal;
beforeEach(() => {
  won = handedOff(wonDeal());
});

function handedOff(deal: SoldDeal): SoldDeal {
  deal.around.ticket = { id: TICKET, stage: 'new', at: deal.now, readAt: deal.now };
  deal.tell({ type: 'handedOff', ticketId: TICKET, isNew: true });
  return deal.pass(DAY / 2);
}

/** What people see of a deal in the end, and what its workflow holds of the win. */
function outcome(deal: SoldDeal) {
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

const expected = () => ({
  stage: 'closed_won',
  sale: { ...won.state.sale, from: '501' },
  firstWon: won.state.settled?.since,
  ticket: TICKET,
  tickets: 0,
  pending: undefined,
  inherited: [{ merged: '501', taken: true, to: 'new_business.closed_won' }],
  notes: ['mergedWin:501'],
});

describe('a won deal that is merged into an open one', () => {
  it.each([true, false])(
    '[R-10] [B-01] makes it closed won, with the win that was; the news comes before the record: %s',
    (isFirst) => {
      const open = proposal();
      const survivor = merge(open, won);
      if (!isFirst) meet(survivor);
      handOn(open, survivor);
      handOn(won, survivor);
      meet(survivor);
      expect(won.state.inherited).toBeUndefined();
      expect(outcome(survivor)).toEqual(expected());
      expect(survivor.journal.find(({ kind }) => kind === 'inherited')).toMatchObject({
        clause: 'R-10',
        by: 'merge',
        from: 'new_business.proposal',
        evidence: [{ id: '900' }, { id: '501', property: 'dealstage', at: won.state.sale?.wonAt }],
      });
    },
  );

  it('[R-10] is that win, too, where what the merge filled in made it win by itself before it heard of it', () => {
    const open = proposal();
    const survivor = merge(open.set('contract_status', ''), won);
    meet(survivor);
    expect(survivor.kinds()).toContain('won');
    handOn(won, survivor);
    expect(outcome(survivor)).toMatchObject({ ...expected(), tickets: 1, notes: [] });
  });

  it('[R-10] is heard once, however often it is told', () => {
    const survivor = merge(proposal(), won);
    won.deliver();
    const [{ handed } = {}] = won.handedOver;
    if (handed === undefined) throw new Error('nothing was handed on');
    for (let time = 0; time < 3; time += 1) {
      survivor.tell({ type: 'inherited', from: handed });
      survivor.work();
    }
    expect(outcome(survivor)).toEqual(expected());
  });

  it('[R-10] waits while HubSpot refuses the move, and makes it then', () => {
    const survivor = merge(proposal(), won);
    survivor.refuses = true;
    handOn(won, survivor);
    expect(survivor.stage).toBe('proposal');
    survivor.refuses = false;
    meet(survivor);
    expect(outcome(survivor)).toEqual(expected());
  });

  it('[R-10] [D-13] brings a lost one back to Closed Won', () => {
    const lost = proposal();
    lost.set('deal_lost_reason_category', 'timing').set('deal_lost_reason_details', 'later').work();
    expect(lost.stage).toBe('closed_lost');
    const survivor = merge(lost, won);
    meet(survivor);
    handOn(won, survivor);
    expect(outcome(survivor)).toMatchObject({ stage: 'closed_won', sale: expected().sale });
  });

  it('[R-10] [C-12] tells the contacts once, and not that there is no won deal', () => {
    const told = (deal: SoldDeal) => deal.news.filter((one) => one.do === 'tellContacts').map(({ gone }) => gone);
    const before = told(won).length;
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(told(won)).toHaveLength(before);
    expect(told(survivor)).toEqual([false]);
  });

  it('[R-10] [R-09] in warn mode stays where it stands, signed, and it is said', () => {
    const { nextAction: _, ...rules } = defaultPolicy;
    const open = proposal('600', { ...rules, bypass: { ...rules.bypass, mode: 'warn' } });
    const survivor = merge(open, won);
    handOn(won, survivor);
    expect(survivor.stage).toBe('proposal');
    expect(survivor.state.settled).toMatchObject({ stage: 'proposal', signed: true });
    expect(survivor.kinds().filter((kind) => kind !== 'missing')).toEqual(['started', 'inherited', 'leftOpen']);
    expect(survivor.duties.find(({ key }) => key === 'mergedWin:501')).toMatchObject({ detail: { stays: true } });
    survivor.bring();
    expect(survivor.stage).toBe('closed_lost');
  });

  it('[R-10] takes a win over that is still the same when it was merged on before anybody looked', () => {
    const between = merge(proposal(), won, '700');
    const survivor = merge(proposal('800'), between);
    handOn(won, between);
    expect(between.state.gone).toMatchObject({ into: '900' });
    handOn(between, survivor);
    expect(outcome(survivor)).toEqual(expected());
  });

  it('[R-10] hands it on again when the one that took it over is merged, as the primary one or not', () => {
    for (const isPrimary of [true, false]) {
      won = handedOff(wonDeal());
      const first = merge(proposal(), won, '700');
      handOn(won, first);
      const other = proposal('800');
      first.pass(5 * DAY);
      const last = isPrimary ? merge(first, other) : merge(other, first);
      meet(last);
      handOn(first, last);
      expect(outcome(last)).toMatchObject({
        stage: 'closed_won',
        sale: expected().sale,
        firstWon: expected().firstWon,
      });
    }
  });
});

describe('the hand-off', () => {
  it('[D-18] [R-10] is none of a second deal: what was accepted stays so, and is not said twice', () => {
    won.around.ticket = { id: TICKET, stage: 'in_progress', at: won.now, by: 'person:78', readAt: won.now };
    won.deliver([
      { kind: 'related', object: 'ticket', otherId: TICKET, key: 't', occurredAt: won.now, by: 'person:78' },
    ]);
    won.work();
    expect(won.did('note', 'handOffAccepted')).toHaveLength(1);
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
    const survivor = merge(proposal(), won);
    handOn(won, survivor);
    expect(survivor.stage).toBe('closed_won');
    expect(survivor.state.duties?.backOut?.approved).toBeUndefined();
  });
});

describe('a deal that was won itself', () => {
  it.each([true, false])(
    '[R-10] [B-01] keeps its own win when an older one is merged into it, news first: %s',
    (isFirst) => {
      const later = wonDeal();
      later.state = { ...later.state, dealId: '600' };
      const shift = 10 * DAY;
      later.values = Object.fromEntries(
        Object.entries(later.values).map(([name, fact]) => [name, { ...fact, at: fact.at + shift }]),
      );
      later.state = { ...later.state, values: later.values };
      later.pass(shift).wake().work();
      const survivor = merge(later, won);
      if (!isFirst) meet(survivor);
      handOn(isFirst ? won : later, survivor);
      handOn(isFirst ? later : won, survivor);
      expect(survivor.stage).toBe('closed_won');
      expect(survivor.state.sale?.wonAt).toBe(later.state.sale?.wonAt);
      expect(survivor.state.sale?.from).toBeUndefined();
      expect(outcome(survivor).inherited.toSorted((a, b) => Number(a.taken) - Number(b.taken))).toEqual([
        { merged: '501', taken: false, to: undefined },
        { merged: '600', taken: true, to: 'new_business.closed_won' },
      ]);
    },
  );

  it('[R-10] is the sale that it was when an open one is merged into it', () => {
    const survivor = merge(won, proposal());
    meet(survivor);
    handOn(won, survivor);
    expect(survivor.state.sale).toEqual(won.state.sale);
    expect(survivor.did('note', 'mergedWin')).toEqual([]);
  });

  it('[R-10] of two that are merged into one open deal the earlier win counts, whichever is heard of first', () => {
    for (const isFirst of [true, false]) {
      const early = wonDeal();
      const late = wonDeal();
      late.state = {
        ...late.state,
        dealId: '502',
        ...(late.state.sale && { sale: { ...late.state.sale, wonAt: late.now } }),
      };
      const between = merge(proposal(), early, '900');
      merge(between, late, '900');
      between.present = true;
      for (const one of isFirst ? [early, late] : [late, early]) handOn(one, between);
      expect(between.stage).toBe('closed_won');
      expect(between.state.sale).toMatchObject({ from: '501', wonAt: early.state.sale?.wonAt });
    }
  });
});

describe('what hands nothing on', () => {
  it('[R-10] is a deal that was never won', () => {
    const survivor = merge(proposal('601'), proposal('602'));
    handOn(proposal('603'), survivor);
    const gone = proposal('604');
    merge(proposal('605'), gone);
    gone.deliver();
    expect(gone.handedOver).toEqual([]);
  });

  it('[R-10] is a deal that was deleted', () => {
    won.present = false;
    won.wake();
    expect(won.state.gone).toEqual({ why: 'deleted' });
    expect(won.handedOver).toEqual([]);
  });

  it('[R-10] a run that knows the deal no more has the journal asked', () => {
    merge(proposal(), won);
    won.state = { dealId: '501', seq: won.state.seq, duties: noDuties };
    won.deliver();
    expect(won.handedOver).toEqual([{ do: 'handOver', into: '900', mergedAt: expect.any(Number) }]);
    expect(won.state.gone).toEqual({ why: 'merged', into: '900' });
  });
});
