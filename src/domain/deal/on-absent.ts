/** The record is not there any more. */
import { hearBackOuts } from './back-out/hear.ts';
import * as decisions from './decisions.ts';
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
  return withAbsentBackOuts(told, policy, now);
}

/** The record is gone: say so once, keep listening for a while (it can be restored), write nothing. */
function wentAway(before: DealState, into: string | undefined, policy: DealPolicy, now: number): Outcome {
  const { unsure: _, attention: __, owed: ___, ...state } = before;
  if (state.gone !== undefined) return { state: { ...state, readAt: now }, commands: [] };
  const gone: DealState['gone'] = into === undefined ? { why: 'deleted' } : { why: 'merged', into };
  const taken = { ...state, gone, readAt: now, closedAt: state.closedAt ?? now };
  const said = withGoneNews(record(taken, [decisions.gone(state, gone, policy, now)]), policy, now);
  return into === undefined ? said : withoutTasks(said);
}

/** Its tasks are on the deal that goes on, which asks for what it needs itself. Those of a deleted deal come back with it. */
function withoutTasks({ state, commands }: Outcome): Outcome {
  const { duties } = state;
  if (duties === undefined || duties.tasks.length === 0) return { state, commands };
  return {
    state: { ...state, duties: { ...duties, tasks: [] } },
    commands: [...commands, { do: 'endTasks', tasks: duties.tasks }],
  };
}

/** Who brings a code for a deal that is not there any more is told so. */
function withAbsentBackOuts(outcome: Outcome, policy: DealPolicy, now: number): Outcome {
  const heard = hearBackOuts(outcome.state, undefined, policy, now);
  const { state, commands } = record(heard.state, heard.drafts);
  return { state, commands: [...outcome.commands, ...commands] };
}
