/**
 * The contact's brain: `nextStep(state, policy, now)` says what to do next, one command at a time; the workflow carries it out
 * and tells the result to `carriedOut` or `refused` (results.ts). When there is nothing left to do it waits.
 */
import { stageKey, PORTAL_PROPERTIES, type ContactPolicy } from './policy.ts';
import type { ContactCommand, StageCommand } from './commands.ts';
import { LOOK_AGAIN } from '../wake.ts';
import { completion } from './our-tasks.ts';
import { planFor } from './plan.ts';
import type { LifecycleKey } from '../policy/contact-types.ts';
import type { LifecycleVerdict, Wake } from './situation.ts';
import type { ContactFacts, ContactShown, ContactState } from './state.ts';

/** Keys under which a refused command other than an effect is held back. A move by where it goes: what HubSpot has changes with each try. */
export const HELD = { read: 'read', show: 'show', stage: (to: LifecycleKey) => `setStage:${to}` } as const;

/**
 * What is to be done now; undefined: wait. Whatever cannot be taken back rests on a fresh reading (design, decision 4); what
 * only tells people something does not need one.
 */
export function nextStep(state: ContactState, policy: ContactPolicy, now: number): ContactCommand | undefined {
  const { facts, shown } = state;
  const isHeld = (key: string) => (state.held[key] ?? 0) > now;
  if (state.gone !== undefined) return leaving(state, isHeld);
  const read = isHeld(HELD.read) ? undefined : ({ do: 'read' } as const);
  if (facts === undefined || state.unsure === true || now >= looksAgainAt(state, policy)) return read;

  const owed = state.pending.find(({ key }) => !isHeld(key));
  if (owed !== undefined) return { do: 'effect', effect: owed };
  const plan = planFor(state, facts, policy, now);
  const { verdict } = plan;
  if (verdict.do === 'move') {
    if (isHeld(HELD.stage(verdict.to))) return recording(state);
    return state.fresh === true ? stageCommand(verdict, facts, policy) : read;
  }
  const effect = plan.effects.find(({ key }) => !isHeld(key));
  const isNew = verdict.decision !== undefined || state.settled?.stage !== verdict.settled.stage;
  if ((effect !== undefined || isNew) && state.fresh !== true) return read;
  if (effect !== undefined) return { do: 'effect', effect };
  if (plan.shown !== undefined && !isHeld(HELD.show) && !isShown(shown, plan.shown, now)) {
    return { do: 'show', shown: plan.shown, write: !saysTheSame(shown, plan.shown) };
  }
  return recording(state);
}

/** What the contact wakes up for by itself. */
export function nextWake(state: ContactState, policy: ContactPolicy, now: number): Wake {
  const tick = { at: looksAgainAt(state, policy), what: LOOK_AGAIN };
  const held = Object.values(state.held).filter((at) => at > now);
  const again = held.map((at) => ({ at, what: 'try again what HubSpot refused' }));
  const planned = nextAction(state, policy, now);
  const all = [...(planned === undefined ? [] : [planned]), ...again, tick].filter(({ at }) => at > now);
  return all.toSorted((a, b) => a.at - b.at)[0] ?? tick;
}

/** What happens next by itself, as people understand it: another look at the record is none of it. */
export function nextAction(state: ContactState, policy: ContactPolicy, now: number): Wake | undefined {
  return state.facts === undefined ? undefined : planFor(state, state.facts, policy, now).next;
}

/** When the record is read again although nothing was heard. */
function looksAgainAt({ readAt, held }: ContactState, policy: ContactPolicy): number {
  return Math.max((readAt ?? 0) + policy.maxSleepMs, held[HELD.read] ?? 0);
}

function recording({ unrecorded }: ContactState): ContactCommand | undefined {
  return unrecorded.length === 0 ? undefined : { do: 'record', decisions: unrecorded };
}

/** The last things of a record that is not there any more. */
function leaving(state: ContactState, isHeld: (key: string) => boolean): ContactCommand | undefined {
  const { gone, done, tasks = [] } = state;
  if (gone?.why === 'merged' && gone.into !== undefined) {
    if (done['handOver'] === undefined) return { do: 'handOver', into: gone.into };
    // They went to the survivor with the merge, which asks for the same again (news.ts).
    const effect = tasks.map(({ task }) => completion(task)).find(({ key }) => !isHeld(key));
    if (effect !== undefined) return { do: 'effect', effect };
  }
  const last = recording(state);
  if (last !== undefined) return last;
  // Last, because it removes what was recorded of the person.
  return gone?.why === 'erased' && done['erase'] === undefined ? { do: 'erase' } : undefined;
}

function stageCommand(
  verdict: Extract<LifecycleVerdict, { do: 'move' }>,
  facts: ContactFacts,
  policy: ContactPolicy,
): StageCommand {
  const { key, to, values, decision, effects, settled } = verdict;
  const order = policy.lifecycle.stages.map((stage) => stage.key);
  const value = facts.values[PORTAL_PROPERTIES.stage]?.value ?? '';
  const from = stageKey(policy, value);
  // A value that is none of ours may stand anywhere in HubSpot's order.
  const forward = value === '' || (from !== undefined && order.indexOf(from) < order.indexOf(to));
  const stageId = policy.lifecycle.stages.find((stage) => stage.key === to)?.id ?? '';
  return { do: 'setStage', key, to, stageId, backward: !forward, values, decision, effects, settled };
}

function saysTheSame(before: ContactShown | undefined, now: ContactShown): boolean {
  if (before === undefined) return false;
  const names = new Set([...Object.keys(before.values), ...Object.keys(now.values)]);
  const sameValues = [...names].every((name) => (before.values[name] ?? '') === (now.values[name] ?? ''));
  return sameValues && before.missing.join() === now.missing.join();
}

/** A date of what comes next that moved is told with the next news, one that has passed at once. */
function isShown(before: ContactShown | undefined, wanted: ContactShown, now: number): boolean {
  if (before === undefined || !saysTheSame(before, wanted)) return false;
  const { next } = before;
  const sameNext = next?.what === wanted.next?.what && (next?.at === wanted.next?.at || (next?.at ?? 0) > now);
  return sameNext && before.stage === wanted.stage;
}
