/** The record was read. */
import { act } from './act.ts';
import { hearBackOuts } from './back-out/hear.ts';
import * as decisions from './decisions.ts';
import { extrasDue, withDone } from './extras.ts';
import { takeOver } from './merge/take-over.ts';
import { type Outcome, record, settledAt } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { tryAgain } from './refused.ts';
import { toShow } from './show.ts';
import type { DealState, Settled, Values } from './state.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** The record was read, and the read is what counts: move, close, put back, or say what is missing. */
export function onRead(before: DealState, values: Values, policy: DealPolicy, clock: number): Outcome {
  const { gone, unsure: _unsure, ...kept } = tryAgain(before);
  const hubspotTime = Math.max(kept.hubspotTime ?? 0, ...Object.values(values).map(({ at }) => at));
  // HubSpot's clock may be ahead of the workflow's, and then it is as late as that (design, decision 5).
  const now = Math.max(clock, hubspotTime);
  // A run that starts again after the deal's time of listening takes the deal as it finds it: it was judged before.
  const knownBefore = before.shown === undefined && before.seq > 0;
  const settled = before.settled ?? (knownBefore ? foundIn(values, policy) : undefined);
  const read: DealState = {
    ...kept,
    values,
    readAt: now,
    fresh: true,
    hubspotTime,
    ...(settled === undefined ? {} : { settled }),
  };
  const brought = takeOver(read, policy);
  const heard = hearBackOuts(brought.state, verdictOf(values, brought.state.settled, policy), policy, now);
  const verdict = verdictOf(values, heard.state.settled, policy);
  const state = adoptOwnStay(heard.state, verdict);
  const { shown } = state;
  const drafts: decisions.Draft[] = [];
  if (gone !== undefined) drafts.push(decisions.restored(state, policy, now));
  if (shown === undefined) drafts.push(decisions.started(state, verdict, policy, now));
  drafts.push(...brought.drafts, ...heard.drafts);

  if (verdict.kind === 'elsewhere') {
    if (shown !== undefined && shown.stage === undefined) return record(state, drafts);
    const { settled: _settled, ...unsettled } = state;
    const nothing = toShow(verdict, policy, now);
    if (shown === undefined) return record({ ...unsettled, shown: nothing }, drafts);
    // What it said about the stage it left must not stay on the deal.
    drafts.push(decisions.left(state, policy, now));
    return { state: unsettled, commands: [{ do: 'write', shown: nothing, decisions: drafts }] };
  }
  if (shown !== undefined && shown.since !== verdict.stageFact.at) {
    drafts.push(decisions.movedByOthers(state, verdict, policy));
  }
  const extras = extrasDue(state, verdict, values, policy);
  const outcome = act(withDone(state, extras), verdict, values, policy, now, drafts, before.attention);
  return { state: outcome.state, commands: [...outcome.commands, ...extras.map(({ command }) => command)] };
}

/** The stage a deal stands in, as if it had been accepted there. */
function foundIn(values: Values, policy: DealPolicy): Settled | undefined {
  const verdict = verdictOf(values, undefined, policy);
  return verdict.kind === 'inStage' ? settledAt(verdict) : undefined;
}

/**
 * A stay that we began ourselves is known by our write's time; HubSpot's history may put it off: by milliseconds, or, when a
 * crash had the write repeated, by whatever lay between. What was noted for the stay stays noted.
 */
function adoptOwnStay(state: DealState, verdict: Verdict): DealState {
  const { shown, notedStay } = state;
  if (shown === undefined || verdict.kind === 'elsewhere') return state;
  const { at, by } = verdict.stageFact;
  if (by !== 'us' || verdict.stage.key !== shown.stage) return state;
  const adopted: DealState = { ...state, shown: { ...shown, since: at } };
  return notedStay === shown.since ? { ...adopted, notedStay: at } : adopted;
}
