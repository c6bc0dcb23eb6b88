/**
 * D-07: without a deal meeting the system approves, with that reason; with one a person other than the deal's owner does, and is
 * asked to. Changed from no to yes afterwards, the automatic approval is withdrawn, while a person's stands.
 */
import { addBusinessDays } from '../../time.ts';
import type { Actor } from '../../events.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import type { Known, Values } from '../state.ts';
import { type DealEffect, type DealRule, type DealSituation, nothing, ruleDecision, tasksOver } from './rule.ts';

const OWNER = 'hubspot_owner_id';

/** Why an approval is none: the owner gave it, no person did, or it is our automatic one and out of date. */
type Flaw = 'own' | 'notAPerson' | 'automatic';

/** Whether the approval on the deal counts for its gate. */
export function approvalCounts(values: Values, policy: DealPolicy): boolean {
  return flawOf(values, policy) === undefined;
}

function flawOf(values: Values, { approval, staff }: DealPolicy): Flaw | undefined {
  if (approval === undefined || values[approval.required]?.value !== 'yes') return undefined;
  const status = values[approval.status];
  if (status?.value !== approval.approved) return undefined;
  if (isAutomatic(status, values, approval.reason)) return 'automatic';
  // A rep's own workflow could approve for the rep, and an import or a merge brings what nobody said of this deal.
  if (!isPerson(status.by)) return 'notAPerson';
  return isOwners(status, values, staff) ? 'own' : undefined;
}

export const approval: DealRule = (situation) => {
  const { values, verdict, policy } = situation;
  const rule = policy.approval;
  if (rule === undefined) return nothing;
  const over = { ...nothing, effects: endOfAsking(situation) };
  if (verdict.stage.kind !== 'open') return over;
  const required = values[rule.required];
  const status = values[rule.status];
  const isUndecided = !status?.value || status.value === rule.pending;
  if (required?.value === 'no' && isUndecided) {
    return { ...over, effects: [...over.effects, approve(situation, required, rule)] };
  }
  if (required?.value !== 'yes') return over;
  const flaw = isPast(situation, rule) ? undefined : flawOf(values, policy);
  if (status !== undefined && flaw !== undefined && !(flaw === 'notAPerson' && isFutile(situation))) {
    return { ...nothing, effects: takeBack(situation, required, status, flaw, rule) };
  }
  const isOpen = isUndecided || flaw !== undefined;
  return isOpen && rule.stages.includes(verdict.stage.key) ? ask(situation, required, rule) : over;
};

type Rule = NonNullable<DealPolicy['approval']>;

/** Beyond the stage that asks for the approval the one that opened its gate stands, whoever owns the deal then. */
function isPast({ verdict }: DealSituation, { stages }: Rule): boolean {
  const order = verdict.pipeline.stages.map(({ key }) => key);
  return order.indexOf(verdict.stage.key) > Math.max(...stages.map((key) => order.indexOf(key)));
}

function approve(situation: DealSituation, required: Known, rule: Rule): DealEffect {
  const key = `approval:auto:${required.at}:${situation.values[rule.status]?.at ?? 0}`;
  const values = { [rule.status]: rule.approved, [rule.reason]: rule.automatic };
  return { key, command: { do: 'set', values }, decision: draft(situation, 'approved', required, rule.required) };
}

/** The owner's own approval or a program's, with a note that says why; or ours, when a meeting is required after all. */
function takeBack(situation: DealSituation, required: Known, status: Known, flaw: Flaw, rule: Rule): DealEffect[] {
  const command = { do: 'set' as const, values: { [rule.status]: rule.pending, [rule.reason]: '' } };
  if (flaw === 'automatic') {
    const decision = draft(situation, 'approvalWithdrawn', required, rule.required);
    return [{ key: `approval:withdrawn:${status.at}`, command, decision }];
  }
  const isOwn = flaw === 'own';
  const key = `${isOwn ? 'approval:own:' : OF_PROGRAM}${status.at}`;
  const about = isOwn ? 'ownApproval' : 'programApproval';
  const decision = draft(situation, 'approvalRefused', status, rule.status);
  return [
    { key: `${key}:note`, command: { do: 'note', about, detail: isOwn ? {} : { by: status.by } } },
    { key, command, decision: isOwn ? decision : { ...decision, detail: { why: flaw } } },
  ];
}

