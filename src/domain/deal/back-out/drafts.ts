/** The decisions of a back-out for the journal. */
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import type { DealState } from '../state.ts';
import type { InStage } from '../verdict.ts';
import { isApprover } from './judge.ts';
import type { BackOutRefused, BackOutRequest } from './state.ts';

const place = (pipeline: string, stage: string) => `${pipeline}.${stage}`;

/** A rep asks: the Sales VP has to decide. Who holds that role only left the reason out. */
export function asked(state: DealState, { by, at, reason = '' }: BackOutRequest, policy: DealPolicy): Draft {
  return {
    kind: 'backOutAsked',
    happenedAt: at,
    by,
    evidence: [evidence(state, policy.backOut?.requested ?? '', at)],
    policyVersion: policy.version,
    clause: 'B-02',
    detail: { reason, ...(isApprover(by, policy) ? { lacksReason: true } : {}) },
  };
}

/** The request was taken back, or turned down by the Sales VP. */
export function dropped(state: DealState, policy: DealPolicy, now: number): Draft {
  const name = policy.backOut?.requested ?? '';
  const fact = state.values?.[name];
  return {
    kind: 'backOutDropped',
    happenedAt: fact?.at ?? now,
    by: fact?.by ?? 'unknown',
    evidence: [evidence(state, name, fact?.at ?? now)],
    policyVersion: policy.version,
    clause: 'B-02',
  };
}

/** Who asked reads why not. */
export function refused(state: DealState, { request, why }: BackOutRefused, policy: DealPolicy): Draft {
  const { by, at, way } = request;
  return {
    kind: 'backOutRefused',
    happenedAt: at,
    by,
    evidence: [evidence(state, policy.backOut?.requested ?? '', at)],
    policyVersion: policy.version,
    clause: why === 'tooLate' || why === 'notWon' ? 'B-01' : 'B-02',
    detail: { why, way },
  };
}

/** The deal is lost by the Sales VP's decision; the win stays in history (B-04). */
export function backedOut(state: DealState, verdict: InStage, to: string, policy: DealPolicy): Draft {
  const { pipeline, stage } = verdict;
  const approved = state.duties?.backOut?.approved;
  const { signed } = policy.backOut ?? {};
  const sale = approved?.sale;
  return {
    kind: 'backedOut',
    from: place(pipeline.key, stage.key),
    to: place(pipeline.key, to),
    happenedAt: approved?.at ?? verdict.stageFact.at,
    by: approved?.by ?? 'unknown',
    evidence: [evidence(state, signed?.property ?? '', sale?.signedAt), evidence(state, 'dealstage', sale?.wonAt)],
    policyVersion: policy.version,
    clause: 'B-03',
    detail: { way: approved?.way ?? '', reason: approved?.reason ?? '', seller: sale?.seller ?? '' },
  };
}

function evidence({ dealId }: DealState, property: string, at: number | undefined) {
  return { object: 'deal', id: dealId, property, ...(at === undefined ? {} : { at }) };
}
