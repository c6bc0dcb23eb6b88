import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../src/domain/contact/lifecycle/index.ts';
import { stageKey } from '../../../src/domain/contact/policy.ts';
import type { LifecycleVerdict, Situation } from '../../../src/domain/contact/situation.ts';
import type { DealFact, SettledStage } from '../../../src/domain/contact/state.ts';
import type { Known } from '../../../src/domain/deal/state.ts';
import { aContactPolicy, aSituation, DAY, MINUTE, NOW } from '../../support/contacts.ts';

type Event =
  | { do: 'stage'; value: string; by: string }
  | { do: 'property'; name: string; value: string }
  | { do: 'engage'; kind: string }
  | { do: 'deal'; id: string; kind: DealFact['kind']; category: string; own: boolean }
  | { do: 'consent'; state: 'granted' | 'withdrawn' }
  | { do: 'nothing' };

/** A record in HubSpot, and the workflow's side of it as far as the stage is concerned. */
class Life {
  readonly moves: { from: string | undefined; verdict: Extract<LifecycleVerdict, { do: 'move' }> }[] = [];
  private clock = NOW;
  private facts = aSituation({ inHubSpot: 'lead', movedBy: 'app:77' }).facts;
  private settled: SettledStage | undefined;
  private consent: Situation['consent'];
  private readonly done: Record<string, number> = {};
  private readonly policy = aContactPolicy();

  happens(event: Event, after: number): void {
    this.clock += after;
    const at = this.clock;
    switch (event.do) {
      case 'stage':
        return this.set('lifecyclestage', this.idOf(event.value), event.by);
      case 'property':
        return this.set(event.name, event.value, 'person:7');
      case 'engage':
        this.facts = {
          ...this.facts,
          engagements: { ...this.facts.engagements, [event.kind]: { at, object: 'call', id: '8' } },
        };
        return undefined;
      case 'deal': {
        const { id, kind, category: lostCategory, own } = event;
        const deal: DealFact = { id, kind, own, at, pipeline: 'new_business', stage: 'sql', lostCategory };
        this.facts = { ...this.facts, deals: [...this.facts.deals.filter((one) => one.id !== id), deal] };
        return undefined;
      }
      case 'consent':
        this.consent = { state: event.state, at, proof: 'p' };
        return undefined;
      case 'nothing':
        return undefined;
    }
  }

  /** Does what the verdicts say, until there is nothing left to do. */
  settle(): LifecycleVerdict {
    for (let round = 0; round < 12; round += 1) {
      this.clock += 1;
      const verdict = this.verdict();
      if (verdict.do === 'stay' && verdict.decision === undefined) return verdict;
      this.settled = verdict.settled;
      for (const { key } of verdict.effects) this.done[key] = this.clock;
      if (verdict.do === 'stay') continue;
      this.moves.push({ from: this.settledBefore, verdict });
      this.set('lifecyclestage', this.idOf(verdict.to), 'us');
      for (const [name, value] of Object.entries(verdict.values)) this.set(name, value, 'us');
      this.done[verdict.key] = this.clock;
      this.settled = { ...verdict.settled, since: this.clock };
    }
    throw new Error('It does not come to rest.');
  }

  verdict(): LifecycleVerdict {
    const { settled, consent, facts, done, policy, clock: now } = this;
    this.settledBefore = settled?.stage;
    return lifecycle({
      contactId: '301',
      facts,
      done,
      policy,
      now,
      ...(settled === undefined ? {} : { settled }),
      ...(consent === undefined ? {} : { consent }),
    });
  }
  private settledBefore: string | undefined;

  get stage(): string | undefined {
    return stageKey(this.policy, this.facts.values['lifecyclestage']?.value);
  }

  get rounds(): number {
    return Number(this.facts.values['sop_recycling_rounds']?.value ?? 0);
  }

  private idOf(key: string): string {
    return this.policy.lifecycle.stages.find((stage) => stage.key === key)?.id ?? key;
  }

  private set(name: string, value: string, by: string): void {
    const before = this.facts.values[name];
    const fact: Known = { value, at: this.clock, by, ...(before === undefined ? {} : { previous: before.value }) };
    if (before?.value !== value) this.facts = { ...this.facts, values: { ...this.facts.values, [name]: fact } };
  }
}

