import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { newDeal } from '../../src/domain/deal/state.ts';
import { DealInMemory } from '../support/deals.ts';

const MINUTE = 60_000;
const wins = (deal: DealInMemory) =>
  deal.fillExit('sql').fillExit('engaged').fillExit('proposal').fillExit('partner_of_choice');

describe('a deal dragged ahead', () => {
  it.each(['engaged', 'proposal', 'partner_of_choice', 'closed_won'])(
    '[D-15] to %s is put back after the grace time',
    (stage) => {
      const deal = new DealInMemory().deliver();
      deal.moveTo(stage).deliver();
      expect(deal.stage).toBe(stage);
      deal.pass(14 * MINUTE).wake();
      expect(deal.stage).toBe(stage);
      deal.pass(2 * MINUTE).wake();
      expect(deal.stage).toBe('sql');
      expect(deal.journal.map(({ kind }) => kind)).toEqual(['started', 'missing', 'moved', 'bypassed', 'putBack']);
    },
  );

  it('[D-15] one message names everything missing in all stages jumped over', () => {
    const deal = new DealInMemory().deliver().moveTo('proposal').deliver();
    deal.pass(16 * MINUTE).wake();
    const notes = deal.effects.filter(({ kind, about }) => kind === 'note' && about === 'bypass');
    expect(notes).toHaveLength(1);
    expect(notes[0]?.missing).toEqual([
      'deal.enterprise_deal_status',
      'deal.hp_products',
      'deal.scope_confirmed=yes',
      'contact.number_of_providers',
      'deal.annual_practice_collections',
      'nextSteps',
    ]);
    // and no second one for the stage it is back in
    expect(deal.effects.filter(({ kind }) => kind === 'note')).toHaveLength(2);
  });

  it('[D-15] a rep who drags first and fills in next is not fought', () => {
    const deal = new DealInMemory().deliver().moveTo('engaged').deliver();
    deal.fillExit('sql').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('engaged');
    expect(deal.state.settled).toMatchObject({ stage: 'engaged' });
    expect(deal.count('move')).toBe(0);
  });

  it('[D-15] created beyond SQL counts from the first stage', () => {
    const deal = new DealInMemory().moveTo('partner_of_choice').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
  });

  it.each(['person:7', 'import', 'automation', 'app:77', 'unknown'])('[D-15] whoever did it: %s', (by) => {
    const deal = new DealInMemory().deliver().moveTo('proposal', by).deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
    expect(deal.journal.at(-1)).toMatchObject({ kind: 'putBack', by });
  });

  it('[D-15] into another pipeline is put back into its own', () => {
    const deal = new DealInMemory().deliver();
    deal.moveToPipeline('expansion', 'proposal').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
    expect(deal.inPipeline).toBe('new_business');
  });

  it('[D-15] what stood there before the policy came into force is taken as it is found', () => {
    const deal = new DealInMemory(defaultPolicy, 'new_business', '2025-06-02T10:00:00Z').moveTo('proposal').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('proposal');
    expect(deal.state.shown?.putBack).toBeUndefined();
  });

  it("[D-15] the app's own token is nobody special: what it moves ahead goes back, what it creates won has no ticket", () => {
    const moved = new DealInMemory().deliver().moveTo('proposal', 'us').deliver();
    moved.pass(16 * MINUTE).wake();
    expect(moved.stage).toBe('sql');
    const created = new DealInMemory().moveTo('closed_won', 'us');
    created.values = {
      ...created.values,
      dealstage: { value: created.stageId('closed_won'), at: created.values['dealstage']?.at ?? 0, by: 'us' },
    };
    created
      .deliver()
      .pass(16 * MINUTE)
      .wake();
    expect(created.count('ticket')).toBe(0);
    expect(created.stage).toBe('sql');
  });

  it('[R-10] what a merge made of two deals stays in the stage it came with', () => {
    const deal = new DealInMemory().moveTo('proposal', 'merge').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('proposal');
  });

  it('[D-15] a deal that was judged before is taken as it is found when its workflow starts again', () => {
    const deal = wins(new DealInMemory()).deliver();
    deal.state = { ...newDeal('501'), seq: deal.state.seq };
    deal
      .set('dealstage', deal.stageId('partner_of_choice'))
      .set('dealstage', deal.stageId('closed_won'))
      .set('quoted_rcm_rate', '');
    deal
      .deliver()
      .pass(60 * MINUTE)
      .wake();
    expect(deal.stage).toBe('closed_won');
  });

  it('[D-15] moving back is free and recorded', () => {
    const deal = new DealInMemory().fillExit('sql').deliver().moveTo('sql').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
    expect(deal.journal.at(-1)).toMatchObject({ kind: 'rested' });
  });
});

