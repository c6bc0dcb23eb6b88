import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import { recycling } from '../../../src/domain/contact/rules/recycling.ts';
import type { LifecycleKey } from '../../../src/domain/policy/contact-types.ts';
import { aContactPolicy, aSituation, DAY, type Given, HOUR, MINUTE, NOW } from '../../support/contacts.ts';

const judged = (given: Given) => lifecycle(aSituation(given));
const granted = { state: 'granted', at: NOW - 90 * DAY, proof: 'p1' } as const;
const aboutOf = (given: Given) =>
  judged(given).effects.flatMap(({ command }) => (command?.do === 'task' ? [command.about] : []));

describe('a won deal', () => {
  const won = { kind: 'won', at: NOW - HOUR } as const;

  it.each(['target', 'mql', 'sql', 'recycled'] as const)('[C-12] makes a Customer of %s', (stage) => {
    for (const own of [true, false]) {
      expect(judged({ stage, deals: [{ ...won, own, pipeline: 'expansion' }] })).toMatchObject({
        do: 'move',
        to: 'customer',
        decision: { clause: 'C-12', happenedAt: NOW - HOUR, evidence: [{ object: 'deal', id: '501' }] },
      });
    }
  });

  it.each(['excluded', 'additional'] as const)('[C-12] [C-13] [C-15] leaves %s', (stage) => {
    expect(judged({ stage, deals: [won] })).toMatchObject({ do: 'stay', settled: { stage } });
  });

  it('[C-12] does not let the contact be taken away, but for the two that are no customers', () => {
    const moved = (inHubSpot: LifecycleKey) =>
      judged({ stage: 'customer', inHubSpot, movedAt: NOW - HOUR, movedBy: 'person:7', deals: [won] });
    for (const to of ['target', 'mql', 'recycled'] as const)
      expect(moved(to)).toMatchObject({ do: 'move', to: 'customer' });
    for (const to of ['excluded', 'additional'] as const)
      expect(moved(to)).toMatchObject({ do: 'stay', settled: { stage: to } });
  });

  it('[C-12] accepts the Customer that HubSpot’s own sync wrote', () => {
    const given: Given = { stage: 'sql', inHubSpot: 'customer', movedAt: NOW, movedBy: 'automation' };
    expect(judged({ ...given, deals: [won] })).toMatchObject({ do: 'stay', settled: { stage: 'customer' } });
    expect(judged(given)).toMatchObject({ do: 'stay', settled: { stage: 'sql' } });
  });

  it('[C-12] goes before a put-back that is due', () => {
    const given: Given = { stage: 'mql', inHubSpot: 'sql', movedAt: NOW - HOUR, movedBy: 'person:7' };
    expect(judged({ ...given, deals: [won] })).toMatchObject({ do: 'move', to: 'customer' });
  });

  it('[B-05] that is backed out leaves the contact Customer until a person moves it', () => {
    const given: Given = {
      stage: 'customer',
      deals: [{ kind: 'lost', lostCategory: 'backed_out', at: NOW }],
      done: { 'won:501': NOW - DAY },
    };
    expect(judged(given)).toMatchObject({ do: 'stay', settled: { stage: 'customer' }, effects: [] });
    const byRep = { ...given, inHubSpot: 'recycled', movedAt: NOW, movedBy: 'person:91' } as const;
    expect(judged(byRep)).toMatchObject({ do: 'stay', settled: { stage: 'recycled', by: 'person:91' } });
  });

  it('[B-05] [C-12] that is gone otherwise leaves it Customer, to be looked at once', () => {
    const held = judged({ stage: 'customer', deals: [won] });
    expect(held.effects).toEqual([{ key: 'won:501' }]);
    const gone: Given = { stage: 'customer', done: { 'won:501': NOW - DAY } };
    expect(judged(gone)).toMatchObject({ do: 'stay', settled: { stage: 'customer' } });
    expect(aboutOf(gone)).toEqual(['evaluate']);
    expect(judged({ stage: 'customer' }).effects).toEqual([]);
  });
});

