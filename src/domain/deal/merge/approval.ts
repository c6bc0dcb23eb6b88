/** A back-out that was approved and not carried out when the deal was merged: whoever decided reads that this deal is gone (B-02, R-10). */
import { refused } from '../back-out/drafts.ts';
import type { BackOutRefused } from '../back-out/state.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import type { DealState } from '../state.ts';

/** Refused after all: it is not handed on (inheritance.ts), and nothing is left here to be backed out. */
export function withoutApproval(before: DealState, policy: DealPolicy): { state: DealState; drafts: Draft[] } {
  const { settled, duties } = before;
  const approved = duties?.backOut?.approved;
  if (settled?.backOut !== true || duties === undefined || approved === undefined) return { state: before, drafts: [] };
  const { backOut: _, ...place } = settled;
  const { approved: __, refused: others = [], ...backOut } = duties.backOut ?? {};
  const { key, way, by, reason, at } = approved;
  const one: BackOutRefused = { request: { key, way, by, reason, at }, why: 'gone' };
  const state = {
    ...before,
    settled: place,
    duties: { ...duties, backOut: { ...backOut, refused: [...others, one] } },
  };
  return { state, drafts: [refused(state, one, policy)] };
}