describe('people do not set the closed stages', () => {
  it('[D-14] [D-13] dragged to lost without reasons: asked for them, then put back', () => {
    const deal = new DealInMemory().deliver().moveTo('closed_lost').deliver();
    expect(deal.state.shown?.missing).toEqual(['deal.deal_lost_reason_category', 'deal.deal_lost_reason_details']);
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
  });

  it('[D-13] dragged to lost and the reasons filled in: it stays', () => {
    const deal = new DealInMemory().deliver().moveTo('closed_lost').deliver();
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'x').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('closed_lost');
  });

  describe('"Backed out after signing" on a deal that was never signed', () => {
    const chosen = (deal: DealInMemory) =>
      deal.set('deal_lost_reason_category', 'backed_out').set('deal_lost_reason_details', 'They left.').deliver();

    it('[B-03] [D-13] closes nothing; its writer reads once that another category is needed, and with that it closes', () => {
      const deal = chosen(new DealInMemory().deliver());
      expect(deal.stage).toBe('sql');
      const told = () => deal.effects.filter(({ about }) => about === 'notSigned');
      expect(told()).toMatchObject([{ kind: 'note', missing: ['notSigned'] }]);
      expect(
        deal
          .pass(60 * MINUTE)
          .wake()
          .wake().stage,
      ).toBe('sql');
      expect(told()).toHaveLength(1);
      expect(deal.set('deal_lost_reason_category', 'timing').deliver().stage).toBe('closed_lost');
    });

    it('[B-03] [D-15] does not let it stay in lost where it is dragged: it goes back and says why', () => {
      const deal = chosen(new DealInMemory().deliver().moveTo('closed_lost').deliver());
      expect(deal.state.shown?.missing).toEqual(['notSigned']);
      deal.pass(16 * MINUTE).wake();
      expect(deal.stage).toBe('sql');
      expect(deal.effects.filter(({ kind }) => kind === 'note').map(({ about, missing }) => [about, missing])).toEqual(
        expect.arrayContaining([['bypass', ['notSigned']]]),
      );
    });

    it('[B-03] [R-09] is only warned about where the policy says so', () => {
      const { bypass } = defaultPolicy;
      const deal = new DealInMemory({ ...defaultPolicy, bypass: { ...bypass, mode: 'warn' } });
      chosen(deal.deliver().moveTo('engaged').deliver());
      deal.moveTo('closed_lost').deliver();
      expect(deal.stage).toBe('closed_lost');
      const notes = deal.effects.filter(({ kind }) => kind === 'note');
      expect(notes.at(-1)).toMatchObject({ about: 'bypass', missing: ['notSigned'] });
    });

    it('[B-03] is a category like any other under a policy that knows no back-out', () => {
      const { backOut: _, ...policy } = defaultPolicy;
      expect(chosen(new DealInMemory(policy).deliver()).stage).toBe('closed_lost');
    });

    it('[B-03] [R-10] in a portal where it is lost since before its workflow began, it is left as it is', () => {
      const wonBefore = wins(new DealInMemory()).deliver();
      wonBefore.state = newDeal('501');
      chosen(wonBefore.moveTo('closed_lost'));
      expect(wonBefore.pass(60 * MINUTE).wake().stage).toBe('closed_lost');
    });
  });

  it("[D-13] a won deal dragged to lost goes back: that is the Sales VP's", () => {
    const deal = wins(new DealInMemory()).deliver();
    deal.moveTo('closed_lost').deliver();
    expect(deal.state.shown?.missing).toEqual(['backOut']);
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('closed_won');
    expect(deal.count('ticket')).toBe(1);
  });

  it('[D-13] a lost reason on a won deal closes nothing and shows its writer the way, once', () => {
    const deal = wins(new DealInMemory()).deliver();
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'regret').deliver();
    deal.wake().wake();
    expect(deal.stage).toBe('closed_won');
    expect(deal.effects.filter(({ about }) => about === 'backOutWay')).toHaveLength(1);
  });

  /** Its scope is open again, so that it does not move on by itself. */
  const reopened = () => wins(new DealInMemory()).deliver().set('scope_confirmed', 'no').moveTo('engaged').deliver();
  const loses = (deal: DealInMemory) =>
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'regret').deliver();

  it('[B-02] [D-13] a won deal dragged back to an open stage is not closed by lost reasons; their writer is shown the way, once', () => {
    const deal = loses(reopened());
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('engaged');
    expect(deal.state.settled).toMatchObject({ stage: 'engaged', signed: true });
    expect(deal.effects.filter(({ about }) => about === 'backOutWay')).toHaveLength(1);
  });

  it('[B-02] nor after further moves among the open stages', () => {
    const deal = reopened().moveTo('sql').deliver();
    deal.moveTo('engaged', 'person:9').deliver();
    expect(loses(deal).stage).toBe('engaged');
  });

  it('[B-02] nor by dragging: it goes back to the open stage it came from', () => {
    const deal = reopened().moveTo('closed_lost').deliver();
    expect(deal.state.shown?.missing).toEqual(['backOut']);
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('engaged');
    expect(deal.state.settled?.signed).toBe(true);
  });

  it('[B-02] nor when a manager wants to let it stand: that is for jumps', () => {
    const deal = reopened().moveTo('closed_lost').deliver();
    deal.set('let_stand_reason', 'agreed', 'person:1').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('engaged');
  });

  it('[B-02] nor when its workflow had ended in between: its history tells', () => {
    const deal = wins(new DealInMemory()).deliver();
    deal.state = { ...newDeal('501'), seq: deal.state.seq };
    deal.moveTo('sql').deliver();
    expect(loses(deal).stage).toBe('sql');
  });

  it('[B-02] [D-14] it can be won again, and is then no other deal than before', () => {
    const deal = reopened().set('scope_confirmed', 'yes').deliver();
    expect(deal.stage).toBe('closed_won');
    expect(deal.count('ticket')).toBe(1);
  });

  it('[B-02] [D-13] a deal that was dragged to won by mistake and back is not signed: it can be lost', () => {
    const deal = new DealInMemory().deliver().moveTo('closed_won').deliver();
    deal.moveTo('sql').deliver();
    expect(loses(deal).stage).toBe('closed_lost');
  });

  it('[D-15] from lost to won everything counts again', () => {
    const deal = new DealInMemory()
      .set('deal_lost_reason_category', 'budget')
      .set('deal_lost_reason_details', 'x')
      .deliver();
    deal.moveTo('closed_won').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('closed_lost');
  });
});

