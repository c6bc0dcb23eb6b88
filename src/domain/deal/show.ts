/** What a rep is told of a verdict, as ids; the words are put in by activities. */
import type { DealPolicy } from './policy.ts';
import type { Shown } from './state.ts';
import type { Verdict } from './verdict.ts';

export function toShow(verdict: Verdict, policy: DealPolicy, now: number): Shown {
  if (verdict.kind === 'elsewhere') return { since: now, missing: [], resting: false };
  const { pipeline, stage, stageFact, missing, advice, resting, lostFor, next } = verdict;
  const place = { pipeline: pipeline.key, stage: stage.key, since: stageFact.at };
  const shown: Shown = {
    ...place,
    missing,
    resting,
    ...(advice.length === 0 ? {} : { advice }),
    ...(lostFor === undefined ? {} : { lostFor }),
  };
  if (next.do !== 'bypass' || policy.bypass.mode === 'warn') return shown;
  return { ...shown, putBack: { stage: next.to.stage, at: stageFact.at + policy.bypass.graceMs } };
}

/** Whether the rep has been told just this. */
export function isShown(shown: Shown, verdict: Verdict, policy: DealPolicy): boolean {
  if (verdict.kind === 'elsewhere') return shown.stage === undefined;
  const next = toShow(verdict, policy, shown.since);
  return (
    shown.pipeline === next.pipeline &&
    shown.stage === next.stage &&
    shown.since === next.since &&
    shown.resting === next.resting &&
    shown.putBack?.at === next.putBack?.at &&
    shown.putBack?.stage === next.putBack?.stage &&
    shown.missing.join() === next.missing.join() &&
    shown.advice?.join() === next.advice?.join()
  );
}
