/** Where a deal stands and what follows from it: the gate of D-02, D-13 and D-14 as a pure function of values and policy. */
import type { DealCriterion, DealPolicy, DealStage } from './policy.ts';
import type { Known, Values } from './state.ts';

export type Verdict =
  /** The deal stands in a pipeline or stage that the policy does not know: the engine leaves it alone. */
  | { kind: 'elsewhere' }
  | {
      kind: 'inStage';
      pipeline: string;
      stage: DealStage;
      /** When this stay began and who began it. */
      stageFact: Known;
      /** Ids of exit criteria that do not hold. */
      missing: string[];
      /** A person moved the deal back and none of the criteria changed since (D-14). */
      resting: boolean;
      next: Next;
    };

export type Next =
  | { do: 'wait' }
  /** Exit criteria hold: on to the next stage. */
  | { do: 'moveOn'; to: DealStage; because: Because[] }
  /** Lost reason category and details are there (D-13). */
  | { do: 'closeLost'; to: DealStage; because: Because[] };

/** A property that speaks for a decision. */
export interface Because {
  property: string;
  fact: Known;
}

export function verdictOf(values: Values, policy: DealPolicy): Verdict {
  const stageFact = values['dealstage'];
  const pipeline = policy.pipelines[values['pipeline']?.value ?? ''];
  const index = pipeline?.stages.findIndex((stage) => stage.id === stageFact?.value) ?? -1;
  const stage = pipeline?.stages[index];
  if (pipeline === undefined || stage === undefined || stageFact === undefined) return { kind: 'elsewhere' };

  const missing = (stage.exit ?? []).filter((criterion) => !holds(criterion, values)).map(({ id }) => id);
  const movedBack = isMovedBack(stageFact, pipeline.stages, index);
  const exitFacts = factsOf(
    (stage.exit ?? []).map(({ property }) => property),
    values,
  );
  const lostFacts = factsOf([policy.lost.category, policy.lost.details], values);
  const rests = (facts: Because[]) => movedBack && facts.every(({ fact }) => fact.at <= stageFact.at);
  const verdict = { kind: 'inStage', pipeline: pipeline.key, stage, stageFact, missing } as const;

  const isLost = stage.kind === 'open' && lostFacts.length === 2 && lostFacts.every(({ fact }) => fact.value !== '');
  const lostStage = pipeline.stages.find(({ kind }) => kind === 'lost');
  if (isLost && lostStage !== undefined && !rests(lostFacts)) {
    return { ...verdict, resting: false, next: { do: 'closeLost', to: lostStage, because: lostFacts } };
  }
  const following = pipeline.stages[index + 1];
  const resting = rests(exitFacts) && stage.exit !== undefined && missing.length === 0;
  if (stage.exit !== undefined && missing.length === 0 && following !== undefined && !resting) {
    return { ...verdict, resting, next: { do: 'moveOn', to: following, because: exitFacts } };
  }
  return { ...verdict, resting, next: { do: 'wait' } };
}

function holds(criterion: DealCriterion, values: Values): boolean {
  const value = values[criterion.property]?.value ?? '';
  return criterion.is === undefined ? value !== '' : value === criterion.is;
}

function factsOf(properties: string[], values: Values): Because[] {
  return properties.flatMap((property) => {
    const fact = values[property];
    return fact === undefined ? [] : [{ property, fact }];
  });
}

/** Moved to an earlier stage by somebody else than this engine. */
function isMovedBack(stageFact: Known, stages: DealStage[], index: number): boolean {
  const before = stages.findIndex((stage) => stage.id === stageFact.previous);
  return before > index && stageFact.by !== 'us';
}
