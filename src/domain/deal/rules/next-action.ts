/**
 * D-20: an open deal has a next action of ours with a date, also while it waits for the client. Where that is missing the deal is
 * flagged and its owner has one task about it.
 */
import { normalValue } from '../../contact/values.ts';
import { addBusinessDays, addDays, atHour, DAY_MS, startOfDay } from '../../time.ts';
import { LOOK_AGAIN } from '../../wake.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import {
  type DealEffect,
  type DealRule,
  type DealSituation,
  type DealWake,
  nothing,
  ruleDecision,
  tasksOver,
} from './rule.ts';

type Rule = NonNullable<DealPolicy['nextAction']>;

/** Values of the flag, the gravest first. `empty`: action, owner or date is. */
export const NEXT_ACTION_FLAWS = ['not_staff', 'empty', 'overdue'] as const;
type FlawKind = (typeof NEXT_ACTION_FLAWS)[number];

interface Flaw {
  kind: FlawKind;
  /** Since when it is so: names the occasion. */
  since: number;
  /** When it is flagged. */
  from: number;
}

/** Whether the owner of a next action works here, as a look has shown that is younger than the snapshot of the policy. */
export interface ActionOwner {
  id: string;
  isStaff: boolean;
  /** Milliseconds since 1970. */
  readAt: number;
}

/** Whether the owner works here, and as of when. */
type SeenOwner = Omit<ActionOwner, 'id'>;

const LOOKS = ['actionOwner' as const];

export const nextAction: DealRule = (situation) => {
  const { verdict, policy, now } = situation;
  const rule = policy.nextAction;
  if (rule === undefined) return nothing;
  const isAsked = verdict.stage.kind === 'open' && rule.stages.includes(verdict.stage.key);
  const owner = isAsked ? ownerOf(situation, rule) : undefined;
  if (owner === 'unknown') return { ...nothing, looks: LOOKS, again: LOOKS };
  const flaws = isAsked ? flawsOf(situation, rule, owner) : [];
  const due = flaws.filter(({ from }) => from <= now);
  const flaw = NEXT_ACTION_FLAWS.flatMap((kind) => due.find((one) => one.kind === kind) ?? [])[0];
  const wakes = flaws.map(({ from }): DealWake => ({ at: from, what: 'see to its next action' }));
  const oldAt = owner === undefined ? Infinity : owner.readAt + rule.ownerCheckDays * DAY_MS;
  const day = dayOf(situation, rule);
  // Woken up for it only when its day comes; what happens before has it asked, too. Where something is wrong somebody has a task already.
  if (flaw === undefined && day !== undefined && day >= oldAt) wakes.push({ at: day, what: LOOK_AGAIN });
  const isDue = flaws.some(({ kind, since }) => kind === 'overdue' && since <= now && (owner?.readAt ?? now) < since);
  const again = isDue || oldAt <= now ? { looks: LOOKS, again: LOOKS } : {};
  const show = { [rule.flag]: flaw?.kind ?? '' };
  const effects = [
    ...ended(situation, rule, due.map(keyOf)),
    ...(flaw === undefined ? [] : [task(situation, rule, flaw)]),
  ];
  return { ...nothing, ...again, effects, wakes, show };
};

/** By the snapshot of the policy, or by a look that is younger; whom the snapshot does not know may be new. */
function ownerOf(situation: DealSituation, rule: Rule): SeenOwner | 'unknown' | undefined {
  const { values, duties, policy, staffAt } = situation;
  const owner = values[rule.owner]?.value ?? '';
  const seen = duties.around.actionOwner;
  if (owner === '') return undefined;
  if (seen?.id === owner && (seen.readAt >= staffAt || policy.staff[owner] === undefined)) return seen;
  return policy.staff[owner] === undefined ? 'unknown' : { isStaff: true, readAt: staffAt };
}