describe('a lost deal', () => {
  const lost = { kind: 'lost', at: NOW - HOUR, lostCategory: 'timing' } as const;

  it.each(['sql', 'mql'] as const)('[C-18] sends %s back to Target without consent', (stage) => {
    expect(judged({ stage, deals: [lost] })).toMatchObject({
      do: 'move',
      to: 'target',
      key: `lost:501:${NOW - HOUR}`,
      settled: { stage: 'target', qualified: true, evidenceFrom: NOW - HOUR },
      values: { sop_recycles_on: '2026-08-29T13:00:00.000Z' },
      decision: { kind: 'lost', clause: 'C-18', happenedAt: NOW - HOUR, detail: { category: 'timing' } },
    });
  });

  it('[C-18] sends an SQL back to MQL with consent, and leaves an MQL', () => {
    expect(judged({ stage: 'sql', consent: granted, deals: [lost] })).toMatchObject({ to: 'mql' });
    expect(judged({ stage: 'mql', consent: granted, deals: [lost] })).toMatchObject({ do: 'stay' });
  });

  it.each([
    ['of an earlier stay', { ...lost, at: NOW - 2 * DAY }],
    ['that was backed out after signing', { ...lost, lostCategory: 'backed_out' }],
    ['of another pipeline', { ...lost, pipeline: 'upsell' }],
    ['of somebody else at the company', { ...lost, own: false }],
  ])('[C-18] %s moves nobody', (_, deal) => {
    expect(judged({ stage: 'sql', deals: [deal] })).toMatchObject({ do: 'stay' });
  });

  it('[C-18] closed as the duplicate of one that goes on moves nobody', () => {
    const duplicate = { ...lost, lostCategory: 'duplicate' };
    expect(judged({ stage: 'sql', deals: [duplicate, { kind: 'open' }] })).toMatchObject({ do: 'stay' });
  });

  it('[C-18] from before the policy is taken as it is found', () => {
    const at = Date.parse('2025-06-01T12:00:00Z');
    expect(judged({ stage: 'sql', since: at - DAY, deals: [{ ...lost, at }] })).toMatchObject({ do: 'stay' });
  });

  it.each(['target', 'excluded', 'additional', 'recycled', 'customer'] as const)('[C-18] [C-13] leaves %s', (stage) => {
    expect(judged({ stage, deals: [lost] })).toMatchObject({ do: 'stay' });
  });

  it('[C-18] [R-03] is acted on once, also by the record that another was merged into', () => {
    const done = { [`lost:501:${NOW - HOUR}`]: NOW };
    expect(judged({ stage: 'sql', deals: [lost], done })).toMatchObject({ do: 'stay' });
    // Opened again and lost again it is another loss.
    expect(judged({ stage: 'sql', deals: [{ ...lost, at: NOW }], done })).toMatchObject({ to: 'target' });
  });

  it('[C-18] does not wait for a put-back that is under way', () => {
    const given: Given = { stage: 'sql', inHubSpot: 'customer', movedAt: NOW, movedBy: 'person:7' };
    expect(judged({ ...given, deals: [lost] })).toMatchObject({ do: 'move', to: 'target' });
  });
});

describe('a deal that somebody dragged to a closed stage', () => {
  const dragged = { kind: 'won', by: 'person:7', at: NOW - 29 * MINUTE } as const;
  const lost = { ...dragged, kind: 'lost' } as const;

  it('[C-12] [D-15] makes nobody a Customer as long as it may be put back', () => {
    const verdict = judged({ stage: 'sql', deals: [dragged] });
    expect(verdict).toMatchObject({ do: 'stay', settled: { stage: 'sql' }, wakes: [{ at: NOW + MINUTE }] });
    expect(judged({ stage: 'sql', deals: [dragged], now: NOW + MINUTE })).toMatchObject({ do: 'move', to: 'customer' });
  });

  it('[C-12] counts at once when the engine closed it, where a company only warns, and in a pipeline nobody checks', () => {
    const policy = aContactPolicy();
    const warns = { ...policy, deal: { ...policy.deal, checkMs: 0 } };
    expect(judged({ stage: 'sql', deals: [{ ...dragged, by: 'us' }] })).toMatchObject({ to: 'customer' });
    expect(judged({ stage: 'sql', deals: [dragged], policy: warns })).toMatchObject({ to: 'customer' });
    const s = aSituation({ stage: 'sql' });
    const elsewhere = { ...dragged, id: '509', own: true };
    expect(lifecycle({ ...s, facts: { ...s.facts, deals: [elsewhere] } })).toMatchObject({ to: 'customer' });
  });

  it('[C-18] [D-13] sends no contact back as long as it may be put back', () => {
    expect(judged({ stage: 'sql', deals: [lost] })).toMatchObject({ do: 'stay', wakes: [{ at: NOW + MINUTE }] });
    expect(judged({ stage: 'sql', deals: [lost], now: NOW + MINUTE })).toMatchObject({ to: 'target' });
  });

  it('[B-02] [B-05] does not put its Customers up for evaluation', () => {
    expect(judged({ stage: 'customer', deals: [lost], done: { 'won:501': 1 } }).effects).toEqual([]);
  });
});

describe('a rep takes the contact back from SQL', () => {
  const back = (to: LifecycleKey, given: Given = {}): Given => ({
    stage: 'sql',
    inHubSpot: to,
    movedAt: NOW,
    movedBy: 'person:91',
    deals: [{ kind: 'open', stage: 'sql' }],
    ...given,
  });

  it.each(['target', 'mql', 'recycled', 'excluded'] as const)('[C-18] to %s: asked for the lost reasons', (to) => {
    expect(judged(back(to)).effects).toMatchObject([
      { key: `lostReasons:${NOW}`, command: { about: 'lostReasons', to: 'owner', detail: { dealId: '501' } } },
    ]);
  });

  it('[C-18] is not asked with the deal further on, without a deal, for another place', () => {
    expect(aboutOf(back('mql', { deals: [{ kind: 'open', stage: 'proposal' }] }))).toEqual([]);
    expect(aboutOf(back('mql', { deals: [] }))).toEqual([]);
    expect(aboutOf(back('additional'))).toEqual([]);
    expect(aboutOf(back('target', { stage: 'mql' }))).toEqual([]);
  });
});

