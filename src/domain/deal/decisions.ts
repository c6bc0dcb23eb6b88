/** The decisions a deal's workflow records: what changed, from, to, when, who caused it, by which clause, on what evidence. */
import type { Decision, Evidence } from '../decision.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState } from './state.ts';
import type { Because, Next, Verdict } from './verdict.ts';

/** A decision before it has its number. */
export type Draft = Omit<Decision, 'seq'>;
type InStage = Extract<Verdict, { kind: 'inStage' }>;
type Move = Exclude<Next, { do: 'wait' }>;

const place = (pipeline: string, stage: string) => `${pipeline}.${stage}`;

/** The workflow met this deal for the first time. */
export function started(state: DealState, verdict: Verdict, policy: DealPolicy, now: number): Draft {
  const fact = verdict.kind === 'inStage' ? verdict.stageFact : undefined;
  return {
    kind: 'started',
    ...(verdict.kind === 'inStage' ? { to: place(verdict.pipeline, verdict.stage.key) } : {}),
    happenedAt: fact?.at ?? now,
    by: fact?.by ?? 'unknown',
    evidence: [evidenceOf(state, 'dealstage', fact?.at)],
    policyVersion: policy.version,
    clause: 'R-02',
  };
}

/** The engine moves the deal: exit criteria hold (D-14), or it is lost (D-13). The cause is whoever filled the last field. */
export function moved(state: DealState, verdict: InStage, move: Move, policy: DealPolicy): Draft {
  const last = newest(move.because);
  return {
    kind: move.do === 'moveOn' ? 'moved' : 'closed',
    from: place(verdict.pipeline, verdict.stage.key),
    to: place(verdict.pipeline, move.to.key),
    happenedAt: last?.fact.at ?? verdict.stageFact.at,
    by: last?.fact.by ?? 'unknown',
    evidence: move.because.map(({ property, fact }) => evidenceOf(state, property, fact.at)),
    policyVersion: policy.version,
    clause: move.do === 'moveOn' ? verdict.stage.clause : policy.lost.clause,
  };
}

/** Somebody else moved the deal; moving back is free and recorded (D-15). */
export function movedByOthers(state: DealState, verdict: InStage, policy: DealPolicy): Draft {
  const { shown } = state;
  return {
    kind: verdict.resting ? 'rested' : 'moved',
    ...(shown?.stage === undefined ? {} : { from: place(shown.pipeline ?? '', shown.stage) }),
    to: place(verdict.pipeline, verdict.stage.key),
    happenedAt: verdict.stageFact.at,
    by: verdict.stageFact.by,
    evidence: [evidenceOf(state, 'dealstage', verdict.stageFact.at)],
    policyVersion: policy.version,
    clause: 'D-14',
  };
}

/** The rep is told what is missing (D-16). */
export function missing(state: DealState, verdict: InStage, policy: DealPolicy, now: number): Draft {
  return {
    kind: 'missing',
    to: place(verdict.pipeline, verdict.stage.key),
    happenedAt: now,
    by: 'us',
    evidence: [evidenceOf(state, 'dealstage', verdict.stageFact.at)],
    policyVersion: policy.version,
    clause: verdict.stage.clause,
    detail: { missing: verdict.missing },
  };
}

/** The deal stands in a pipeline or stage that the policy does not know; the engine leaves it alone. */
export function left(state: DealState, policy: DealPolicy, now: number): Draft {
  return {
    kind: 'left',
    from: place(state.shown?.pipeline ?? '', state.shown?.stage ?? ''),
    happenedAt: state.values?.['dealstage']?.at ?? now,
    by: state.values?.['dealstage']?.by ?? 'unknown',
    evidence: [evidenceOf(state, 'pipeline', state.values?.['pipeline']?.at)],
    policyVersion: policy.version,
    clause: 'D-01',
  };
}

export function gone(state: DealState, how: NonNullable<DealState['gone']>, policy: DealPolicy, now: number): Draft {
  return {
    kind: 'gone',
    happenedAt: now,
    by: 'unknown',
    evidence: [evidenceOf(state)],
    policyVersion: policy.version,
    clause: 'R-10',
    detail: how.into === undefined ? { why: how.why } : { why: how.why, into: how.into },
  };
}

export function restored(state: DealState, policy: DealPolicy, now: number): Draft {
  return {
    kind: 'restored',
    happenedAt: now,
    by: 'unknown',
    evidence: [evidenceOf(state)],
    policyVersion: policy.version,
    clause: 'R-10',
  };
}

function evidenceOf(state: DealState, property?: string, at?: number): Evidence {
  return {
    object: 'deal',
    id: state.dealId,
    ...(property === undefined ? {} : { property }),
    ...(at === undefined ? {} : { at }),
  };
}

function newest(because: Because[]): Because | undefined {
  return because.toSorted((a, b) => b.fact.at - a.fact.at)[0];
}
