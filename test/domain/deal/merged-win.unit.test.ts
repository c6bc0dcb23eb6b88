/** a deal that was won is merged into an open or lost one. Whatever order things come in, it is one win and one window. */
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { handedOff, handOn, hear, meet, merge, outcome, proposal, TICKET } from '../../support/merged-deals.ts';
import { DAY, type SoldDeal } from '../../support/won-deal.ts';

let won: SoldDeal;
beforeEach(() => {
  won = handedOff();
});

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
      hear(survivor, handed);
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

  it('[R-10] takes it over from one that HubSpot had not let take it over before it was merged, too', () => {
    const between = merge(proposal(), won, '700');
    between.refuses = true;
    handOn(won, between);
    expect(between.state.settled?.inherits).toBe(true);
    const survivor = merge(proposal('800'), between);
    handOn(between, survivor);
    expect(outcome(survivor)).toEqual(expected());
  });

  it('[R-10] is recorded as of the time of the merge, however late it is noticed', () => {
    const survivor = merge(proposal(), won);
    const mergedAt = survivor.now;
    won.pass(2 * DAY);
    handOn(won, survivor);
    const gone = won.journal.find(({ kind }) => kind === 'gone');
    const inherited = survivor.journal.find(({ kind }) => kind === 'inherited');
    expect([gone?.happenedAt, inherited?.happenedAt]).toEqual([mergedAt, mergedAt]);
  });

  it('[R-10] hands it on again when the one that took it over is merged, as the primary one or not', () => {
    for (const isPrimary of [true, false]) {
      won = handedOff();
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