describe('let stand', () => {
  const ahead = () => new DealInMemory().deliver().moveTo('proposal').deliver();

  it("[D-15] a manager's reason holds and is recorded", () => {
    const deal = ahead().set('let_stand_reason', 'Board deal, agreed', 'person:1').deliver();
    deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('proposal');
    expect(deal.journal.find(({ kind }) => kind === 'letStand')).toMatchObject({ by: 'person:1', clause: 'D-15' });
  });

  it("[D-15] a rep's reason does not", () => {
    const deal = ahead().set('let_stand_reason', 'I say so', 'person:7').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('sql');
  });

  it('[D-15] the reason of last time does not count for the next jump', () => {
    const deal = ahead().set('let_stand_reason', 'agreed', 'person:1').deliver().wake();
    deal.moveTo('partner_of_choice').deliver();
    deal.pass(16 * MINUTE).wake();
    expect(deal.stage).toBe('proposal');
  });
});

describe('warn mode', () => {
  it('[R-09] leaves the deal and says so, once', () => {
    const deal = new DealInMemory(smallPolicy).deliver().moveTo('offer').deliver();
    deal.pass(600 * MINUTE).wake();
    expect(deal.stage).toBe('offer');
    expect(deal.effects.filter(({ about }) => about === 'bypass')).toHaveLength(1);
    expect(deal.journal.find(({ kind }) => kind === 'warned')?.detail?.['missing']).toContain('deal.rb_flow_rate');
  });
});

