/**
 * D-18: a won deal is handed off when onboarding moves its ticket on. Until then whoever has the ticket is reminded, at last their
 * manager hears of it; after it the rep reads that the work is complete.
 */
import { addBusinessDays } from '../../time.ts';
import type { Draft } from '../decisions.ts';
import type { HandOffSlice, SeenTicket } from '../onboarding-ticket.ts';
import {
  type DealEffect,
  type DealProposal,
  type DealRule,
  type DealSituation,
  type Detail,
  nothing,
  ruleDecision,
  tasksOver,
} from './rule.ts';

/** Effects of this rule begin with it. */
export const HAND_OFF = 'handOff:';
const TASKS = ['task', 'managerTask', 'goneTask'];
const LOOKS: DealProposal['looks'] = ['ticket'];

export const handOff: DealRule = (situation) => {
  const { verdict, policy, duties } = situation;
  const rule = policy.handOff;
  if (rule === undefined) return nothing;
  // Lost after all: nobody has to take it over any more (B-03).
  if (verdict.stage.kind !== 'won') return { ...nothing, effects: endOfTasks(situation, TASKS) };
  const ticket = duties.around.ticket;
  const isOurs = verdict.stageFact.at >= policy.bypass.since;
  if (ticket === undefined) return isOurs ? { ...nothing, looks: LOOKS } : nothing;
  const { id } = ticket;
  if (id === undefined) return nothing;
  if (duties.done[`${occasion(situation)}:accepted`] !== undefined)
    return { ...nothing, effects: endOfTasks(situation, TASKS) };
  const looking = { ...nothing, looks: LOOKS };
  if (ticket.gone === true) return { ...looking, effects: [sayGone(situation, id, rule)] };
  const isBack = endOfTasks(situation, ['goneTask']);
  const { stage = rule.opensIn } = ticket;
  if (stage === rule.backedOut) return { ...looking, effects: endOfTasks(situation, TASKS) };
  if (stage !== rule.opensIn) {
    return { ...looking, effects: [...endOfTasks(situation, TASKS), accept(situation, ticket, id, rule)] };
  }
  const reminding = remind(situation, ticket, id, rule);
  return { ...reminding, looks: LOOKS, effects: [...isBack, ...reminding.effects] };
};

function accept(situation: DealSituation, ticket: SeenTicket, id: string, rule: HandOffSlice): DealEffect {
  const { at = situation.now, by = 'unknown' } = ticket;
  return {
    key: `${occasion(situation)}:accepted`,
    command: { do: 'note', about: 'handOffAccepted', detail: { ticket: id } },
    decision: draft(situation, 'handOffAccepted', { id, at, by }, rule),
  };
}

/** Every so many business days after the win, a number of times, then the manager once. */
function remind(situation: DealSituation, ticket: SeenTicket, id: string, rule: HandOffSlice): DealProposal {
  const { verdict, settled, policy, now } = situation;
  const wonAt = settled.enteredAt ?? verdict.stageFact.at;
  const times = Array.from({ length: rule.reminders + 1 }, (_, index) =>
    addBusinessDays(wonAt, rule.remindAfterBusinessDays * (index + 1), policy.calendar),
  );
  const passed = times.filter((at) => at <= now);
  const next = times.find((at) => at > now);
  const wakes = next === undefined ? [] : [{ at: next, what: 'remind onboarding of the ticket' }];
  const last = passed.at(-1);
  if (last === undefined) return { ...nothing, wakes };
  // Nobody is reminded of what is done: the ticket is looked at first.
  if (ticket.readAt < last) return { ...nothing, again: LOOKS, wakes };
  // Of several that were slept through one is enough.
  const isManagers = passed.length > rule.reminders;
  const effects = [
    ...(rule.reminders > 0
      ? remindOnboarding(situation, ticket, id, times[0] ?? last, isManagers ? 0 : passed.length, rule)
      : []),
    ...(isManagers ? tellManager(situation, id, last, rule) : []),
  ];
  return { ...nothing, effects, wakes };
}

/**
 * The win: a deal that was opened again and won once more is handed off once more. One whose ticket was merged is not, nor one that was
 * put back to won, or has its win from a deal that was merged into it.
 */
const occasion = ({ settled }: DealSituation) => `${HAND_OFF}${settled.enteredAt ?? settled.since}`;

/** One task, and a mail each time. @param nth 0 where only the task is wanted any more */
function remindOnboarding(
  situation: DealSituation,
  ticket: SeenTicket,
  id: string,
  dueAt: number,
  nth: number,
  rule: HandOffSlice,
): DealEffect[] {
  const { policy } = situation;
  const holder = policy.roles[rule.role]?.[0];
  const to = ticket.owner !== undefined && policy.staff[ticket.owner] !== undefined ? ticket.owner : holder;
  const detail: Detail = { ticket: id };
  const task: DealEffect = {
    key: `${occasion(situation)}:task`,
    command: { do: 'task', about: 'acceptHandOff', to, dueAt, detail },
  };
  if (nth === 0) return [task];
  const key = `${occasion(situation)}:reminder:${nth}`;
  const decision = {
    ...draft(situation, 'handOffReminded', { id, at: situation.now, by: 'us' }, rule),
    detail: { times: nth },
  };
  const mail: DealEffect[] =
    to === undefined ? [] : [{ key: `${key}:mail`, command: { do: 'mail', about: 'acceptHandOff', to, detail } }];
  return [task, ...mail, { key, decision }];
}

function tellManager(situation: DealSituation, id: string, dueAt: number, rule: HandOffSlice): DealEffect[] {
  const to = situation.policy.roles[rule.managerRole]?.[0];
  const detail: Detail = { ticket: id };
  const mail: DealEffect[] =
    to === undefined
      ? []
      : [{ key: `${occasion(situation)}:managerMail`, command: { do: 'mail', about: 'handOffStuck', to, detail } }];
  return [
    ...mail,
    {
      key: `${occasion(situation)}:managerTask`,
      command: { do: 'task', about: 'handOffStuck', to, dueAt, detail },
      decision: draft(situation, 'handOffEscalated', { id, at: situation.now, by: 'us' }, rule),
    },
  ];
}

/** Whoever deleted it may have meant it; the engine opens no second one. */
function sayGone(situation: DealSituation, id: string, rule: HandOffSlice): DealEffect {
  const { now, policy } = situation;
  const to = policy.roles[rule.managerRole]?.[0];
  return {
    key: `${HAND_OFF}${id}:goneTask`,
    command: { do: 'task', about: 'ticketGone', to, dueAt: now, detail: { ticket: id } },
    decision: draft(situation, 'ticketGone', { id, at: now, by: 'unknown' }, rule),
  };
}

function endOfTasks(situation: DealSituation, kinds: string[]): DealEffect[] {
  return tasksOver(situation, (key) => key.startsWith(HAND_OFF) && kinds.some((kind) => key.endsWith(`:${kind}`)));
}

function draft(
  situation: DealSituation,
  kind: string,
  { id, at, by }: { id: string; at: number; by: string },
  { clause }: HandOffSlice,
): Draft {
  const ticket = { object: 'ticket', id, property: 'hs_pipeline_stage' };
  return ruleDecision(situation, { kind, happenedAt: at, by, clause }, {}, [ticket]);
}