describe('the cool-off after a loss', () => {
  const lostAt = Date.parse('2026-03-02T15:00:00Z');
  const cooling = (lostCategory: string, given: Given = {}): Given => ({
    since: lostAt,
    qualified: true,
    deals: [{ kind: 'lost', at: lostAt, lostCategory }],
    ...given,
  });

  it.each([
    // Local time stays: clocks changed on 8 March.
    ['no_response', '2026-05-31T14:00:00Z'],
    ['timing', '2026-08-29T14:00:00Z'],
    ['budget', '2026-08-29T14:00:00Z'],
    ['chose_competitor', '2027-03-02T15:00:00Z'],
  ])('[C-17] [R-07] ends for %s on %s', (category, iso) => {
    const end = Date.parse(iso);
    for (const stage of ['target', 'mql'] as const) {
      const given = cooling(category, { stage });
      expect(judged({ ...given, now: end - 1 })).toMatchObject({ do: 'stay' });
      expect(judged({ ...given, now: end })).toMatchObject({
        do: 'move',
        to: 'recycled',
        key: `recycle:501:${lostAt}`,
        values: { sop_recycling_rounds: '1' },
        decision: { kind: 'recycled', happenedAt: end, clause: 'C-17', detail: { category, round: 1 } },
        effects: [{ command: { about: 'recycled', detail: { reason: 'lostDeal', channel: 'any' } } }],
      });
    }
  });

  it.each(['bad_fit', 'out_of_business', 'do_not_contact', 'duplicate', 'backed_out', ''])(
    '[C-17] does not exist for "%s"',
    (category) => {
      expect(judged(cooling(category, { now: lostAt + 1000 * DAY }))).toMatchObject({ do: 'stay' });
      expect(recycling(aSituation(cooling(category))).wakes).toEqual([]);
    },
  );

  it('[C-17] three rounds, never a fourth', () => {
    const now = lostAt + 100 * DAY;
    const after = (rounds: string) => judged(cooling('no_response', { now, values: { sop_recycling_rounds: rounds } }));
    expect(after('2')).toMatchObject({ to: 'recycled', values: { sop_recycling_rounds: '3' } });
    expect(after('3')).toMatchObject({ do: 'stay' });
    const done = { 'recycle:1:1': 1, 'recycle:2:2': 2, 'recycle:3:3': 3 };
    expect(judged(cooling('no_response', { now, done }))).toMatchObject({ do: 'stay' });
  });

  it.each<[string, Given]>([
    ['who said not to be contacted', { values: { do_not_contact: 'yes' } }],
    [
      'with another open deal',
      {
        deals: [
          { kind: 'lost', at: lostAt, lostCategory: 'no_response' },
          { kind: 'open', pipeline: 'upsell' },
        ],
      },
    ],
    [
      'whose newer loss leads nowhere',
      {
        deals: [
          { kind: 'lost', at: lostAt, lostCategory: 'no_response' },
          { kind: 'lost', at: lostAt + DAY, lostCategory: 'bad_fit' },
        ],
      },
    ],
    ['who was recycled for it', { done: { [`recycle:501:${lostAt}`]: 1 } }],
    ['whom a person moved after its end', { since: lostAt + 95 * DAY, by: 'person:7' }],
    ['who qualified again', { stage: 'sql', since: lostAt + 5 * DAY }],
  ])('[C-17] is none for one %s', (_, given) => {
    expect(judged(cooling('no_response', { now: lostAt + 100 * DAY, ...given }))).toMatchObject({ do: 'stay' });
  });

  it('[C-17] counts from the newest loss', () => {
    const deals: NonNullable<Given['deals']> = [
      { kind: 'lost', at: lostAt, lostCategory: 'no_response' },
      { kind: 'lost', at: lostAt + 30 * DAY, lostCategory: 'no_response' },
    ];
    expect(judged(cooling('', { deals, now: lostAt + 95 * DAY }))).toMatchObject({ do: 'stay' });
    expect(judged(cooling('', { deals, now: lostAt + 125 * DAY }))).toMatchObject({
      key: `recycle:502:${lostAt + 30 * DAY}`,
    });
  });

  it('[C-17] goes by the days of the policy', () => {
    const policy = aContactPolicy(({ recycling }) => ({ recycling: { ...recycling, coolOffDays: { bad_fit: 10 } } }));
    expect(judged(cooling('bad_fit', { policy, now: lostAt + 11 * DAY }))).toMatchObject({ to: 'recycled' });
    expect(judged(cooling('timing', { policy, now: lostAt + 1000 * DAY }))).toMatchObject({ do: 'stay' });
  });

  it('[C-17] [R-01] its end stands on the record, and the contact wakes up for it', () => {
    const shown = recycling(aSituation(cooling('no_response')));
    expect(shown.show).toEqual({ sop_recycles_on: '2026-05-31T14:00:00.000Z' });
    expect(shown.wakes).toMatchObject([{ at: Date.parse('2026-05-31T14:00:00Z') }]);
    expect(recycling(aSituation())).toMatchObject({ show: { sop_recycles_on: '' }, wakes: [] });
  });
});
