/** What a deal's workflow writes on a verdict: a move, a closing, a way back, or what is missing. */
import { backedOut } from './back-out/drafts.ts';
import { bypass } from './bypass.ts';
import type { WriteCommand } from './commands.ts';
import * as decisions from './decisions.ts';
import { inStage, noteClosing, type Outcome, record, settledAt } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { isShown, toShow } from './show.ts';
import type { Attention, DealState, Settled, Values } from './state.ts';
import { letStandBy } from './ahead.ts';
import { type InStage, verdictOf } from './verdict.ts';

/** The verdict stands on a fresh read: what is to be written? */
export function act(
  state: DealState,
  verdict: InStage,
  values: Values,
  policy: DealPolicy,
  now: number,
  drafts: decisions.Draft[],
  attention: Attention | undefined,
): Outcome {
  const { next } = verdict;
  if (next.do === 'bypass') return bypass(state, verdict, next.to, policy, now, drafts, attention);
  if (next.do === 'backOut') {
    const settled = { pipeline: verdict.pipeline.key, stage: next.to.key, since: now };
    drafts.push(backedOut(state, verdict, next.to.key, policy));
    const lost = toShow(verdictOf(inStage(values, next.to.id, now), settled, policy), policy, now);
    const shown = { ...lost, lostFor: policy.backOut?.lostCategory ?? '' };
    const reason = state.duties?.backOut?.approved?.reason ?? '';
    const write: WriteCommand = {
      do: 'write',
      stageId: next.to.id,
      backOut: { reason },
      shown,
      settled,
      decisions: drafts,
    };
    return { state, commands: [write] };
  }
  if (next.do === 'takeOver') {
    const won = { pipeline: verdict.pipeline.key, stage: next.to.key, since: now };
    const entered = state.settled?.enteredAt;
    const settled: Settled = entered === undefined ? won : { ...won, enteredAt: entered };
    const shown = toShow(verdictOf(inStage(values, next.to.id, now), settled, policy), policy, now);
    return { state, commands: [{ do: 'write', stageId: next.to.id, shown, settled, decisions: drafts }] };
  }
  if (next.do !== 'wait') {
    const place = { pipeline: verdict.pipeline.key, stage: next.to.key, since: now };
    const settled: Settled = next.to.kind === 'open' ? { ...settledAt(verdict), ...place } : place;
    drafts.push(decisions.moved(state, verdict, next, policy));
    const after = verdictOf(inStage(values, next.to.id, now), settled, policy);
    const shown = toShow(after, policy, now);
    return { state, commands: [{ do: 'write', stageId: next.to.id, shown, settled, decisions: drafts }] };
  }
  const reason = isAhead(state.settled, verdict) ? letStandBy(values, state.settled, policy) : undefined;
  if (reason !== undefined) drafts.push(decisions.letStand(state, verdict, reason, policy));
  const accepted = settledAt(verdict);
  // A reason is used up by the move it let stand: this stay counts from it.
  const before = state.settled?.stage === accepted.stage ? state.settled : undefined;
  // A merge writes the stage anew, and begins no stay.
  const since = verdict.stageFact.by === 'merge' && before !== undefined ? before.since : accepted.since;
  const settled: Settled = { ...accepted, since: Math.max(since, before?.since ?? 0, reason?.at ?? 0) };
  const { at, by } = verdict.stageFact;
  const isSameStay = by === 'us' || by === 'merge' || at <= (before?.since ?? 0);
  if (isSameStay && before?.enteredAt !== undefined) settled.enteredAt = before.enteredAt;
  if (state.shown !== undefined && isShown(state.shown, verdict, policy)) {
    return record(noteClosing({ ...state, settled }, verdict, now), drafts);
  }
  if (verdict.missing.length > 0) drafts.push(decisions.missing(state, verdict, policy, now));
  return { state, commands: [{ do: 'write', shown: toShow(verdict, policy, now), settled, decisions: drafts }] };
}

function isAhead(settled: Settled | undefined, { pipeline, stage }: InStage): boolean {
  const order = pipeline.stages.map(({ key }) => key);
  return settled !== undefined && order.indexOf(stage.key) > order.indexOf(settled.stage);
}
