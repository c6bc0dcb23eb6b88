import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import { aSituation, DAY, type Given, HOUR, NOW } from '../../support/contacts.ts';

const judged = (given: Given) => lifecycle(aSituation(given));
const at = NOW - HOUR;
const bounce: Given = { values: { hs_email_hard_bounce_reason_enum: { value: 'UNKNOWN_USER', at, by: 'unknown' } } };
const optOut: Given = { values: { hs_email_optout: { value: 'true', at, by: 'unknown' } } };
const withdrawn: Given = { consent: { state: 'withdrawn', at, proof: 'p2' } };
const noEmail: Given = { values: { email: { value: '', at, by: 'person:7', previous: '*' } } };

describe('a contact that marketing cannot reach any more', () => {
  it.each<[string, Given]>([
    ['hardBounce', bounce],
    ['optOut', optOut],
    ['withdrawn', withdrawn],
    ['noEmail', noEmail],
  ])('[C-16] %s: MQL, SQL and once qualified Targets are recycled, with a task for Sales', (reason, given) => {
    for (const stage of ['mql', 'sql', 'target'] as const) {
      const verdict = judged({ stage, qualified: true, ...given });
      expect(verdict).toMatchObject({
        do: 'move',
        to: 'recycled',
        key: `recycled:${reason}:${at}`,
        decision: { kind: 'recycled', clause: 'C-16', happenedAt: at, detail: { reason } },
      });
      expect(verdict.effects).toMatchObject([
        { command: { do: 'task', about: 'recycled', to: 'owner', detail: { reason, channel: 'call' } } },
      ]);
    }
  });

  it.each(['customer', 'excluded', 'additional', 'recycled'] as const)('[C-16] [C-13] %s stays', (stage) => {
    for (const given of [bounce, optOut, withdrawn, noEmail])
      expect(judged({ stage, ...given })).toMatchObject({ do: 'stay' });
  });

  it('[C-16] a Target that was never qualified stays', () => {
    expect(judged(optOut)).toMatchObject({ do: 'stay', settled: { stage: 'target' } });
  });

  it('[C-16] one who never had an address, or did not opt out, stays', () => {
    const { facts, ...s } = aSituation({ stage: 'mql', values: { hs_email_optout: 'false' } });
    const { email: _, ...values } = facts.values;
    expect(lifecycle({ ...s, facts: { ...facts, values } })).toMatchObject({ do: 'stay' });
  });

  it('[C-16] no channel is left for one who said not to be contacted', () => {
    const verdict = judged({ stage: 'sql', values: { ...optOut.values, do_not_contact: 'yes' } });
    expect(verdict.effects).toMatchObject([{ command: { detail: { channel: 'none' } } }]);
  });

  it('[C-16] is not recycled again for the same fact, but for a new one', () => {
    const done = { [`recycled:optOut:${at}`]: NOW };
    expect(judged({ stage: 'mql', ...optOut, done })).toMatchObject({ do: 'stay' });
    expect(judged({ stage: 'mql', values: { ...optOut.values, ...bounce.values }, done })).toMatchObject({
      key: `recycled:hardBounce:${at}`,
    });
  });

  it('[C-16] [K-08] a fresh consent is newer than the opt-out', () => {
    const consent = { state: 'granted', at: NOW, proof: 'p3' } as const;
    expect(judged({ stage: 'mql', ...optOut, consent })).toMatchObject({ do: 'stay' });
    expect(judged({ stage: 'mql', ...optOut, consent: { ...consent, at: at - 1 } })).toMatchObject({ to: 'recycled' });
  });

  it('[C-07] [C-16] what made it an SQL before does not make it one again', () => {
    const given: Given = {
      ...optOut,
      stage: 'sql',
      engagements: { call: { at: NOW - 2 * DAY, object: 'call', id: '8' } },
      values: { ...optOut.values, exploring_a_decision: { value: 'yes', at: NOW - 2 * DAY, by: 'person:91' } },
    };
    const { settled } = judged(given);
    expect(judged({ ...given, ...settled, done: { [`recycled:optOut:${at}`]: NOW } })).toMatchObject({ do: 'stay' });
  });

  it('[C-16] what was so before the policy came into force is taken as it is found', () => {
    const since = Date.parse('2025-02-01T10:00:00Z');
    const values = { hs_email_optout: { value: 'true', at: since + DAY, by: 'unknown' } };
    expect(judged({ stage: 'mql', since, values })).toMatchObject({ do: 'stay' });
    expect(judged({ stage: 'mql', values })).toMatchObject({ to: 'recycled' });
  });
});

describe('an excluded contact', () => {
  const answer = (value: string, when = NOW): Given => ({
    stage: 'excluded',
    values: { exclusion_review_answer: { value, at: when, by: 'person:72' } },
  });

  it.each(['target', 'mql', 'additional'])('[C-14] goes to %s on the answer of the review', (to) => {
    expect(judged(answer(to))).toMatchObject({
      do: 'move',
      to,
      settled: { evidenceFrom: NOW },
      decision: { by: 'person:72', clause: 'C-14', happenedAt: NOW },
    });
  });

  it.each(['keep', 'delete', 'sql', 'customer', ''])('[C-14] [C-13] stays on the answer "%s"', (value) => {
    expect(judged(answer(value))).toMatchObject({ do: 'stay' });
  });

  it('[C-14] does not go by the answer of an earlier review', () => {
    expect(judged(answer('target', NOW - 2 * DAY))).toMatchObject({ do: 'stay' });
  });
});
