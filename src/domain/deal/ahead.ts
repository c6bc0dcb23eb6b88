/** How a deal came to the stage it stands in: moved ahead of its criteria, moved back, let stand, or won before (D-14, D-15, B-02). */
import type { CriterionId, DealPipeline, DealPolicy, DealStage } from './policy.ts';
import type { Known, Settled, Values } from './state.ts';

export interface Jump {
  /** Where the deal belongs as long as something is missing. */
  from: Settled;
  /** Exit criteria of every stage jumped over. */
  criteria: CriterionId[];
}

/**
 * What a move ahead skipped; undefined when the deal did not move ahead. Our own moves are known by `settled`, not by the app's
 * id: whoever holds its token writes under the same id. Only a deal whose state was lost is believed to have been moved by us.
 */
export function jumpedOver(
  pipeline: DealPipeline,
  index: number,
  stageFact: Known,
  settled: Settled | undefined,
  policy: DealPolicy,
): Jump | undefined {
  const movedByUs = stageFact.by === 'us' && stageFact.previous !== undefined;
  if (settled === undefined && (movedByUs || stageFact.at < policy.bypass.since)) return undefined;
  // HubSpot made this record of two deals; the one whose stage it has was judged already.
  if (settled === undefined && stageFact.by === 'merge') return undefined;
  const first = pipeline.stages[0];
  if (first === undefined) return undefined;
  const from = settled ?? { pipeline: pipeline.key, stage: first.key, since: 0 };
  const target = pipeline.stages[index];
  if (settled?.pipeline === pipeline.key && target?.key === settled.stage) return undefined;
  const skipped = pipeline.stages.slice(judgedFrom(pipeline, index, settled), index);
  return { from, criteria: skipped.flatMap(({ exit }) => exit ?? []) };
}

/**
 * The first of the stages whose criteria count for a deal that stands in stage `here`; the last is `here` itself. The read
 * fetches for just these stages what the verdict looks at.
 */
export function judgedFrom(
  pipeline: { key: string; stages: Pick<DealStage, 'key' | 'kind'>[] },
  here: number,
  settled: Settled | undefined,
): number {
  const { key, stages } = pipeline;
  const from = settled?.pipeline === key ? stages.findIndex((stage) => stage.key === settled.stage) : 0;
  const kind = stages[here]?.kind;
  if (from < 0 || kind === 'lost') return here;
  // Back to an open stage is free (D-15). From lost to won is no way back: everything counts again.
  if (here < from) return kind === 'open' ? here : 0;
  return from;
}

/**
 * Whether the deal was won before it got here (B-02). Where that was not remembered, because its workflow ended or never ran,
 * HubSpot's history tells: somebody took it out of won.
 */
export function isSigned(
  pipeline: DealPipeline,
  stageFact: Known,
  settled: Settled | undefined,
  policy: DealPolicy,
): boolean {
  if (settled === undefined) {
    const before = pipeline.stages.find(({ id }) => id === stageFact.previous);
    return before?.kind === 'won' && stageFact.by !== 'us';
  }
  return settled.signed === true || policy.rules.flat().find(({ key }) => key === settled.stage)?.kind === 'won';
}

/** A manager wrote a reason since the deal was last accepted (D-15). */
export function isLetStand(values: Values, from: Settled, { bypass }: DealPolicy): boolean {
  const reason = values[bypass.letStand];
  return reason !== undefined && reason.value !== '' && reason.at > from.since && bypass.managers.includes(reason.by);
}

/** The reason that lets this stay stand, for the record. */
export function letStandBy(values: Values, from: Settled | undefined, policy: DealPolicy): Known | undefined {
  return from !== undefined && isLetStand(values, from, policy) ? values[policy.bypass.letStand] : undefined;
}

/**
 * When somebody opened the deal again after it was closed: what was tried, missing or said before is over. Undefined for one that was
 * never closed, or is closed now.
 */
export function openedAgainAt(
  pipeline: DealPipeline,
  stage: DealStage,
  stageFact: Known,
  settled: Settled | undefined,
): number | undefined {
  if (stage.kind !== 'open') return undefined;
  const before = pipeline.stages.find(({ id }) => id === stageFact.previous);
  // A put-back of ours opens nothing: the deal was not accepted as closed.
  const isReopened = before !== undefined && before.kind !== 'open' && stageFact.by !== 'us';
  return isReopened ? stageFact.at : settled?.reopenedAt;
}

/** Moved to an earlier stage by somebody else than this engine. */
export function isMovedBack(stageFact: Known, stages: DealStage[], index: number): boolean {
  const before = stages.findIndex((stage) => stage.id === stageFact.previous);
  return before > index && stageFact.by !== 'us';
}
