/**
 * B-02, B-03: whom a request for a back-out reaches, what who was refused reads, and what follows once the Sales VP has decided and
 * the deal is lost. Each step is done once by its key, so that a crash between any two changes nothing.
 */
import { addBusinessDays } from '../../time.ts';
import { isApprover } from '../back-out/judge.ts';
import { type BackOutApproval, backOutOver, type BackOutRefused, lifecycleTask } from '../back-out/state.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import {
  type DealEffect,
  type DealProposal,
  type DealRule,
  type DealSituation,
  nothing,
  ruleDecision,
  tasksOver,
} from './rule.ts';

type Rule = NonNullable<DealPolicy['backOut']>;

export const backOut: DealRule = (situation) => {
  const { duties, settled, policy } = situation;
  const rule = policy.backOut;
  const known = duties.backOut;
  if (rule === undefined || known === undefined) return nothing;
  const { asked, refused = [], approved } = known;
  const asking = asked === undefined ? [] : ask(situation, asked, rule);
  const telling = refused.flatMap((one) => explain(situation, one, rule));
  const before = [...endOfAsking(situation, asked?.key), ...telling, ...asking];
  if (approved === undefined || settled.backOut === true) return { ...nothing, effects: before };
  const following = follow(situation, approved, rule);
  return { ...following, effects: [...before, ...following.effects, ...wonAgain(situation, approved, rule)] };
};

/** Effects of a back-out begin with it, and those of an open request with the other one. */
export const OF_BACK_OUT = 'backOut:';
export const ASKED = `${OF_BACK_OUT}asked:`;

/** Every holder of the role gets the mail with the link, one of them the task; who asked reads that it is on its way. */
function ask(
  { policy }: DealSituation,
  { key, at, by }: { key: string; at: number; by: string },
  rule: Rule,
): DealEffect[] {
  const holders = policy.roles[rule.approverRole] ?? [];
  const dueAt = addBusinessDays(at, rule.dueBusinessDays, policy.calendar);
  // Who may decide and gave no reason decides by giving one.
  const detail = { by, ...(isApprover(by, policy) ? { lacksReason: true } : {}) };
  return [
    { key: `${ASKED}${key}`, command: { do: 'task', about: 'decideBackOut', to: holders[0], dueAt, detail } },
    ...holders.map((to): DealEffect => ({
      key: `${ASKED}${key}:mail:${to}`,
      command: { do: 'mail', about: 'decideBackOut', to, detail },
    })),
    { key: `${ASKED}${key}:note`, command: { do: 'note', about: 'backOutAsked', detail } },
  ];
}

/** Decided or taken back: the Sales VP has nothing to do any more. */
function endOfAsking(situation: DealSituation, open: string | undefined): DealEffect[] {
  return tasksOver(situation, (key) => key.startsWith(ASKED) && key !== `${ASKED}${open ?? ''}`);
}

/** A note that says why not; what asked for it in HubSpot's screen goes back, so that it can be asked for again. */
function explain({ values }: DealSituation, { request, why, quiet }: BackOutRefused, rule: Rule): DealEffect[] {
  const { key, at, by, way } = request;
  const id = `backOut:refused:${key}:${at}`;
  const requested = values[rule.requested];
  // On a deal that is backed out it says what was decided.
  const isSettled = why !== 'backedOut' && (way === 'hubspot' || why === 'tooLate');
  const resets = isSettled && requested?.value === 'yes' && requested.at <= at;
  const note: DealEffect = { key: id, command: { do: 'note', about: 'backOutRefused', detail: { why, by, way } } };
  return [
    ...(quiet === true ? [] : [note]),
    ...(resets ? [{ key: `${id}:reset`, command: { do: 'set' as const, values: { [rule.requested]: 'no' } } }] : []),
  ];
}

