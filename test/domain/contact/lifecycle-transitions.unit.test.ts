import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import type { LifecycleKey } from '../../../src/domain/policy/contact-types.ts';
import { aContactPolicy, aSituation, DAY, type Given, HOUR, MINUTE, NOW } from '../../support/contacts.ts';

const STAGES = ['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'] as const;
const warns = aContactPolicy(({ lifecycle }) => ({ lifecycle: { ...lifecycle, mode: 'warn' } }));

/** A rep moved the contact an hour ago, without having talked to anybody. */
const dragged = (stage: LifecycleKey, to: string, more: Given = {}) =>
  lifecycle(aSituation({ stage, inHubSpot: to, movedAt: NOW - HOUR, movedBy: 'person:7', ...more }));

/** Where the contact is after the grace time, read from the table of the SOP by hand: `+` it stays, `-` it goes back, `m` to MQL (C-07). */
const TABLE: Record<LifecycleKey, Record<LifecycleKey, '+' | '-' | 'm' | '='>> = {
  target: { target: '=', mql: '+', sql: 'm', customer: '-', excluded: '+', additional: '+', recycled: '-' },
  mql: { target: '+', mql: '=', sql: 'm', customer: '-', excluded: '+', additional: '+', recycled: '+' },
  sql: { target: '+', mql: '+', sql: '=', customer: '-', excluded: '+', additional: '+', recycled: '+' },
  customer: { target: '+', mql: '+', sql: '-', customer: '=', excluded: '+', additional: '+', recycled: '+' },
  excluded: { target: '+', mql: '+', sql: '-', customer: '-', excluded: '=', additional: '+', recycled: '-' },
  additional: { target: '+', mql: '+', sql: 'm', customer: '-', excluded: '+', additional: '=', recycled: '-' },
  recycled: { target: '+', mql: '+', sql: 'm', customer: '-', excluded: '+', additional: '+', recycled: '=' },
};
const cells = STAGES.flatMap((from) => STAGES.map((to) => ({ from, to, cell: TABLE[from][to] })));