describe('warn mode with onboarding', () => {
  it('[D-17] [R-09] a deal dragged to won is warned about and has its ticket', () => {
    const rules = { ...defaultPolicy, bypass: { ...defaultPolicy.bypass, mode: 'warn' as const } };
    const deal = new DealInMemory(rules).deliver().moveTo('closed_won').deliver();
    deal.wake();
    expect(deal.stage).toBe('closed_won');
    expect(deal.count('ticket')).toBe(1);
  });
});

describe('the fuse', () => {
  it('[D-15] put-backs that HubSpot refuses are no fight', () => {
    const deal = new DealInMemory()
      .deliver()
      .moveTo('proposal')
      .deliver()
      .pass(16 * MINUTE);
    deal.refuses = true;
    for (let round = 0; round < 6; round += 1) deal.pass(60 * MINUTE).wake();
    expect(deal.stage).toBe('proposal');
    deal.refuses = false;
    deal.wake();
    expect(deal.stage).toBe('sql');
    expect(deal.journal.map(({ kind }) => kind)).not.toContain('fuse');
  });

  it('[D-15] a fight with another automation stops and a person is asked', () => {
    const deal = new DealInMemory().deliver();
    for (let round = 0; round < 6; round += 1) {
      deal.moveTo('proposal', 'automation').deliver();
      deal.pass(16 * MINUTE).wake();
    }
    expect(deal.journal.filter(({ kind }) => kind === 'putBack')).toHaveLength(defaultPolicy.bypass.maxPutBacks);
    expect(deal.journal.filter(({ kind }) => kind === 'fuse')).toHaveLength(1);
    expect(deal.stage).toBe('proposal');
    expect(deal.state.attention).toMatchObject({ reason: 'fuse' });
    expect(deal.effects.filter(({ kind }) => kind === 'task')).toHaveLength(1);
    expect(deal.state.shown?.putBack).toBeUndefined(); // the deal no longer says that it will be put back
  });
});

