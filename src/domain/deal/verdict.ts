/**
 * Where a deal stands and what follows from it: the gate of D-02 to D-15 as a pure function of what is known, of the last
 * stage that was accepted, and of the policy.
 */
import {
  acceptedValues,
  type CriterionId,
  type DealPipeline,
  type DealPolicy,
  type DealStage,
  factKey,
  pipelineOf,
} from './policy.ts';
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
  /** It was moved ahead of its criteria (D-15); `to` is where it belongs. */
  | { do: 'bypass'; to: Settled };

/** A fact that speaks for a decision. */
export interface Because {
  key: string;
  fact: Known;
}

/** Stands in missing lists where a deal that was won was dragged to lost: only the Sales VP backs out (B-02). */
export const BACK_OUT = 'backOut';

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
  const isLost = lostFacts.length === 2 && lostFacts.every(({ fact }) => fact.value !== '');
  const movedBack = isMovedBack(stageFact, pipeline.stages, index);
  const unchangedSince = (facts: Because[]) => movedBack && facts.every(({ fact }) => fact.at <= stageFact.at);
  const advice = missingOf(stage.checklist ?? [], values);
  const wasWon = isSigned(pipeline, stageFact, settled, policy);
  const signed = wasWon && stage.kind === 'open';
  const category = values[policy.lost.category]?.value;
  const lostFor = stage.kind === 'lost' && category ? { lostFor: category } : {};
  const place = { kind: 'inStage', pipeline, stage, stageFact, advice, signed, ...lostFor } as const;

  const lostStage = pipeline.stages.find(({ kind }) => kind === 'lost');
  if (stage.kind === 'open' && !signed && isLost && lostStage !== undefined && !unchangedSince(lostFacts)) {
    const missing = missingOf(stage.exit ?? [], values);
    return { ...place, missing, resting: false, next: { do: 'closeLost', to: lostStage, because: lostFacts } };
  }

  if (wasWon && settled?.backOut === true && lostStage !== undefined)
    return { ...place, missing: [], resting: false, next: { do: 'backOut', to: lostStage } };

  const jumped = jumpedOver(pipeline, index, stageFact, settled, policy);
  if (jumped !== undefined) {
    const backsOut = stage.kind === 'lost' && settled !== undefined && wasWon;
    const missing = backsOut ? [BACK_OUT] : missingForJump(jumped.criteria, stage, isLost, values, policy);
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

interface Jump {
  /** Where the deal belongs as long as something is missing. */
  from: Settled;
  /** Exit criteria of every stage jumped over. */
  criteria: CriterionId[];
}

/**
 * What a move ahead skipped; undefined when the deal did not move ahead. Our own moves are known by `settled`, not by the app's
 * id: whoever holds its token writes under the same id. Only a deal whose state was lost is believed to have been moved by us.
 */
function jumpedOver(
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

function missingForJump(
  criteria: CriterionId[],
  target: DealStage,
  isLost: boolean,
  values: Values,
  policy: DealPolicy,
): string[] {
  if (target.kind !== 'lost') return [...new Set(missingOf(criteria, values))];
  const { category, details } = policy.lost;
  return isLost ? [] : [category, details].filter((name) => !values[name]?.value).map((name) => `deal.${name}`);
}

/**
 * Whether the deal was won before it got here (B-02). Where that was not remembered, because its workflow ended or never ran,
 * HubSpot's history tells: somebody took it out of won.
 */
function isSigned(pipeline: DealPipeline, stageFact: Known, settled: Settled | undefined, policy: DealPolicy): boolean {
  if (settled === undefined) {
    const before = pipeline.stages.find(({ id }) => id === stageFact.previous);
    return before?.kind === 'won' && stageFact.by !== 'us';
  }
  return settled.signed === true || policy.rules.flat().find(({ key }) => key === settled.stage)?.kind === 'won';
}

/** A manager wrote a reason since the deal was last accepted (D-15). */
function isLetStand(values: Values, from: Settled, { bypass }: DealPolicy): boolean {
  const reason = values[bypass.letStand];
  return reason !== undefined && reason.value !== '' && reason.at > from.since && bypass.managers.includes(reason.by);
}

/** The reason that lets this stay stand, for the record. */
export function letStandBy(values: Values, from: Settled | undefined, policy: DealPolicy): Known | undefined {
  return from !== undefined && isLetStand(values, from, policy) ? values[policy.bypass.letStand] : undefined;
}

/** An approval by the wrong person is none (D-07). */
function withoutVoidApproval(values: Values, policy: DealPolicy): Values {
  const status = policy.approval === undefined ? undefined : values[policy.approval.status];
  if (policy.approval === undefined || status === undefined || approvalCounts(values, policy)) return values;
  return { ...values, [policy.approval.status]: { ...status, value: '' } };
}

function missingOf(criteria: CriterionId[], values: Values): string[] {
  return criteria.filter((criterion) => !holds(criterion, values));
}

/** Several check boxes come as `a;b`: one of them is enough. */
function holds(criterion: CriterionId, values: Values): boolean {
  const value = values[factKey(criterion)]?.value ?? '';
  const accepted = acceptedValues(criterion);
  return accepted === undefined ? value !== '' : value.split(';').some((one) => accepted.includes(one));
}

function factsOf(keys: string[], values: Values): Because[] {
  return keys.flatMap((key) => {
    const fact = values[key];
    return fact === undefined ? [] : [{ key, fact }];
  });
}

/** Moved to an earlier stage by somebody else than this engine. */
function isMovedBack(stageFact: Known, stages: DealStage[], index: number): boolean {
  const before = stages.findIndex((stage) => stage.id === stageFact.previous);
  return before > index && stageFact.by !== 'us';
}
