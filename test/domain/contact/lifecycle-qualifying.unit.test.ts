import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import { aContactPolicy, aSituation, DAY, type Given, HOUR, NOW } from '../../support/contacts.ts';

const judged = (given: Given) => lifecycle(aSituation(given));
const call = (at = NOW - HOUR) => ({ call: { at, object: 'call', id: '8801' } });
const visit = (at = NOW - HOUR) => ({ visit: { at, object: 'contact', id: '301' } });
const yes = (at = NOW - HOUR, value = 'yes') => ({ exploring_a_decision: { value, at, by: 'person:91' } });

describe('a Target', () => {
  it.each(['reply', 'call', 'meeting', 'form', 'event', 'visit', 'click'])('[C-05] becomes MQL by a %s', (kind) => {
    const engagements = { [kind]: { at: NOW - HOUR, object: 'contact', id: '301' } };
    expect(judged({ engagements })).toMatchObject({
      do: 'move',
      to: 'mql',
      settled: { stage: 'mql', qualified: true, evidenceFrom: 0 },
      decision: { kind: 'moved', from: 'contact.target', to: 'contact.mql', happenedAt: NOW - HOUR, clause: 'C-05' },
    });
  });

  it('[C-05] names the newest engagement as evidence', () => {
    const verdict = judged({ engagements: { ...visit(NOW - DAY), ...call() } });
    expect(verdict).toMatchObject({ decision: { evidence: [{ object: 'call', id: '8801', at: NOW - HOUR }] } });
  });

  it('[C-05] stays without engagement, or with one that was used up', () => {
    expect(judged({})).toMatchObject({ do: 'stay', missing: [], effects: [] });
    expect(judged({ engagements: visit(), evidenceFrom: NOW - HOUR })).toMatchObject({ do: 'stay' });
  });

  it('[C-05] [C-12] of a current client becomes Customer instead', () => {
    expect(judged({ engagements: visit(), deals: [{ kind: 'won', own: false }] })).toMatchObject({ to: 'customer' });
  });

  it.each(['excluded', 'additional', 'recycled'] as const)('[C-05] [C-13] [C-15] does not count for %s', (stage) => {
    expect(judged({ stage, engagements: visit() })).toMatchObject({ do: 'stay' });
  });
});

describe('an SQL needs a conversation and the statement of the rep', () => {
  it.each(['target', 'mql', 'recycled'] as const)('[C-07] both: %s becomes SQL', (stage) => {
    expect(judged({ stage, engagements: call(NOW - DAY), values: yes() })).toMatchObject({
      do: 'move',
      to: 'sql',
      key: `sql:${NOW - DAY}`,
      decision: {
        kind: 'qualified',
        by: 'person:91',
        happenedAt: NOW - HOUR,
        clause: 'C-07',
        evidence: [
          { object: 'call', id: '8801', at: NOW - DAY },
          { object: 'contact', id: '301', property: 'exploring_a_decision', at: NOW - HOUR },
        ],
      },
    });
  });

  it.each(['excluded', 'additional', 'customer'] as const)(
    '[C-07] [C-15] %s does not become one by itself',
    (stage) => {
      expect(judged({ stage, engagements: call(), values: yes() })).toMatchObject({ do: 'stay' });
    },
  );

  it('[C-07] a form is no conversation, a "no" no statement', () => {
    expect(judged({ stage: 'mql', engagements: visit(), values: yes() })).toMatchObject({
      do: 'stay',
      missing: ['conversation'],
      effects: [
        {
          key: `qualify:${NOW - HOUR}`,
          command: { do: 'task', about: 'qualify', detail: { missing: ['conversation'] } },
        },
      ],
    });
    const no = judged({ stage: 'mql', engagements: call(), values: yes(NOW - HOUR, 'no') });
    expect(no).toMatchObject({ do: 'stay', missing: ['exploring'], effects: [] });
  });

  it('[C-07] an MQL always says what is missing, a Target only when the rep said yes', () => {
    expect(judged({ stage: 'mql' }).missing).toEqual(['conversation', 'exploring']);
    expect(judged({ stage: 'recycled', values: yes() }).missing).toEqual(['conversation']);
    expect(judged({ stage: 'target' }).missing).toEqual([]);
    expect(judged({ stage: 'sql' }).missing).toEqual([]);
  });

  it('[C-07] what was before a loss or a withdrawal of the stage is used up', () => {
    const both: Given = { stage: 'mql', engagements: call(NOW - DAY), values: yes(NOW - DAY) };
    expect(judged({ ...both, evidenceFrom: NOW - DAY })).toMatchObject({ do: 'stay' });
    const consent = { state: 'granted', at: NOW - 9 * DAY, proof: 'p1' } as const;
    const lost = { kind: 'lost', at: NOW - HOUR } as const;
    expect(judged({ ...both, since: NOW - 3 * DAY, consent, deals: [lost] })).toMatchObject({ do: 'stay' });
    const afterwards: Given = { engagements: call(NOW - 60_000), values: yes(NOW - 60_000) };
    expect(judged({ ...both, ...afterwards, since: NOW - 3 * DAY, consent, deals: [lost] })).toMatchObject({
      to: 'sql',
    });
  });
});

