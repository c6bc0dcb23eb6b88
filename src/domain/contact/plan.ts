/** What all rules together want of a contact, given what is known of it. Pure. */
import type { Effect } from './commands.ts';
import { lifecycle } from './lifecycle/index.ts';
import { taskEffects } from './our-tasks.ts';
import type { ContactPolicy } from './policy.ts';
import { rules } from './rules/index.ts';
import type { LifecycleVerdict, Situation, Wake } from './situation.ts';
import type { ContactFacts, ContactShown, ContactState } from './state.ts';

export interface Plan {
  verdict: LifecycleVerdict;
  /** In the order of the rules; what is done is left out. None while the contact has to be moved first. */
  effects: Effect[];
  /** What people should see; undefined while the contact has to be moved first. */
  shown?: ContactShown;
  /** When something would be different though nothing happened. */
  next?: Wake;
}

export function planFor(state: ContactState, facts: ContactFacts, policy: ContactPolicy, now: number): Plan {
  const { contactId, consent, done } = state;
  const situation = { contactId, facts, done, policy, now, ...(consent === undefined ? {} : { consent }) };
  const verdict = lifecycle({ ...situation, ...(state.settled === undefined ? {} : { settled: state.settled }) });
  if (verdict.do === 'move') return { verdict, effects: [] };

  const settledSituation: Situation = { ...situation, settled: verdict.settled };
  const proposals = rules.map((rule) => rule(settledSituation));
  const proposed = [...verdict.effects, ...proposals.flatMap((one) => one.effects)];
  const effects = [...proposed, ...taskEffects(settledSituation, state, proposed)];
  const next = [...verdict.wakes, ...proposals.flatMap(({ wakes }) => wakes)].toSorted((a, b) => a.at - b.at)[0];
  const shown: ContactShown = {
    values: Object.fromEntries(proposals.flatMap(({ show }) => Object.entries(show))),
    missing: [...new Set([...verdict.missing, ...proposals.flatMap(({ missing }) => missing)])],
    stage: verdict.settled.stage,
    ...(next === undefined ? {} : { next }),
  };
  return {
    verdict,
    effects: effects.filter(({ key }) => done[key] === undefined),
    shown,
    ...(next === undefined ? {} : { next }),
  };
}
