/** The decisions a deal's workflow records: what changed, from, to, when, who caused it, by which clause, on what evidence. */
import type { Decision, Evidence } from '../decision.ts';
import type { DealPolicy } from './policy.ts';
import type { DealEffect } from './rules/rule.ts';
import type { DealState } from './state.ts';
import type { Because } from './criteria.ts';
import type { InStage, Next, Verdict } from './verdict.ts';
import type { Known, Settled } from './state.ts';

/** A decision before it has its number. */
export type Draft = Omit<Decision, 'seq'>;
type Move = Extract<Next, { do: 'moveOn' | 'closeLost' }>;

const place = (pipeline: string, stage: string) => `${pipeline}.${stage}`;

/** The workflow met this deal for the first time. */
export function started(state: DealState, verdict: Verdict, policy: DealPolicy, now: number): Draft {
  const fact = verdict.kind === 'inStage' ? verdict.stageFact : undefined;
  return {
    kind: 'started',
    ...(verdict.kind === 'inStage' ? { to: place(verdict.pipeline.key, verdict.stage.key) } : {}),
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
    kind: move.do === 'closeLost' ? 'closed' : move.to.kind === 'won' ? 'won' : 'moved',
    from: place(verdict.pipeline.key, verdict.stage.key),
    to: place(verdict.pipeline.key, move.to.key),
    happenedAt: last?.fact.at ?? verdict.stageFact.at,
    by: last?.fact.by ?? 'unknown',
    evidence: move.because.map(({ key, fact }) => evidenceOfFact(state, key, fact)),
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
    to: place(verdict.pipeline.key, verdict.stage.key),
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
    to: place(verdict.pipeline.key, verdict.stage.key),
    happenedAt: now,
    by: 'us',
    evidence: [evidenceOf(state, 'dealstage', verdict.stageFact.at)],
    policyVersion: policy.version,
    clause: verdict.stage.clause,
    detail: { missing: verdict.missing },
  };
}

/** The deal was moved ahead of its criteria (D-15): seen, warned about, put back, or left to a person because of the fuse. */
export function bypassed(
  kind: 'bypassed' | 'warned' | 'putBack' | 'fuse',
  state: DealState,
  verdict: InStage,
  to: Settled,
  policy: DealPolicy,
  now: number,
): Draft {
  const here = place(verdict.pipeline.key, verdict.stage.key);
  const home = place(to.pipeline, to.stage);
  return {
    kind,
    ...(kind === 'putBack' ? { from: here, to: home } : { from: home, to: here }),
    happenedAt: kind === 'putBack' || kind === 'fuse' ? now : verdict.stageFact.at,
    by: verdict.stageFact.by,
    evidence: [evidenceOf(state, 'dealstage', verdict.stageFact.at)],
    policyVersion: policy.version,
    clause: policy.bypass.clause,
    detail: { missing: verdict.missing },
  };
}

/** A manager let a bypass stand (D-15); the reason stays on the deal in HubSpot. */
export function letStand(state: DealState, verdict: InStage, reason: Known, policy: DealPolicy): Draft {
  return {
    kind: 'letStand',
    ...(state.settled === undefined ? {} : { from: place(state.settled.pipeline, state.settled.stage) }),
    to: place(verdict.pipeline.key, verdict.stage.key),
    happenedAt: reason.at,
    by: reason.by,
    evidence: [evidenceOf(state, policy.bypass.letStand, reason.at)],
    policyVersion: policy.version,
    clause: policy.bypass.clause,
  };
}

/** The onboarding team has its ticket (D-17). */
export function handedOff(state: DealState, ticketId: string, policy: DealPolicy, now: number): Draft {
  return {
    kind: 'handedOff',
    happenedAt: now,
    by: 'us',
    evidence: [evidenceOf(state, 'dealstage', state.values?.['dealstage']?.at), { object: 'ticket', id: ticketId }],
    policyVersion: policy.version,
    clause: 'D-17',
  };
}

/** A mail to one of our people reached nobody: they are no owner any more, or have no address that takes it. */
export function notMailed(state: DealState, { key, decision }: DealEffect, why: string, now: number): Draft {
  return {
    kind: 'notMailed',
    happenedAt: now,
    by: 'us',
    evidence: [evidenceOf(state)],
    policyVersion: state.policy?.version ?? '',
    clause: decision?.clause ?? 'R-05',
    detail: { why, mail: key },
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

/** The company has another open deal in the pipeline (C-10), or has none any more. */
export function twins(state: DealState, others: string[], there: boolean, policy: DealPolicy, now: number): Draft {
  return {
    kind: there ? 'twin' : 'twinOver',
    happenedAt: now,
    by: 'us',
    evidence: [evidenceOf(state), ...others.map((id) => ({ object: 'deal', id }))],
    policyVersion: policy.version,
    clause: policy.oneOpen?.clause ?? 'C-10',
  };
}

/** @param at when it was merged or found missing */
export function gone(state: DealState, how: NonNullable<DealState['gone']>, policy: DealPolicy, at: number): Draft {
  return {
    kind: 'gone',
    happenedAt: at,
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

/** A fact of the deal itself, or of the record that shows it. */
function evidenceOfFact(state: DealState, key: string, fact: Known): Evidence {
  const [, property] = /^(?:company|contact)\.(.+)$/.exec(key) ?? [];
  if (fact.source !== undefined)
    return { ...fact.source, ...(property === undefined ? {} : { property }), at: fact.at };
  return evidenceOf(state, key, fact.at);
}

function newest(because: Because[]): Because | undefined {
  return because.toSorted((a, b) => b.fact.at - a.fact.at)[0];
}
