/** which win counts where both deals were won, or were won and opened again; and what hands nothing on. */
import { beforeEach, describe, expect, it } from 'vitest';
import { noDuties } from '../../../src/domain/deal/duty-state.ts';
import { handedOff, handOn, meet, merge, outcome, proposal } from '../../support/merged-deals.ts';
import { DAY, REP, wonDeal, type SoldDeal } from '../../support/won-deal.ts';

let won: SoldDeal;
beforeEach(() => {
  won = handedOff();
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
        ...(late.state.sale && { sale: { ...late.state.sale, wonAt: late.now + DAY } }),
      };
      const between = merge(proposal(), early, '900');
      merge(between, late, '900');
      between.present = true;
      between.pass(DAY);
      for (const one of isFirst ? [early, late] : [late, early]) handOn(one, between);
      expect(between.stage).toBe('closed_won');
      expect(between.state.sale).toMatchObject({ from: '501', wonAt: early.state.sale?.wonAt });
    }
  });
});

it('[R-10] a deal that is merged on before it recorded what it was handed hands on both that and its own win', () => {
  const between = wonDeal();
  between.state = { ...between.state, dealId: '600' };
  merge(proposal('700'), won, '600');
  won.deliver();
  between.state = { ...between.state, inherited: won.handedOver.flatMap(({ handed }) => handed ?? []) };
  merge(proposal('800'), between, '900');
  between.deliver();
  expect(between.handedOver.map(({ handed }) => handed?.dealId)).toEqual(['501', '600']);
  expect(between.state.inherited).toBeUndefined();
});

describe('a deal that was won and opened again', () => {
  const reopen = (deal: SoldDeal) => deal.moveTo('engaged', REP).set('scope_confirmed', 'no', REP).work();

  it('[R-10] [D-15] leaves the deal that goes on open where it stands, signed as it was itself', () => {
    const survivor = merge(proposal(), reopen(won));
    handOn(won, survivor);
    expect(survivor.stage).toBe('proposal');
    expect(survivor.state.settled).toMatchObject({ stage: 'proposal', signed: true });
    expect(survivor.kinds()).toContain('leftOpen');
    survivor.bring();
    expect(survivor.stage).toBe('closed_lost');
  });

  it('[R-10] [B-01] keeps its own win when another one is merged into it', () => {
    const own = reopen(wonDeal());
    own.state = { ...own.state, dealId: '600' };
    const { sale } = own.state;
    merge(own, won, '600');
    own.present = true;
    own.events = [];
    handOn(won, own);
    expect(own.stage).toBe('engaged');
    expect(own.state.sale).toEqual(sale);
    expect(outcome(own).inherited).toEqual([{ merged: '501', taken: false, to: undefined }]);
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
