import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { DealInMemory } from '../support/deals.ts';

const filled = (deal: DealInMemory) => deal.set('enterprise_deal_status', 'no').set('hp_products', 'rcm;coding');

describe('a deal in SQL', () => {
  it('[D-02] [D-16] is told both missing fields, in the property and in one note', () => {
    const deal = new DealInMemory().deliver();
    const missing = ['deal.enterprise_deal_status', 'deal.hp_products'];
    expect(deal.stage).toBe('sql');
    expect(deal.effects).toMatchObject([
      { kind: 'say', stage: 'sql', missing },
      { kind: 'note', stage: 'sql', missing },
    ]);
  });

  it.each(['enterprise_deal_status', 'hp_products'])('[D-02] does not leave while only %s is filled', (property) => {
    const deal = new DealInMemory().set(property, property === 'hp_products' ? 'rcm' : 'yes').deliver();
    expect(deal.stage).toBe('sql');
    expect(deal.count('move')).toBe(0);
  });

  it.each(['yes', 'no'])('[D-02] Enterprise Deal Status "%s" is known', (value) => {
    const deal = new DealInMemory().set('enterprise_deal_status', value).set('hp_products', 'rcm').deliver();
    expect(deal.stage).toBe('engaged');
  });

  it.each(['new_business', 'expansion', 'upsell'])('[D-02] moves on in the pipeline %s', (pipeline) => {
    expect(filled(new DealInMemory(undefined, pipeline)).deliver().stage).toBe('engaged');
  });

  it('[D-14] moves to Engaged by itself, once, as soon as the last field is filled', () => {
    const deal = new DealInMemory().deliver();
    deal.set('hp_products', 'rcm').deliver();
    expect(deal.stage).toBe('sql');
    deal.set('enterprise_deal_status', 'yes').deliver();
    expect(deal.stage).toBe('engaged');
    expect(deal.count('move')).toBe(1);
    expect(deal.effects.filter(({ kind, stage }) => kind === 'note' && stage === 'sql')).toHaveLength(1);
  });

  it('[D-16] a field emptied again is named again, without a second note', () => {
    const deal = new DealInMemory().deliver();
    deal.set('hp_products', 'rcm').deliver().set('hp_products', '').deliver();
    expect(deal.state.shown?.missing).toEqual(['deal.enterprise_deal_status', 'deal.hp_products']);
    expect(deal.count('note')).toBe(1);
  });
});

describe('a deal that a person moved back', () => {
  const movedBack = () => filled(new DealInMemory()).deliver().moveTo('sql').deliver();

  it('[D-14] rests there although nothing is missing', () => {
    const deal = movedBack();
    expect(deal.stage).toBe('sql');
    expect(deal.state.shown).toMatchObject({ stage: 'sql', resting: true, missing: [] });
    expect(deal.journal.at(-1)).toMatchObject({
      kind: 'rested',
      from: 'new_business.engaged',
      to: 'new_business.sql',
      by: 'person:7',
    });
  });

  it('[D-14] moves on when one of the criteria changes after the move', () => {
    const deal = movedBack().set('hp_products', 'credentialing').deliver();
    expect(deal.stage).toBe('engaged');
    expect(deal.count('move')).toBe(2);
  });

  it('[D-14] stays resting when another field changes', () => {
    expect(movedBack().set('hubspot_owner_id', '99').deliver().stage).toBe('sql');
  });

  it('[D-14] may be moved on by the person', () => {
    const deal = movedBack().moveTo('engaged').deliver();
    expect(deal.stage).toBe('engaged');
    expect(deal.state.shown?.resting).toBe(false);
  });

  it('[D-14] wakes up again after a look months later and still rests', () => {
    const deal = movedBack();
    deal.tell({ type: 'woke' });
    expect(deal.stage).toBe('sql');
    expect(deal.count('move')).toBe(1);
  });
});

describe('a lost deal', () => {
  const lose = (deal: DealInMemory) =>
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'no money');

  it.each(['sql', 'engaged', 'proposal', 'partner_of_choice'])('[D-13] closes by itself from %s', (stage) => {
    const deal = lose(new DealInMemory().moveTo(stage)).deliver();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.journal.at(-1)).toMatchObject({ kind: 'closed', clause: 'D-13', by: 'person:7' });
  });

  it.each(['deal_lost_reason_category', 'deal_lost_reason_details'])(
    '[D-13] does not close by %s alone',
    (property) => {
      const deal = new DealInMemory().set(property, 'budget').deliver();
      expect(deal.stage).toBe('sql');
    },
  );

  it('[D-13] white space fills nothing in', () => {
    const deal = new DealInMemory()
      .set('deal_lost_reason_category', 'budget')
      .set('deal_lost_reason_details', '  \n ')
      .deliver();
    expect(deal.stage).toBe('sql');
  });

  it('[D-13] lost comes before moving on when both hold', () => {
    expect(lose(filled(new DealInMemory())).deliver().stage).toBe('closed_lost');
  });

  it('[D-13] a won deal is not closed by the lost reason', () => {
    const deal = lose(new DealInMemory().moveTo('closed_won')).deliver();
    expect(deal.stage).toBe('closed_won');
  });

  it('[D-14] taken up again by a person it is not closed a second time by the old reason', () => {
    const deal = lose(new DealInMemory()).deliver().moveTo('sql').deliver();
    expect(deal.stage).toBe('sql');
    deal.set('deal_lost_reason_details', '').set('deal_lost_reason_details', 'now really').deliver();
    // Free text travels only as "filled": that it was written anew is what counts.
    expect(deal.stage).toBe('closed_lost');
  });
});

