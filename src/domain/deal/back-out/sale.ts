/** Which win a deal's back-out would be about: remembered from the win on, so that nothing done later moves the window. */
import type { DealPolicy } from '../policy.ts';
import type { DealState, Values } from '../state.ts';
import { BACK_OUT, type InStage, type Verdict } from '../verdict.ts';
import type { Standing } from './judge.ts';
import type { Sale } from './state.ts';

const OWNER = 'hubspot_owner_id';

/**
 * The state with the win remembered while the deal is signed, and forgotten once it is lost. A deal that was moved back and won
 * again is the sale that it was: who moves it about does not begin the window anew (B-01).
 */
export function withSale(state: DealState, policy: DealPolicy): DealState {
  const { values, settled, sale, ...rest } = state;
  if (policy.backOut === undefined || values === undefined || settled === undefined) return state;
  const kind = policy.rules.flat().find(({ key }) => key === settled.stage)?.kind;
  const kept = { ...rest, values, settled };
  if (kind === 'won') return sale === undefined ? { ...kept, sale: saleOf(values, settled.since, policy) } : state;
  return settled.signed === true || sale === undefined ? state : kept;
}

/** Where the deal stands on a fresh reading. */
export function standingOf(state: DealState, verdict: Verdict, policy: DealPolicy): Standing {
  const { values = {}, settled, sale } = state;
  if (verdict.kind === 'elsewhere') return { is: 'elsewhere' };
  if (settled?.backOut !== undefined) return { is: 'backedOut' };
  if (isWon(verdict)) return { is: 'won', sale: sale ?? saleOf(values, verdict.stageFact.at, policy) };
  const category = values[policy.lost.category]?.value;
  return { is: verdict.stage.kind === 'lost' && category === policy.backOut?.lostCategory ? 'backedOut' : 'notWon' };
}

/** It stands in won and was accepted there, was moved back to an open stage since, or somebody dragged it on to lost. */
function isWon({ stage, next, signed, missing }: InStage): boolean {
  return stage.kind === 'won' ? next.do === 'wait' : signed || missing.includes(BACK_OUT);
}

/**
 * What HubSpot's history says of a win.
 * @param wonAt when the deal entered won, or left it: what was written later does not count, because it would begin the window anew
 */
function saleOf(values: Values, wonAt: number, { backOut }: DealPolicy): Sale {
  const contract = values[backOut?.signed.property ?? ''];
  const isSigned = contract !== undefined && contract.value === backOut?.signed.value && contract.at <= wonAt;
  const owner = values[OWNER];
  const seller = owner !== undefined && owner.at > wonAt ? owner.previous : owner?.value;
  return { signedAt: isSigned ? contract.at : wonAt, wonAt, ...(seller ? { seller } : {}) };
}
