import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import { channel } from '../../../src/domain/contact/rules/channel.ts';
import type { Known } from '../../../src/domain/deal/state.ts';
import { aContactPolicy, aSituation, DAY, type Given, HOUR, NOW } from '../../support/contacts.ts';

/** A contact that was never accepted in a stage. */
function met(value: string | undefined, by: string, more: Partial<Known> = {}, given: Given = {}) {
  const { settled: _, ...s } = aSituation(given);
  const { lifecyclestage: __, ...values } = s.facts.values;
  const stage = s.policy.lifecycle.stages.find(({ key }) => key === value)?.id ?? value;
  const fact = stage === undefined ? {} : { lifecyclestage: { value: stage, at: NOW - HOUR, by, ...more } };
  return lifecycle({ ...s, facts: { ...s.facts, values: { ...values, ...fact } } });
}

describe('a contact that is met for the first time', () => {
  it.each([
    ['lead', 'app:77'],
    ['subscriber', 'unknown'],
    ['opportunity', 'person:7'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    // C-02: "unless a person chose another": these are none.
    ['mql', 'automation'],
    ['customer', 'app:77'],
    ['sql', 'unknown'],
    ['mql', 'us'],
  ])('[C-02] created as %s by %s becomes Target', (stage, by) => {
    expect(met(stage, by)).toMatchObject({
      do: 'move',
      to: 'target',
      settled: { stage: 'target', by: 'us', qualified: false },
      decision: { kind: 'started', to: 'contact.target', clause: 'C-02' },
    });
  });

  it.each([
    ['target', 'app:77'],
    ['mql', 'person:7'],
    ['mql', 'import'],
    ['sql', 'import'],
    ['customer', 'import'],
    ['customer', 'person:7'],
    ['additional', 'person:7'],
    ['recycled', 'person:7'],
    ['excluded', 'person:7'],
    ['excluded', 'automation'],
    ['sql', 'merge'],
  ] as const)('[C-02] created as %s by %s stays what it is', (stage, by) => {
    expect(met(stage, by)).toMatchObject({
      do: 'stay',
      settled: { stage, since: NOW - HOUR, by, qualified: stage === 'mql' || stage === 'sql' },
      decision: { kind: 'started', to: `contact.${stage}`, by, happenedAt: NOW - HOUR },
    });
  });

  it('[R-02] that the engine moved before its state was lost is taken as it is', () => {
    expect(met('sql', 'us', { previous: 'marketingqualifiedlead' })).toMatchObject({
      do: 'stay',
      settled: { stage: 'sql', qualified: true },
    });
  });

  it('[C-20] that stood there before the policy came into force is taken as it is found', () => {
    const at = Date.parse('2025-05-05T10:00:00Z');
    expect(met('sql', 'automation', { at })).toMatchObject({ do: 'stay', settled: { stage: 'sql', since: at } });
    expect(met('lead', 'automation', { at })).toMatchObject({ do: 'move', to: 'target' });
  });

  it('[C-07] as an SQL of a rep’s has to be verified like any other', () => {
    expect(met('sql', 'person:7', { at: NOW })).toMatchObject({
      do: 'stay',
      settled: { stage: 'target', qualified: false },
      missing: ['conversation', 'exploring'],
      decision: { kind: 'started', to: 'contact.sql' },
      effects: [{ command: { about: 'qualify' } }],
    });
    expect(met('sql', 'person:7')).toMatchObject({ do: 'move', to: 'mql' });
    const proven: Given = {
      engagements: { call: { at: NOW - DAY, object: 'call', id: '8' } },
      values: { exploring_a_decision: 'yes' },
    };
    expect(met('sql', 'person:7', { at: NOW }, proven)).toMatchObject({ do: 'stay', settled: { stage: 'sql' } });
  });

  it('[C-05] counts what a new contact did before it was met, but not what a person saw who took it back', () => {
    const form: Given = { engagements: { form: { at: NOW - DAY, object: 'contact', id: '301' } } };
    const asMet = (value: string, by: string, more: Partial<Known>) => {
      const verdict = met(value, by, more, form);
      return lifecycle({ ...aSituation({ ...form, ...verdict.settled }) });
    };
    expect(asMet('lead', 'app:77', {})).toMatchObject({ do: 'move', to: 'mql' });
    expect(asMet('target', 'import', {})).toMatchObject({ do: 'move', to: 'mql' });
    expect(asMet('target', 'person:7', { previous: 'marketingqualifiedlead' })).toMatchObject({ do: 'stay' });
  });

  it('[C-05] takes an engagement from before the policy as it is found', () => {
    const form: Given = { engagements: { form: { at: Date.parse('2025-05-05'), object: 'contact', id: '301' } } };
    const verdict = met('lead', 'app:77', {}, form);
    expect(lifecycle(aSituation({ ...form, ...verdict.settled }))).toMatchObject({ do: 'stay' });
  });
});

describe('the channel it came from', () => {
  const source = { hs_analytics_source: 'OFFLINE' };

  it('[C-03] is written with the first move', () => {
    expect(met('lead', 'app:77', {}, { values: source })).toMatchObject({
      values: { sop_original_channel: 'OFFLINE' },
    });
    expect(met('lead', 'app:77')).toMatchObject({ values: {} });
  });

  it.each(['OFFLINE', 'ORGANIC_SEARCH', 'REFERRALS'])('[C-03] is shown alike for every channel: %s', (one) => {
    expect(channel(aSituation({ values: { hs_analytics_source: one } })).show).toEqual({ sop_original_channel: one });
  });

  it('[C-03] stays as it was, whatever HubSpot says later', () => {
    const values = { hs_analytics_source: 'REFERRALS', sop_original_channel: 'OFFLINE' };
    expect(channel(aSituation({ values })).show).toEqual({ sop_original_channel: 'OFFLINE' });
    expect(channel(aSituation()).show).toEqual({});
  });

  it('[C-03] goes by the property that the policy names', () => {
    const policy = aContactPolicy(({ properties }) => ({
      properties: { ...properties, originalChannel: 'first_source' },
    }));
    expect(channel(aSituation({ policy, values: source })).show).toEqual({ first_source: 'OFFLINE' });
  });
});
