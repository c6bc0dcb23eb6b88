/** The record is not there any more. */
import { hearBackOuts } from './back-out/hear.ts';
import type { DealCommand } from './commands.ts';
import * as decisions from './decisions.ts';
import { withoutApproval } from './merge/approval.ts';
import { holdsWin, inheritanceOf } from './merge/inheritance.ts';
import { tellsOwed, withGoneNews } from './news.ts';
import { type Outcome, record } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { withOwed } from './refused.ts';
import type { DealState } from './state.ts';

/**
 * Says so, pays what others are still owed, and tells who brought a code that there is nothing to back out of.
 * @param into id of the record that HubSpot answered with: this one was merged into it
 * @param now milliseconds since 1970
 */
export function onAbsent(state: DealState, into: string | undefined, policy: DealPolicy, now: number): Outcome {
  const told = withOwed(wentAway(state, into, policy, now), tellsOwed(state.owed));
  return withHandOver(withAbsentBackOuts(told, policy, now));
}

/** The record is gone: say so once, keep listening for a while (it can be restored), write nothing. */
function wentAway(before: DealState, into: string | undefined, policy: DealPolicy, now: number): Outcome {
  const { unsure: _, attention: __, owed: ___, ...state } = before;
  if (state.gone !== undefined) return { state: { ...state, readAt: now }, commands: [] };
  if (into === undefined) {
    const deleted = { ...state, gone: { why: 'deleted' }, readAt: now, closedAt: state.closedAt ?? now } as const;
    return withGoneNews(record(deleted, [decisions.gone(state, deleted.gone, policy, now)]), policy, now);
  }
  const mergedAt = state.mergedAt ?? now;
  const { state: kept, drafts } = withoutApproval(state, policy);
  const heir = handingOn(kept, into, policy, mergedAt);
  const merged = { ...kept, ...heir, mergedAt, readAt: now, closedAt: state.closedAt ?? now };
  const said = record(merged, [decisions.gone(state, heir.gone, policy, mergedAt), ...drafts]);
  // Its contacts hear from the deal that takes the win over: until then they would read of none.
  const isWon = heir.inherited?.some((one) => holdsWin(one.settled, policy)) === true;
  return withoutTasks(withGoneNews(said, policy, now, isWon));
}

/** What the survivor has to know; a run that started after the deal's time of listening has it from the journal. */
function handingOn(state: DealState, into: string, policy: DealPolicy, mergedAt: number) {
  const own = inheritanceOf(state, policy, mergedAt);
  const handed = [...(state.inherited ?? []), ...(own === undefined ? [] : [own])];
  const isUnknown = state.shown === undefined && state.seq > 0;
  const merged = { why: 'merged', into } as const;
  const gone: NonNullable<DealState['gone']> = isUnknown ? { ...merged, handsOn: 'fromJournal' } : merged;
  return { gone, ...(handed.length === 0 ? {} : { inherited: handed }) };
}

/** Until each is handed over. */
function withHandOver({ state, commands }: Outcome): Outcome {
  const { gone, inherited = [], mergedAt = 0 } = state;
  if (gone?.into === undefined) return { state, commands };
  const { into } = gone;
  const over: DealCommand[] = inherited.map((handed) => ({ do: 'handOver', into, handed, mergedAt }));
  if (gone.handsOn !== undefined) over.push({ do: 'handOver', into, mergedAt });
  return { state, commands: [...commands, ...over] };
}

/** The deal that goes on knows it. */
export function handedOver(state: DealState, dealId: string | undefined): DealState {
  const { gone, inherited = [], ...kept } = state;
  const left = inherited.filter((one) => one.dealId !== dealId);
  const { handsOn, ...still } = gone ?? { why: 'merged' };
  const after = dealId === undefined || handsOn === undefined ? still : { ...still, handsOn };
  return { ...kept, gone: after, ...(left.length === 0 ? {} : { inherited: left }) };
}

/** Its tasks are on the deal that goes on, which asks for what it needs itself. Those of a deleted deal come back with it. */
function withoutTasks({ state, commands }: Outcome): Outcome {
  const { duties } = state;
  if (duties === undefined || duties.tasks.length === 0) return { state, commands };
  return {
    state: { ...state, duties: { ...duties, tasks: [], owners: {} } },
    commands: [...commands, { do: 'endTasks', tasks: duties.tasks }],
  };
}

/** Who brings a code for a deal that is not there any more is told so. */
function withAbsentBackOuts(outcome: Outcome, policy: DealPolicy, now: number): Outcome {
  const heard = hearBackOuts(outcome.state, undefined, policy, now);
  const { state, commands } = record(heard.state, heard.drafts);
  return { state, commands: [...outcome.commands, ...commands] };
}