describe('a contact that a person moved', () => {
  it.each(cells)('[C-01] [C-20] from $from to $to: $cell', ({ from, to, cell }) => {
    const verdict = dragged(from, to);
    if (cell === '=') {
      expect(verdict).toMatchObject({ do: 'stay', settled: { stage: to } });
      expect(verdict).not.toHaveProperty('decision');
    } else if (cell === '+') {
      expect(verdict).toMatchObject({
        do: 'stay',
        settled: { stage: to, since: NOW - HOUR, by: 'person:7' },
        decision: {
          kind: 'moved',
          from: `contact.${from}`,
          to: `contact.${to}`,
          by: 'person:7',
          happenedAt: NOW - HOUR,
        },
      });
    } else {
      const home = cell === 'm' ? 'mql' : from;
      expect(verdict).toMatchObject({
        do: 'move',
        to: home,
        key: `putBack:${NOW - HOUR}`,
        settled: { stage: home, by: 'us' },
        decision: { kind: 'putBack', from: `contact.${to}`, to: `contact.${home}`, by: 'person:7' },
      });
      const notes = verdict.effects.filter(({ command }) => command?.do === 'note');
      expect(notes).toMatchObject([{ command: { about: 'putBack', detail: { from: to, to: home } } }]);
    }
  });

  it.each(cells)('[R-09] [C-20] from $from to $to stays where a company only warns', ({ from, to, cell }) => {
    const verdict = dragged(from, to, { policy: warns });
    expect(verdict).toMatchObject({ do: 'stay', settled: { stage: to } });
    const notes = verdict.effects.filter(({ command }) => command?.do === 'note');
    const isBroken = cell === '-' || cell === 'm';
    expect(notes.map(({ key }) => key)).toEqual(isBroken ? [`warned:${NOW - HOUR}`] : []);
    if (isBroken) expect(verdict).toMatchObject({ decision: { kind: 'warned', by: 'person:7' } });
  });

  it('[C-20] has the grace time before it goes back, and wakes up at its end', () => {
    const at = NOW - 14 * MINUTE;
    const verdict = dragged('excluded', 'customer', { movedAt: at });
    expect(verdict).toMatchObject({ do: 'stay', settled: { stage: 'excluded' }, wakes: [{ at: at + 15 * MINUTE }] });
    expect(verdict).not.toHaveProperty('decision');
    expect(dragged('excluded', 'customer', { movedAt: NOW - 15 * MINUTE })).toMatchObject({ do: 'move' });
  });

  it.each(['automation', 'import', 'app:77', 'unknown'])('[C-20] whoever did it: %s', (movedBy) => {
    expect(dragged('target', 'customer', { movedBy })).toMatchObject({
      do: 'move',
      to: 'target',
      decision: { by: movedBy },
    });
    expect(dragged('target', 'mql', { movedBy })).toMatchObject({ do: 'stay', settled: { stage: 'mql', by: movedBy } });
  });

  it.each(['opportunity', 'lead', 'subscriber', ''])(
    '[C-01] [C-19] to "%s", which is none of the seven, at once',
    (to) => {
      for (const policy of [aContactPolicy(), warns]) {
        const verdict = dragged('sql', to, { movedAt: NOW, movedBy: 'automation', policy });
        expect(verdict).toMatchObject({ do: 'move', to: 'sql', decision: { kind: 'putBack', clause: 'C-01' } });
        expect(verdict).not.toHaveProperty('decision.from');
      }
    },
  );

  it('[R-10] what a merge made of two contacts stays', () => {
    expect(dragged('target', 'sql', { movedBy: 'merge' })).toMatchObject({ do: 'stay', settled: { stage: 'sql' } });
  });

  it('[C-16] stays qualified for good', () => {
    expect(dragged('sql', 'target')).toMatchObject({ settled: { qualified: true } });
    expect(dragged('target', 'additional')).toMatchObject({ settled: { qualified: false } });
  });
});

describe('an echo of our own write', () => {
  it('[C-19] [R-03] is known again, and its time is HubSpot’s', () => {
    const verdict = lifecycle(aSituation({ stage: 'mql', since: NOW - HOUR, movedAt: NOW - HOUR + 7 }));
    expect(verdict).toMatchObject({ do: 'stay', settled: { stage: 'mql', since: NOW - HOUR + 7 }, effects: [] });
    expect(verdict).not.toHaveProperty('decision');
  });

  it('[C-19] of which the answer was lost is adopted', () => {
    expect(dragged('target', 'mql', { movedBy: 'us' })).toMatchObject({
      do: 'stay',
      settled: { stage: 'mql', since: NOW - HOUR },
      decision: { by: 'us' },
    });
  });
});

describe('a fight with another automation', () => {
  const done = { 'putBack:1': NOW - 20 * HOUR, 'putBack:2': NOW - 2 * HOUR, 'putBack:3': NOW - HOUR };

  it('[C-20] ends after three rounds a day with a task for a person', () => {
    const verdict = dragged('target', 'customer', { movedBy: 'automation', done });
    expect(verdict).toMatchObject({
      do: 'stay',
      settled: { stage: 'target' },
      wakes: [{ at: NOW + 4 * HOUR }],
      effects: [{ key: 'fuse:2026-03-02', command: { do: 'task', about: 'attention' }, decision: { kind: 'fuse' } }],
    });
    const again = dragged('target', 'opportunity', { movedAt: NOW, movedBy: 'automation', done });
    expect(again.effects.map(({ key }) => key)).toEqual(['fuse:2026-03-02']);
  });

  it('[C-20] is taken up again a day later', () => {
    const later = { ...done, 'putBack:1': NOW - DAY };
    expect(dragged('target', 'customer', { movedBy: 'automation', done: later })).toMatchObject({ do: 'move' });
  });
});