describe('winning', () => {
  it('[D-12] [D-17] walks through every stage to Closed Won and opens one ticket', () => {
    const deal = wins(new DealInMemory()).deliver();
    expect(deal.stage).toBe('closed_won');
    expect(deal.count('ticket')).toBe(1);
    deal.wake().wake();
    expect(deal.count('ticket')).toBe(1);
  });

  const exits =
    defaultPolicy.pipelines[0]?.stages.flatMap(({ key, exit }) =>
      (exit ?? []).map((criterion) => ({ key, criterion })),
    ) ?? [];
  it.each(exits.map(({ key, criterion }) => [key, JSON.stringify(criterion), criterion] as const))(
    '[D-02] [D-04] [D-06] [D-08] [D-09] [D-11] [D-12] %s is not left without %s',
    (key, _words, criterion) => {
      const deal = wins(new DealInMemory()).without(criterion).deliver();
      expect(deal.order(deal.stage)).toBeLessThanOrEqual(deal.order(key));
      // An earlier stage may ask for the same field.
      if (deal.stage === key) expect(deal.state.shown?.missing).toContain(deal.idOf(criterion));
      expect(deal.state.shown?.missing.join()).toContain(deal.idOf(criterion).split('=')[0]);
    },
  );

  it('[D-12] a product outside of the approved catalogue does not win', () => {
    const deal = wins(new DealInMemory()).set('hp_products', 'pilot').deliver();
    expect(deal.stage).toBe('partner_of_choice');
    deal.set('hp_products', 'pilot;rcm').deliver();
    expect(deal.stage).toBe('closed_won');
  });

  it('[D-12] no order of events reaches Closed Won without all criteria, and never two tickets', () => {
    const fields = exits.map(({ criterion }) => criterion);
    const step = fc.oneof(
      fc.record({ do: fc.constant('fill' as const), which: fc.nat(fields.length - 1) }),
      fc.record({ do: fc.constant('clear' as const), which: fc.nat(fields.length - 1) }),
      fc.record({ do: fc.constant('drag' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('wait' as const), which: fc.nat(40) }),
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { minLength: 5, maxLength: 40 }), (isFilled, steps) => {
        const deal = isFilled ? wins(new DealInMemory()) : new DealInMemory();
        for (const { do: what, which } of steps) {
          const field = fields[which];
          if (what === 'fill' && field !== undefined) deal.fill(field);
          if (what === 'clear' && field !== undefined) deal.without(field);
          if (what === 'drag') deal.moveTo(defaultPolicy.pipelines[0]?.stages[which]?.key ?? 'sql');
          if (what === 'wait') deal.pass(which * MINUTE).wake();
          deal.deliver();
          if (deal.movedByUsTo === 'closed_won') expect(deal.stillMissing('partner_of_choice')).toEqual([]);
        }
        deal.pass(16 * MINUTE).wake();
        expect(deal.count('ticket')).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('early data', () => {
  it('[D-03] data without BAA and NDA raises one task that asks for the reason', () => {
    const deal = new DealInMemory().set('financials_received', 'yes').deliver();
    deal.set('nda_status', 'not_sent').deliver();
    expect(deal.effects.filter(({ about }) => about === 'earlyData')).toHaveLength(1);
  });

  it.each([
    ['both were sent', { baa_status: 'sent', nda_status: 'signed' }],
    ['the reason is given', { data_before_agreements_reason: 'public data only' }],
  ])('[D-03] no task when %s', (_, properties) => {
    const deal = new DealInMemory();
    for (const [name, value] of Object.entries(properties)) deal.set(name, value);
    deal.set('financials_received', 'yes').deliver();
    expect(deal.effects.filter(({ about }) => about === 'earlyData')).toHaveLength(0);
  });
});

describe('the checklist', () => {
  it('[D-03] is shown in SQL, shrinks, and holds nobody up', () => {
    const deal = new DealInMemory().deliver();
    expect(deal.state.shown?.advice).toContain('deal.pm_emr_assessed=yes');
    deal.set('pm_emr_assessed', 'yes').deliver();
    expect(deal.state.shown?.advice).not.toContain('deal.pm_emr_assessed=yes');
    expect(deal.fillExit('sql').deliver().stage).toBe('engaged');
  });

  it('[D-05] is shown in Proposal, shrinks, and holds nobody up', () => {
    const deal = new DealInMemory().fillExit('sql').fillExit('engaged').deliver();
    expect(deal.stage).toBe('proposal');
    expect(deal.state.shown?.advice).toEqual([
      'deal.proposal_delivered=yes',
      'deal.calculator_used',
      'deal.annual_claims',
      'deal.estimated_decision_date',
    ]);
    deal.set('calculator_used', 'hpi').deliver();
    expect(deal.state.shown?.advice).not.toContain('deal.calculator_used');
    expect(deal.fillExit('proposal').deliver().stage).toBe('partner_of_choice');
  });
});