const OF_PROGRAM = 'approval:program:';

/** A program that answers each time would go on for ever: as with moves (D-15) it is left alone for a while. What it sets never counts. */
function isFutile({ duties, policy: { bypass }, now }: DealSituation): boolean {
  const lately = Object.entries(duties.done).filter(
    ([key, at]) => key.startsWith(OF_PROGRAM) && !key.endsWith(':note') && at > now - bypass.fuseMs,
  );
  return lately.length >= bypass.maxPutBacks;
}

/** The approver has a task and a mail, and is reminded, in the stage that needs the approval. */
function ask(situation: DealSituation, required: Known, rule: Rule) {
  const { values, verdict, policy, now } = situation;
  const approver = policy.roles[rule.role]?.find((id) => id !== values[OWNER]?.value);
  const status = values[rule.status];
  // Somebody took a decision back: that is another occasion. That we put one back is none.
  const reopened = status !== undefined && status.by !== 'us' && (status.previous ?? rule.pending) !== rule.pending;
  const since = Math.max(required.at, verdict.stageFact.at, reopened && status.previous !== '' ? status.at : 0);
  const key = `${ASKED}${since}:${approver ?? ''}`;
  const detail = { approver: approver ?? '' };
  const due = addBusinessDays(since, rule.remindAfterBusinessDays, policy.calendar);
  const reminders = Array.from({ length: rule.reminders }, (_, index) =>
    addBusinessDays(since, rule.remindAfterBusinessDays * (index + 1), policy.calendar),
  );
  const passed = reminders.filter((at) => at <= now);
  const next = reminders.find((at) => at > now);
  const mail = (suffix: string, about: string): DealEffect[] =>
    approver === undefined ? [] : [{ key: `${key}:${suffix}`, command: { do: 'mail', about, to: approver, detail } }];
  return {
    ...nothing,
    effects: [
      ...endOfAsking(situation, key),
      {
        key,
        command: { do: 'task' as const, about: 'approve', to: approver, dueAt: due, detail },
        decision: draft(situation, 'approvalAsked', required, rule.required),
      },
      ...mail('mail', 'approve'),
      // Of several that were slept through the last one is enough.
      ...(passed.length === 0 ? [] : mail(`reminder:${passed.length}`, 'approveReminder')),
    ],
    wakes: next === undefined ? [] : [{ at: next, what: 'remind the approver' }],
  };
}

const ASKED = 'approval:ask:';

/** Decided, of another occasion or not asked any more: whoever was asked has nothing to do. */
function endOfAsking(situation: DealSituation, current?: string): DealEffect[] {
  return tasksOver(situation, (key) => key.startsWith(ASKED) && key !== current);
}

/** Whether the deal's owner approved it, or whoever owned it before: a deal lent to a colleague meanwhile is no way around. */
function isOwners(status: Known, values: Values, staff: DealPolicy['staff']): boolean {
  const { value, previous } = values[OWNER] ?? {};
  return [value, previous].some((owner) => owner !== undefined && staff[owner] === status.by);
}

const isPerson = (by: Actor) => by.startsWith('person:');

function isAutomatic(status: Known, values: Values, reason: string): boolean {
  return status.by === 'us' && (values[reason]?.value ?? '') !== '';
}

function draft(situation: DealSituation, kind: string, { at, by }: Known, property: string): Draft {
  const clause = situation.policy.approval?.clause ?? 'D-07';
  return ruleDecision(situation, { kind, happenedAt: at, by, clause }, { property, at });
}