const keys = ['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled', 'opportunity', 'lead', ''];
const stageEvent = fc.record({
  do: fc.constant('stage' as const),
  value: fc.constantFrom(...keys),
  by: fc.constantFrom('person:7', 'automation', 'import', 'merge'),
});
const lossEvent = fc.record({
  do: fc.constant('deal' as const),
  id: fc.constantFrom('501', '502', '503', '504', '505'),
  kind: fc.constantFrom('open' as const, 'lost' as const, 'lost' as const, 'lost' as const, 'won' as const),
  category: fc.constantFrom('no_response', 'no_response', 'timing', 'bad_fit', 'backed_out'),
  own: fc.boolean(),
});
const propertyEvent = fc.constantFrom<Event>(
  { do: 'property', name: 'exploring_a_decision', value: 'yes' },
  { do: 'property', name: 'exploring_a_decision', value: 'no' },
  { do: 'property', name: 'hs_email_optout', value: 'true' },
  { do: 'property', name: 'hs_email_optout', value: 'false' },
  { do: 'property', name: 'hs_email_hard_bounce_reason_enum', value: 'UNKNOWN_USER' },
  { do: 'property', name: 'email', value: '' },
  { do: 'consent', state: 'granted' },
  { do: 'consent', state: 'withdrawn' },
  { do: 'engage', kind: 'call' },
  { do: 'engage', kind: 'visit' },
  { do: 'nothing' },
);
const event: fc.Arbitrary<Event> = fc.oneof(stageEvent, lossEvent, propertyEvent);
const wait = fc.constantFrom(MINUTE, 20 * MINUTE, DAY, 100 * DAY, 200 * DAY);
const life = fc.array(fc.tuple(event, wait), { minLength: 1, maxLength: 25 });

function lived(events: [Event, number][], each: (life: Life, verdict: LifecycleVerdict) => void): Life {
  const one = new Life();
  one.settle();
  for (const [happening, after] of events) {
    one.happens(happening, after);
    each(one, one.settle());
  }
  return one;
}

describe('whatever happens to a contact', () => {
  it('[C-01] [C-19] it ends in one of the seven, at once or when the fuse lets it', () => {
    fc.assert(
      fc.property(life, (events) => {
        lived(events, (one, verdict) => {
          const isFused = verdict.effects.some(({ key }) => key.startsWith('fuse:'));
          if (!isFused) expect(one.stage).toBeDefined();
        });
      }),
      { numRuns: 300 },
    );
  });

  it('[C-20] [R-03] once settled the verdict says the same again, and the record stands where it is settled', () => {
    fc.assert(
      fc.property(life, (events) => {
        lived(events, (one, verdict) => {
          expect(one.verdict()).toEqual(verdict);
          // Only what has its grace time, or what the fuse left alone, stands elsewhere.
          if (verdict.wakes.length === 0) expect(one.stage).toBe(verdict.settled.stage);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('[C-13] the engine moves no excluded contact but back', () => {
    fc.assert(
      fc.property(life, (events) => {
        const { moves } = lived(events, () => undefined);
        for (const { from, verdict } of moves) if (from === 'excluded') expect(verdict.to).toBe('excluded');
      }),
      { numRuns: 300 },
    );
  });

  it('[C-17] [C-18] one loss moves the contact back once and recycles it once, three rounds at most', () => {
    fc.assert(
      fc.property(life, (events) => {
        const one = lived(events, (each) => expect(each.rounds).toBeLessThanOrEqual(3));
        const keys = one.moves.map(({ verdict }) => verdict.key).filter((key) => /^(lost|recycle):/.test(key));
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });

  it('[C-07] nobody is made an SQL by the engine without a conversation and a statement', () => {
    fc.assert(
      fc.property(life, (events) => {
        const { moves } = lived(events, () => undefined);
        for (const { verdict } of moves) {
          if (verdict.to !== 'sql' || verdict.decision.kind === 'putBack') continue;
          expect(verdict.decision.evidence.map(({ object }) => object)).toEqual(['call', 'contact']);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a life with losses', () => {
  it('[C-17] has three rounds of recycling and no fourth', () => {
    const round = (id: string): [Event, number][] => [
      [{ do: 'engage', kind: 'call' }, DAY],
      [{ do: 'property', name: 'exploring_a_decision', value: 'no' }, MINUTE],
      [{ do: 'property', name: 'exploring_a_decision', value: 'yes' }, MINUTE],
      [{ do: 'deal', id, kind: 'lost', category: 'no_response', own: true }, DAY],
      [{ do: 'nothing' }, 100 * DAY],
    ];
    const one = lived(['501', '502', '503', '504'].flatMap(round), () => undefined);
    const tos = one.moves.map(({ verdict }) => verdict.to);
    const again = ['sql', 'target', 'recycled'];
    expect(tos).toEqual(['target', 'mql', ...again, ...again, ...again, 'sql', 'target']);
    expect(one.rounds).toBe(3);
  });
});
