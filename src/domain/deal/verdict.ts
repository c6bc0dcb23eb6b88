/**
 * Where a deal stands and what follows from it: the gate of D-02 to D-15 as a pure function of what is known, of the last
 * stage that was accepted, and of the policy.
 */
import { isLetStand, isMovedBack, isSigned, jumpedOver, openedAgainAt } from './ahead.ts';
import { type Because, factsOf, missingOf } from './criteria.ts';
import { type CriterionId, type DealPipeline, type DealPolicy, type DealStage, factKey, pipelineOf } from './policy.ts';
import { approvalCounts } from './rules/approval.ts';
import type { Known, Settled, Values } from './state.ts';

export type Verdict =
  /** The deal stands in a pipeline or stage that the policy does not know: the engine leaves it alone. */
  { kind: 'elsewhere' } | InStage;

export interface InStage {
  kind: 'inStage';
  pipeline: DealPipeline;
  stage: DealStage;
  /** When this stay began and who began it. */
  stageFact: Known;
  /** Ids of exit criteria that do not hold; in a bypass those of all stages jumped over. */
  missing: string[];
  /** Ids of the stage's checklist that are open; they hold nobody up (D-05). */
  advice: string[];
  /** A person moved the deal back and none of the criteria changed since (D-14). */
  resting: boolean;
  /** Why it was lost, by the policy's category; absent where it is not, or where nobody said. */
  lostFor?: string;
  /** When it was last opened again after it was closed; absent where it never was, or is closed. */
  reopenedAt?: number;
  /** It stands open although it was won; lost reasons do not close it (docs/decisions/0009). */
  signed: boolean;
  next: Next;
}

export type Next =
  | { do: 'wait' }
  /** Exit criteria hold: on to the next stage (D-14). */
  | { do: 'moveOn'; to: DealStage; because: Because[] }
  /** Lost reason category and details are there (D-13). */
  | { do: 'closeLost'; to: DealStage; because: Because[] }
  /** The Sales VP backs it out: the one way from won to lost (B-02). */
  | { do: 'backOut'; to: DealStage }
  /** A deal that was won was merged into it: it is won, too. */
  | { do: 'takeOver'; to: DealStage }
  /** It was moved ahead of its criteria (D-15); `to` is where it belongs. */
  | { do: 'bypass'; to: Settled };

/** Stands in missing lists where a deal that was won was dragged to lost: only the Sales VP backs out (B-02). */
export const BACK_OUT = 'backOut';
/** Stands there where a deal that was never signed has the lost reason category that only a back-out writes (B-03). */
export const NOT_SIGNED = 'notSigned';

/**
 * @param settled the stage in which the deal was last accepted; undefined for a deal never seen before, which is then
 * judged from the first stage on, unless it stood there before the policy came into force
 */
export function verdictOf(known: Values, settled: Settled | undefined, policy: DealPolicy): Verdict {
  const values = withoutVoidApproval(known, policy);
  const stageFact = values['dealstage'];
  const pipeline = pipelineOf(policy, values['pipeline']?.value);
  const index = pipeline?.stages.findIndex((stage) => stage.id === stageFact?.value) ?? -1;
  const stage = pipeline?.stages[index];
  if (pipeline === undefined || stage === undefined || stageFact === undefined) return { kind: 'elsewhere' };

  const lostFacts = factsOf([policy.lost.category, policy.lost.details], values);
  const movedBack = isMovedBack(stageFact, pipeline.stages, index);
  const reopenedAt = openedAgainAt(pipeline, stage, stageFact, settled);
  const isFrom = (before: number, facts: Because[]) => facts.every(({ fact }) => fact.at <= before);
  const unchangedSince = (facts: Because[]) => movedBack && isFrom(stageFact.at, facts);
  // The reasons of a loss that is over close the deal no second time.
  const isOldLoss = (facts: Because[]) => unchangedSince(facts) || isFrom(reopenedAt ?? 0, facts);
  const advice = missingOf(stage.checklist ?? [], values);
  const wasWon = isSigned(pipeline, stageFact, settled, policy);
  const unsaid = missingOfLoss(values, wasWon, policy);
  const signed = wasWon && stage.kind === 'open';
  const category = values[policy.lost.category]?.value;
  const lostFor = stage.kind === 'lost' && category ? { lostFor: category } : {};
  const reopened = reopenedAt === undefined ? {} : { reopenedAt };
  const place = { kind: 'inStage', pipeline, stage, stageFact, advice, signed, ...lostFor, ...reopened } as const;

  const lostStage = pipeline.stages.find(({ kind }) => kind === 'lost');
  if (stage.kind === 'open' && !signed && unsaid.length === 0 && lostStage !== undefined && !isOldLoss(lostFacts)) {
    const missing = missingOf(stage.exit ?? [], values);
    return { ...place, missing, resting: false, next: { do: 'closeLost', to: lostStage, because: lostFacts } };
  }

  if (wasWon && settled?.backOut === true && lostStage !== undefined)
    return { ...place, missing: [], resting: false, next: { do: 'backOut', to: lostStage } };

  const wonStage = pipeline.stages.find(({ kind }) => kind === 'won');
  if (settled?.inherits === true && stage.kind !== 'won' && wonStage !== undefined)
    return { ...place, missing: [], resting: false, next: { do: 'takeOver', to: wonStage } };

  const jumped = jumpedOver(pipeline, index, stageFact, settled, policy);
  if (jumped !== undefined) {
    const backsOut = stage.kind === 'lost' && settled !== undefined && wasWon;
    const missing = backsOut ? [BACK_OUT] : missingForJump(jumped.criteria, stage, unsaid, values);
    // A manager lets a jump stand, but no back-out.
    const stands = !backsOut && isLetStand(values, jumped.from, policy);
    if (missing.length > 0 && !stands)
      return { ...place, missing, resting: false, next: { do: 'bypass', to: jumped.from } };
  }

  const exit = stage.exit ?? [];
  const missing = missingOf(exit, values);
  const facts = factsOf(exit.map(factKey), values);
  const following = pipeline.stages[index + 1];
  const complete = stage.exit !== undefined && missing.length === 0 && following !== undefined;
  const resting = complete && unchangedSince(facts);
  if (complete && !resting)
    return { ...place, missing, resting, next: { do: 'moveOn', to: following, because: facts } };
  return { ...place, missing, resting, next: { do: 'wait' } };
}

function missingForJump(criteria: CriterionId[], target: DealStage, unsaid: string[], values: Values): string[] {
  return target.kind === 'lost' ? unsaid : [...new Set(missingOf(criteria, values))];
}

/** What a loss still needs (D-13); nothing where category and details say why. */
function missingOfLoss(values: Values, wasWon: boolean, { lost, backOut }: DealPolicy): string[] {
  const empty = [lost.category, lost.details].filter((name) => !values[name]?.value).map((name) => `deal.${name}`);
  const category = values[lost.category]?.value;
  const isOfBackOut = category !== undefined && category === backOut?.lostCategory;
  return isOfBackOut && !wasWon ? [NOT_SIGNED, ...empty] : empty;
}

/** An approval by the wrong person is none (D-07). */
function withoutVoidApproval(values: Values, policy: DealPolicy): Values {
  const status = policy.approval === undefined ? undefined : values[policy.approval.status];
  if (policy.approval === undefined || status === undefined || approvalCounts(values, policy)) return values;
  return { ...values, [policy.approval.status]: { ...status, value: '' } };
}