/** What is wrong, now or at a later time if nothing changes. A new deal is left in peace at first, whatever is wrong. */
function flawsOf(situation: DealSituation, rule: Rule, seenOwner: SeenOwner | undefined): Flaw[] {
  const { values, verdict, duties, policy } = situation;
  const { calendar } = policy;
  const begun = Math.max(values['pipeline']?.at ?? 0, verdict.reopenedAt ?? 0);
  const calm = (since: number) => addBusinessDays(Math.max(begun, since), rule.graceBusinessDays, calendar);
  const flaws: Flaw[] = [];

  const owner = values[rule.owner];
  if (owner !== undefined && seenOwner?.isStaff === false) {
    flaws.push({ kind: 'not_staff', since: owner.at, from: Math.max(seenOwner.readAt, calm(0)) });
  }
  const empty = emptyOnes(values, rule);
  if (empty.length > 0) {
    const since = Math.max(begun, Math.min(...empty.map((name) => values[name]?.at ?? 0)));
    flaws.push(sameOccasion('empty', duties.tasks) ?? { kind: 'empty', since, from: calm(since) });
  }
  const day = dayOf(situation, rule);
  if (day !== undefined) {
    const since = Math.max(addDays(day, 1, calendar.timeZone), values[rule.date]?.at ?? 0);
    flaws.push({ kind: 'overdue', since, from: Math.max(since, calm(0)) });
  }
  return flaws;
}

/** The first instant of the day for which it is planned, where we work. */
function dayOf({ values, policy }: DealSituation, rule: Rule): number | undefined {
  const date = values[rule.date]?.value;
  return date ? startOfDay(normalValue('date', date), policy.calendar.timeZone) : undefined;
}

/** What was flagged stays one occasion until it is over, whichever of its fields are filled or emptied meanwhile. */
function sameOccasion(kind: FlawKind, tasks: string[]): Flaw | undefined {
  const since = tasks.flatMap((key) => (key.startsWith(`nextAction:${kind}:`) ? [Number(key.split(':')[2])] : []))[0];
  return since === undefined ? undefined : { kind, since, from: since };
}

function emptyOnes(values: DealSituation['values'], { action, owner, date }: Rule): string[] {
  return [action, owner, date].filter((name) => !values[name]?.value);
}

const keyOf = ({ kind, since }: Flaw) => `nextAction:${kind}:${since}`;

/** One for each occasion. The flag stays for all to see; who did nothing about it is asked in the weekly meeting (G-11). */
function task(situation: DealSituation, rule: Rule, flaw: Flaw): DealEffect {
  const { values, policy, now } = situation;
  const dueAt = atHour(addBusinessDays(now, 1, policy.calendar), rule.dueHour, policy.calendar.timeZone);
  const detail = { flaw: flaw.kind, empty: emptyOnes(values, rule), at: now };
  return {
    key: keyOf(flaw),
    command: { do: 'task', about: 'nextAction', to: values['hubspot_owner_id']?.value, ofOwner: true, dueAt, detail },
    decision: {
      ...draft(situation, rule, 'nextActionFlagged'),
      happenedAt: flaw.from,
      detail: { flaw: flaw.kind },
    },
  };
}

/** A task is over when what it was about is: of what is wrong with one next action only the gravest is asked for at a time. */
function ended(situation: DealSituation, rule: Rule, current: string[]): DealEffect[] {
  const decision = draft(situation, rule, 'nextActionTaskOver');
  return tasksOver(situation, (key) => key.startsWith('nextAction:') && !current.includes(key)).map((one) => ({
    ...one,
    decision,
  }));
}

function draft(situation: DealSituation, { action, owner, date, clause }: Rule, kind: string): Draft {
  const facts = [action, owner, date].flatMap((property): { property: string; at: number }[] => {
    const fact = situation.values[property];
    return fact === undefined ? [] : [{ property, at: fact.at }];
  });
  const newest = facts.toSorted((a, b) => b.at - a.at)[0];
  return ruleDecision(situation, { kind, happenedAt: situation.now, by: 'us', clause }, newest);
}