/** What B-03 asks for, in the document's order: implementation, ticket, and the selling rep until it is done. */
function follow(situation: DealSituation, approved: BackOutApproval, rule: Rule): DealProposal {
  const { policy, duties } = situation;
  const { at, reason, sale } = approved;
  const id = `backOut:${at}`;
  const seller = sellerOf(policy, sale.seller, rule);
  const detail = { reason, seller: sale.seller ?? '' };
  const dueAt = addBusinessDays(at, rule.dueBusinessDays, policy.calendar);
  const [implementation] = policy.roles[rule.implementationRole] ?? [];
  const lifecycle: DealEffect = {
    key: lifecycleTask(at),
    command: { do: 'task', about: 'updateLifecycle', to: seller, dueAt, detail },
    decision: draft(situation, 'lifecycleAsked', at, 'B-03'),
  };
  const effects: DealEffect[] = [
    {
      key: `${id}:clientStatus`,
      command: { do: 'task', about: 'updateClientStatus', to: implementation, dueAt, detail },
      decision: draft(situation, 'clientStatusAsked', at, 'B-03'),
    },
    {
      key: `${id}:ticket`,
      command: { do: 'closeTicket', detail },
      decision: draft(situation, 'onboardingClosed', at, 'B-03'),
    },
    lifecycle,
    ...mail(`${id}:mail`, seller, 'updateLifecycle', detail),
  ];
  if (duties.done[lifecycle.key] === undefined || duties.done[backOutOver(at)] !== undefined)
    return { ...nothing, effects };
  const reminding = remind(situation, approved, seller, rule);
  return { ...reminding, effects: [...effects, ...reminding.effects] };
}

/** What was asked for before the deal was won again is over: else a new reason alone would back it out, or bring back the old one. */
function wonAgain({ verdict, settled, values }: DealSituation, { at }: BackOutApproval, rule: Rule): DealEffect[] {
  const requested = values[rule.requested];
  const isOver = verdict.stage.kind === 'won' && requested?.value === 'yes' && requested.at < settled.since;
  if (!isOver) return [];
  const cleared = { [rule.requested]: 'no', [rule.reason]: '', [rule.details]: '' };
  return [{ key: `backOut:${at}:wonAgain`, command: { do: 'set', values: cleared } }];
}

/** The selling rep is reminded until the task is done; one that is deleted counts as done, because nobody can complete it. */
function remind(
  situation: DealSituation,
  approved: BackOutApproval,
  seller: string | undefined,
  rule: Rule,
): DealProposal {
  const { policy, duties, now } = situation;
  const { at, reason, sale } = approved;
  const task = duties.around.sellerTask;
  const looks: DealProposal['looks'] = ['sellerTask'];
  if (task?.isOver === true) {
    const decision = { ...draft(situation, 'lifecycleUpdated', task.at ?? now, 'B-05'), by: task.by ?? 'unknown' };
    return { ...nothing, looks, effects: [{ key: backOutOver(at), decision }] };
  }
  let last = 0;
  let next = addBusinessDays(at, rule.remindEveryBusinessDays, policy.calendar);
  while (next <= now) {
    last = next;
    next = addBusinessDays(next, rule.remindEveryBusinessDays, policy.calendar);
  }
  const wakes = [{ at: next, what: 'remind the selling rep of the lifecycle stage' }];
  // Of several that were slept through one is enough, and none without a look whether it is done by now.
  const isDue = last > 0 && duties.done[reminderKey(at, last)] === undefined;
  if (isDue && (task?.readAt ?? 0) < last) return { ...nothing, looks, again: looks, wakes };
  const detail = { reason, seller: sale.seller ?? '' };
  const effects = isDue ? mail(reminderKey(at, last), seller, 'lifecycleReminder', detail) : [];
  return { ...nothing, looks, effects, wakes };
}

const reminderKey = (approvedAt: number, at: number) => `backOut:${approvedAt}:remind:${at}`;

/** The rep who sold; whoever manages where that person is not there any more. */
function sellerOf({ staff, roles }: DealPolicy, seller: string | undefined, rule: Rule): string | undefined {
  return seller !== undefined && staff[seller] !== undefined ? seller : roles[rule.managerRole]?.[0];
}

function mail(key: string, to: string | undefined, about: string, detail: Record<string, string>): DealEffect[] {
  return to === undefined ? [] : [{ key, command: { do: 'mail', about, to, detail } }];
}

function draft(situation: DealSituation, kind: string, happenedAt: number, clause: string): Draft {
  const { at } = situation.verdict.stageFact;
  return ruleDecision(situation, { kind, happenedAt, by: 'us', clause }, { property: 'dealstage', at });
}