describe('a person set SQL', () => {
  const set = (given: Given) =>
    judged({ stage: 'mql', inHubSpot: 'sql', movedAt: NOW - 60_000, movedBy: 'person:91', ...given });

  it('[C-07] with both it is accepted, with the evidence', () => {
    expect(set({ engagements: call(), values: yes() })).toMatchObject({
      do: 'stay',
      settled: { stage: 'sql', by: 'person:91' },
      decision: { kind: 'qualified', by: 'person:91', evidence: [{ property: 'lifecyclestage' }, { id: '8801' }, {}] },
    });
  });

  it.each([
    [{}, ['conversation', 'exploring']],
    [{ engagements: call() }, ['exploring']],
    [{ values: yes() }, ['conversation']],
  ])('[C-07] without, the rep is told which is missing: %#', (given: Given, missing) => {
    const verdict = set(given);
    expect(verdict).toMatchObject({ do: 'stay', settled: { stage: 'mql' }, missing });
    expect(verdict.effects).toMatchObject([{ command: { about: 'qualify', to: 'owner', detail: { missing } } }]);
    expect(verdict.wakes).toMatchObject([{ at: NOW - 60_000 + 15 * 60_000 }]);
    expect(set({ ...given, movedAt: NOW - HOUR })).toMatchObject({
      do: 'move',
      to: 'mql',
      decision: { kind: 'putBack', clause: 'C-07', detail: { missing } },
    });
  });

  it('[C-07] a statement is told of once, whether or not SQL was set after it', () => {
    const [before] = judged({ stage: 'mql', values: yes() }).effects;
    const [after] = set({ values: yes() }).effects;
    expect(after?.key).toBe(before?.key);
  });

  it('[C-07] one who logs the call within the grace time is not fought', () => {
    expect(set({ movedAt: NOW - HOUR, engagements: call(NOW), values: yes(NOW) })).toMatchObject({ do: 'stay' });
  });

  it('[C-07] [R-09] where a company only warns it stays, and goes on saying what is missing', () => {
    const policy = aContactPolicy(({ lifecycle }) => ({ lifecycle: { ...lifecycle, mode: 'warn' } }));
    const warned = set({ policy });
    expect(warned).toMatchObject({ do: 'stay', settled: { stage: 'sql' }, decision: { kind: 'warned' } });
    expect(warned.effects.map(({ key }) => key)).toEqual([`warned:${NOW - 60_000}`, `qualify:${NOW - 60_000}`]);
    const { settled } = warned;
    const done = { [`warned:${settled.since}`]: NOW };
    expect(judged({ policy, ...settled, done }).missing).toEqual(['conversation', 'exploring']);
  });
});

describe('who takes a contact back has seen its evidence', () => {
  it.each([
    ['mql', 'target'],
    ['sql', 'mql'],
    ['sql', 'target'],
    ['sql', 'recycled'],
    ['additional', 'mql'],
  ] as const)('[C-20] %s to %s is not moved on again by it', (stage, inHubSpot) => {
    const given: Given = { engagements: call(), values: yes(), movedAt: NOW - 60_000, movedBy: 'person:7' };
    const { settled } = judged({ ...given, stage, inHubSpot });
    expect(settled).toMatchObject({ stage: inHubSpot, evidenceFrom: NOW - 60_000 });
    expect(judged({ ...given, ...settled })).toMatchObject({ do: 'stay' });
  });

  it.each([
    ['target', 'mql'],
    ['recycled', 'mql'],
  ] as const)('[C-07] who moves it on from %s to %s keeps it', (stage, inHubSpot) => {
    const { settled } = judged({ stage, inHubSpot, movedAt: NOW - 60_000, movedBy: 'person:7', engagements: call() });
    expect(judged({ ...settled, engagements: call(), values: yes(NOW) })).toMatchObject({ to: 'sql' });
  });
});
