/** The decisions of a merge with a deal that was won, for the journal. The growth report follows them (journal/report-deals.ts). */
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import type { DealState } from '../state.ts';
import type { InStage } from '../verdict.ts';
import type { Inheritance } from './inheritance.ts';

/** A deal that was won was merged into this one. @param taken this one is won by that win from now on */
export function inherited(
  state: DealState,
  verdict: InStage,
  { dealId, mergedAt, sale }: Inheritance,
  taken: boolean,
  policy: DealPolicy,
): Draft {
  const { here, won } = placesOf(verdict);
  return {
    kind: 'inherited',
    ...(taken ? { from: here, to: won } : {}),
    happenedAt: mergedAt,
    by: 'merge',
    evidence: [
      { object: 'deal', id: state.dealId },
      { object: 'deal', id: dealId, property: 'dealstage', at: sale.wonAt },
    ],
    policyVersion: policy.version,
    clause: 'R-10',
    detail: { merged: dealId, taken },
  };
}

/** It is signed by that win and stays where it stands: the other one was open again, too, or the rule only warns. */
export function leftOpen(
  state: DealState,
  verdict: InStage,
  { dealId, mergedAt }: Inheritance,
  policy: DealPolicy,
): Draft {
  const { here, won } = placesOf(verdict);
  return {
    kind: 'leftOpen',
    from: won,
    to: here,
    happenedAt: mergedAt,
    by: 'merge',
    evidence: [
      { object: 'deal', id: state.dealId },
      { object: 'deal', id: dealId },
    ],
    policyVersion: policy.version,
    clause: policy.bypass.mode === 'warn' ? 'R-09' : 'R-10',
  };
}

function placesOf({ pipeline, stage }: InStage): { here: string; won: string } {
  const won = pipeline.stages.find(({ kind }) => kind === 'won') ?? stage;
  return { here: `${pipeline.key}.${stage.key}`, won: `${pipeline.key}.${won.key}` };
}
