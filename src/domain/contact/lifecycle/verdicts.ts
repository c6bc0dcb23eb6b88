/** The pieces that every verdict on a contact's stage is made of. */
import type { Known as Fact } from '../../deal/state.ts';
import type { LifecycleKey } from '../../policy/contact-types.ts';
import { addBusinessDays } from '../../time.ts';
import type { Draft, Effect, EffectCommand } from '../commands.ts';
import { PORTAL_PROPERTIES } from '../policy.ts';
import type { LifecycleVerdict, Situation, Wake } from '../situation.ts';
import type { SettledStage } from '../state.ts';

export type Move = Extract<LifecycleVerdict, { do: 'move' }>;
export type Stay = Extract<LifecycleVerdict, { do: 'stay' }>;

/** Says where a contact belongs by one clause of the SOP; undefined: that clause has nothing against where it is. */
export type Mover = (s: Situation) => Move | undefined;

export function stay(given: {
  settled: SettledStage;
  decision?: Draft;
  effects?: Effect[];
  wakes?: Wake[];
  missing?: string[];
}): Stay {
  return { do: 'stay', effects: [], wakes: [], missing: [], ...given };
}

/** The engine moves a settled contact. The key names the stay that ends, unless the occasion is something else. */
export function move(
  { settled, now }: Situation,
  to: LifecycleKey,
  decision: Draft,
  given: { key?: string; values?: Record<string, string>; effects?: Effect[]; evidenceFrom?: number } = {},
): Move {
  const { key = `${to}:${settled.since}`, values = {}, effects = [], evidenceFrom = settled.evidenceFrom } = given;
  const after: SettledStage = { stage: to, since: now, by: 'us', qualified: isQualified(settled, to), evidenceFrom };
  return { do: 'move', key, to, settled: after, values, decision, effects, wakes: [], missing: [] };
}

/** Once MQL or SQL, the contact counts as qualified for good (C-16). */
export function isQualified(before: SettledStage | undefined, ...stages: (LifecycleKey | undefined)[]): boolean {
  return before?.qualified === true || stages.includes('mql') || stages.includes('sql');
}

/** HubSpot's lifecycle stage; undefined on a record that never had one. */
export function stageFact(s: Pick<Situation, 'facts'>): Fact | undefined {
  return s.facts.values[PORTAL_PROPERTIES.stage];
}

type TaskCommand = Extract<EffectCommand, { do: 'task' }>;

/** A task for the owner, due like the first outreach: on the next business day. */
export function ownerTask(
  s: Situation,
  key: string,
  about: TaskCommand['about'],
  detail: TaskCommand['detail'],
): Effect {
  const dueAt = addBusinessDays(s.now, s.policy.handOff.outreachDays, s.policy.calendar);
  return { key, command: { do: 'task', about, to: 'owner', dueAt, detail } };
}
