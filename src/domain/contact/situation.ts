/**
 * What every rule of a contact sees and says. A rule is a pure function of the situation: it proposes effects (each once per
 * key), says when time alone would make it propose something, and what the record should show. The same situation gives the
 * same proposal, so a rule keeps no memory of its own (design, decision 3).
 */
import type { LifecycleKey } from '../policy/contact-types.ts';
import type { Draft, Effect } from './commands.ts';
import type { ContactPolicy } from './policy.ts';
import type { ConsentFact, ContactFacts, SettledStage } from './state.ts';

export interface Situation {
  contactId: string;
  facts: ContactFacts;
  settled: SettledStage;
  consent?: ConsentFact;
  /** Effects carried out and when, by key. */
  done: Readonly<Record<string, number>>;
  policy: ContactPolicy;
  /** Milliseconds since 1970. */
  now: number;
}

/** An instant at which a rule would say something else though nothing happened. */
export interface Wake {
  at: number;
  /** For people: "turns cold". */
  what: string;
}

export interface Proposal {
  /** Those already done may be among them: the caller leaves them out. A task is wanted as long as it is among them (our-tasks.ts). */
  effects: Effect[];
  wakes: Wake[];
  /** Engine properties as they should be; `''` clears one. Times as ISO strings. */
  show: Record<string, string>;
  /** Ids of what keeps the contact from moving on, e.g. `conversation`, `exploring` (C-07). */
  missing: string[];
}

export type Rule = (situation: Situation) => Proposal;

export const nothing: Proposal = { effects: [], wakes: [], show: {}, missing: [] };

/** Where the contact belongs (C). */
export type LifecycleVerdict = {
  wakes: Wake[];
  missing: string[];
} & (
  | {
      /** It may stay where HubSpot has it. */
      do: 'stay';
      settled: SettledStage;
      /** Somebody else moved it there, or it was met for the first time. */
      decision?: Draft;
      effects: Effect[];
    }
  | {
      do: 'move';
      key: string;
      to: LifecycleKey;
      /** As it will be once HubSpot has it; `since` is then HubSpot's time. */
      settled: SettledStage;
      values: Record<string, string>;
      decision: Draft;
      effects: Effect[];
    }
);