describe('a lost deal that somebody opens again', () => {
  const MINUTE = 60_000;
  /** Lost for its budget, and dragged back to SQL a day later. */
  const reopened = () =>
    new DealInMemory()
      .deliver()
      .set('deal_lost_reason_category', 'budget')
      .set('deal_lost_reason_details', 'Cut')
      .deliver()
      .pass(24 * 60 * MINUTE)
      .moveTo('sql')
      .deliver();

  it('[D-13] [D-14] goes on as far as its criteria lead: the reasons of the loss that is over close it no second time', () => {
    const deal = reopened();
    expect(deal.stage).toBe('sql');
    deal.pass(MINUTE).fillExit('sql').deliver();
    expect(deal.stage).toBe('engaged');
    deal.pass(MINUTE).fillExit('engaged').deliver();
    expect(deal.stage).toBe('proposal');
    expect(deal.journal.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
  });

  it('[D-13] closes when one of its reasons is written anew, in whichever stage', () => {
    const deal = reopened().pass(MINUTE).fillExit('sql').deliver();
    deal.pass(MINUTE).set('deal_lost_reason_category', 'timing').deliver();
    expect(deal.stage).toBe('closed_lost');
    const [first, second] = deal.journal.filter(({ kind }) => kind === 'closed');
    expect(second?.happenedAt).toBeGreaterThan((first?.happenedAt ?? 0) + 24 * 60 * MINUTE);
  });

  it('[D-13] may be lost for the old reasons by whoever drags it there', () => {
    const deal = reopened().pass(MINUTE).fillExit('sql').deliver().pass(MINUTE).moveTo('closed_lost').deliver();
    expect(deal.pass(60 * MINUTE).wake().stage).toBe('closed_lost');
  });
});

describe('what is decided', () => {
  it('[R-05] names from, to, when, who, evidence, policy version and clause', () => {
    const deal = filled(new DealInMemory()).deliver();
    const move = deal.journal.find(({ kind }) => kind === 'moved');
    expect(move).toEqual({
      seq: 2,
      kind: 'moved',
      from: 'new_business.sql',
      to: 'new_business.engaged',
      happenedAt: deal.values['hp_products']?.at,
      by: 'person:7',
      evidence: [
        {
          object: 'deal',
          id: '501',
          property: 'enterprise_deal_status',
          at: deal.values['enterprise_deal_status']?.at,
        },
        { object: 'deal', id: '501', property: 'hp_products', at: deal.values['hp_products']?.at },
      ],
      policyVersion: deal.policy.version,
      clause: 'D-02',
    });
  });

  it('[R-05] decisions are numbered without a gap', () => {
    const deal = filled(new DealInMemory()).deliver().moveTo('sql').deliver().set('hp_products', 'coding').deliver();
    expect(deal.journal.map(({ seq }) => seq)).toEqual(deal.journal.map((_, index) => index + 1));
  });
});

describe('HubSpot refuses', () => {
  it('a refused write changes nothing that is known, is shown to a person, and is tried again at the next event', () => {
    const deal = filled(new DealInMemory());
    deal.refuses = true;
    deal.deliver();
    expect(deal.stage).toBe('sql');
    expect(deal.state.attention).toMatchObject({ reason: 'rejected' });
    expect(deal.journal).toEqual([]);
    deal.refuses = false;
    deal.set('hubspot_owner_id', '4').deliver();
    expect(deal.stage).toBe('engaged');
    expect(deal.state.attention).toBeUndefined();
  });
});

describe('a record that disappears', () => {
  it('ends in a quiet recorded state, once', () => {
    const deal = new DealInMemory().deliver();
    deal.present = false;
    const deleted = { kind: 'deleted', key: 'd', occurredAt: 9e12, by: 'person:7' } as const;
    deal.deliver([deleted, { ...deleted, key: 'd2' }]);
    expect(deal.state.gone).toEqual({ why: 'deleted' });
    expect(deal.journal.filter(({ kind }) => kind === 'gone')).toHaveLength(1);
    expect(deal.count('say')).toBe(1);
  });

  it('[R-10] is not looked for again and again', () => {
    const deal = new DealInMemory().deliver();
    deal.present = false;
    deal.deliver([{ kind: 'deleted', key: 'd', occurredAt: 9e12, by: 'person:7' }]);
    deal.pass(31 * 86_400_000).wake();
    const lookedAt = deal.state.readAt;
    deal.pass(1000).wake();
    expect(deal.state.readAt).toBeGreaterThan(lookedAt ?? 0);
  });

  it('goes on when it is restored', () => {
    const deal = new DealInMemory().deliver();
    deal.present = false;
    deal.deliver([{ kind: 'deleted', key: 'd', occurredAt: 9e12, by: 'person:7' }]);
    deal.present = true;
    deal.deliver([{ kind: 'restored', key: 'r', occurredAt: 9e12 + 1, by: 'person:7' }]);
    expect(deal.state.gone).toBeUndefined();
    expect(filled(deal).deliver().stage).toBe('engaged');
  });
});

describe('the small policy', () => {
  it('[D-14] plays by its own stages, fields and values', () => {
    const deal = new DealInMemory(smallPolicy).set('rb_flow_rate', '40').set('rb_budget_confirmed', 'no').deliver();
    expect(deal.stage).toBe('enquiry');
    expect(deal.state.shown?.missing).toEqual(['deal.rb_budget_confirmed=yes']);
    deal.set('rb_budget_confirmed', 'yes').deliver();
    expect(deal.stage).toBe('survey');
    deal.set('rb_lost_to', 'postponed').set('rb_lost_story', 'next year').deliver();
    expect(deal.stage).toBe('lost');
  });

  it('[D-14] walks through every stage whose criteria hold already', () => {
    const deal = new DealInMemory(smallPolicy)
      .set('rb_site_visit', '2026-03-01')
      .set('company.rb_region', 'north')
      .set('rb_flow_rate', '40')
      .set('rb_budget_confirmed', 'yes');
    expect(deal.deliver().stage).toBe('offer');
    expect(deal.count('move')).toBe(2);
  });
});

/** What people can do to a deal, small enough that shrinking ends in a readable story. */
const change = fc.oneof(
  fc.tuple(fc.constant('enterprise_deal_status'), fc.constantFrom('yes', 'no', '')),
  fc.tuple(fc.constant('hp_products'), fc.constantFrom('rcm', 'rcm;coding', '')),
  fc.tuple(fc.constant('deal_lost_reason_category'), fc.constantFrom('budget', '')),
  fc.tuple(fc.constant('deal_lost_reason_details'), fc.constantFrom('because', '')),
  fc.tuple(fc.constant('hubspot_owner_id'), fc.constantFrom('1', '2')),
  fc.tuple(fc.constant('stage'), fc.constantFrom('sql', 'engaged', 'proposal')),
);
const apply = (deal: DealInMemory, [property, value]: [string, string]) =>
  property === 'stage' ? deal.moveTo(value) : deal.set(property, value);

describe('any order', () => {
  it('[R-03] shuffled and repeated webhooks give the same deal and the same side effects', () => {
    const story = fc.array(change, { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (changes, dice) => {
        const told = new DealInMemory();
        const shuffled = new DealInMemory();
        for (const one of changes) for (const deal of [told, shuffled]) apply(deal, one);
        told.deliver();
        const roll = () => dice.next().value as number;
        const repeated = shuffled.events.splice(0).flatMap((event) => (roll() % 3 === 0 ? [event, event] : [event]));
        const mixed = repeated.map((event) => ({ event, at: roll() })).sort((a, b) => a.at - b.at);
        shuffled.deliver(mixed.map(({ event }) => event));
        shuffled.deliver();
        expect(shuffled.stage).toBe(told.stage);
        expect(shuffled.effects).toEqual(told.effects);
        expect(shuffled.journal).toEqual(told.journal);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[R-03] webhooks that come late, between later changes, end in what the record says', () => {
    const step = fc.record({ change, deliver: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const deal = new DealInMemory();
        for (const { change: one, deliver } of steps) {
          apply(deal, one);
          // Some of what waits is delivered, newest first: late and out of order.
          deal.deliver(deal.events.splice(-deliver, deliver).toReversed());
        }
        while (deal.events.length > 0) deal.deliver();
        const before = deal.effects.length;
        deal.tell({ type: 'woke' });
        expect(deal.effects.slice(before)).toEqual([]);
        expect(deal.state.shown?.stage).toBe(deal.stage);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[D-02] a filled field is never reported missing, and no deal passes with a blank one', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 15 }), (changes) => {
        const deal = new DealInMemory();
        for (const one of changes) {
          const before = deal.count('move');
          apply(deal, one).deliver();
          const blank = ['enterprise_deal_status', 'hp_products'].some((name) => !deal.values[name]?.value);
          if (deal.count('move') > before && deal.stage === 'engaged') expect(blank).toBe(false);
          for (const id of deal.state.shown?.missing ?? []) {
            expect(deal.values[id.replace('deal.', '')]?.value ?? '').toBe('');
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
