/** Takes up what was asked and decided about a back-out, on a fresh reading of the deal: one word each, approved, asked or refused. */
import { DAY_MS } from '../../time.ts';
import type { Draft } from '../decisions.ts';
import { noDuties } from '../duty-state.ts';
import { settledAt } from '../outcome.ts';
import type { DealPolicy } from '../policy.ts';
import type { DealState, Values } from '../state.ts';
import type { Verdict } from '../verdict.ts';
import { asked, dropped, refused } from './drafts.ts';
import { judgeBackOut } from './judge.ts';
import { standingOf } from './sale.ts';
import type { BackOutRefused, BackOutRequest, BackOutState } from './state.ts';

/** Refusals beyond the day's that are kept: whoever waits for an answer does so for less than a minute. */
const MAX_QUIET = 50;

export interface Heard {
  state: DealState;
  drafts: Draft[];
}

/** Whether there is something to hear: then the deal is read. */
export function hasBackOutNews({ values = {}, duties }: DealState, policy: DealPolicy): boolean {
  const { waiting = [], asked: open, heard } = duties?.backOut ?? {};
  const isDropped = open !== undefined && !isRequested(values, policy);
  return waiting.length > 0 || isDropped || inHubSpot(values, heard, policy) !== undefined;
}

/** Somebody brought a code; what it showed waits for the reading. */
export function withWaiting(state: DealState, request: BackOutRequest): DealState {
  const duties = state.duties ?? noDuties;
  const { backOut } = duties;
  return { ...state, duties: { ...duties, backOut: { ...backOut, waiting: [...(backOut?.waiting ?? []), request] } } };
}

/**
 * @param verdict of the reading; undefined: the record is not there any more
 * @returns the state, in which an approved deal is settled as backed out, and what there is to record
 */
export function hearBackOuts(before: DealState, verdict: Verdict | undefined, policy: DealPolicy, now: number): Heard {
  if (policy.backOut === undefined || !hasBackOutNews(before, policy)) return { state: before, drafts: [] };
  const { waiting = [], asked: open, ...kept } = before.duties?.backOut ?? {};
  const values = before.values ?? {};
  const written = inHubSpot(values, kept.heard, policy);
  const after: BackOutState = written === undefined ? kept : { ...kept, heard: written.key };
  const result: Heard = { state: withBackOut(before, after), drafts: [] };
  if (open !== undefined && isRequested(values, policy))
    result.state = withBackOut(result.state, { ...after, asked: open });
  else if (open !== undefined) result.drafts.push(dropped(before, policy, now));
  // Codes first: they were brought by whoever decides.
  for (const request of [...waiting, ...(written === undefined ? [] : [written])])
    hear(result, request, verdict, policy, now);
  return result;
}

function hear(
  result: Heard,
  request: BackOutRequest,
  verdict: Verdict | undefined,
  policy: DealPolicy,
  now: number,
): void {
  const { state } = result;
  const backOut = state.duties?.backOut ?? {};
  if (isSentAgain(request, backOut)) return;
  const standing = verdict === undefined ? ({ is: 'gone' } as const) : standingOf(state, verdict, policy);
  const judged = judgeBackOut(request, standing, policy, now);
  if (judged.verdict === 'asked') {
    // What is added to an open request is part of it: the Sales VP was asked.
    if (backOut.asked !== undefined) return;
    const { key, by, at } = request;
    result.state = withBackOut(state, { ...backOut, asked: { key, by, at } });
    result.drafts.push(asked(state, request, policy));
  } else if (judged.verdict === 'refused') {
    // What stands on a deal that was backed out by it: a run that starts later reads it for the first time.
    const isCarriedOut = judged.why === 'backedOut' && request.way === 'hubspot' && request.at <= lostAt(verdict);
    if (isCarriedOut) return;
    // Yesterday's are recorded and explained by now.
    const today = (backOut.refused ?? []).filter(({ request: { at } }) => at > now - DAY_MS);
    const told = today.filter(({ quiet }) => quiet !== true);
    // Each way has its own: who makes noise at one door silences nobody at another.
    const isNoise =
      told.filter((one) => one.request.way === request.way).length >= (policy.backOut?.refusalsPerDay ?? 0);
    const one: BackOutRefused = { request, why: judged.why, ...(isNoise ? { quiet: true } : {}) };
    const quiet = today.filter((each) => each.quiet === true).slice(-MAX_QUIET);
    result.state = withBackOut(state, { ...backOut, refused: [...told, ...quiet, one] });
    if (!isNoise) result.drafts.push(refused(state, one, policy));
  } else if (verdict !== undefined && verdict.kind === 'inStage') {
    const { key, way, by, at } = request;
    const { reason, sale } = judged;
    const settled = { ...(state.settled ?? settledAt(verdict)), backOut: true as const };
    const approved = { key, way, by, reason, at: Math.min(at, now), sale };
    const { asked: _, ...decided } = backOut;
    result.state = withBackOut(withoutSellerTask({ ...state, settled }), { ...decided, approved });
  }
}

/** The very decision that was approved: sent twice at once, or once more because its answer took long. Its code is used up by it. */
function isSentAgain({ key, reason, problem }: BackOutRequest, { approved }: BackOutState): boolean {
  return problem === 'usedCode' && approved?.key === key && approved.reason === reason;
}

/** The task of an earlier back-out says nothing of this one's. */
function withoutSellerTask(state: DealState): DealState {
  const { around, ...duties } = state.duties ?? noDuties;
  const { sellerTask: _, ...kept } = around;
  return { ...state, duties: { ...duties, around: kept } };
}

function lostAt(verdict: Verdict | undefined): number {
  return verdict?.kind === 'inStage' && verdict.stage.kind === 'lost' ? verdict.stageFact.at : 0;
}

function withBackOut(state: DealState, backOut: BackOutState): DealState {
  return { ...state, duties: { ...(state.duties ?? noDuties), backOut } };
}

function isRequested(values: Values, { backOut }: DealPolicy): boolean {
  return values[backOut?.requested ?? '']?.value === 'yes';
}

/**
 * What HubSpot's screen asks for and was not heard: of whoever set the request. A reason that somebody else wrote after it is not
 * that person's, and decides nothing.
 */
function inHubSpot(values: Values, heard: string | undefined, policy: DealPolicy): BackOutRequest | undefined {
  const requested = values[policy.backOut?.requested ?? ''];
  const reason = values[policy.backOut?.reason ?? ''];
  if (requested === undefined || !isRequested(values, policy)) return undefined;
  const { by } = requested;
  const isLater = reason !== undefined && reason.value !== '' && reason.at > requested.at;
  const at = isLater ? reason.at : requested.at;
  const key = `hubspot-${at}`;
  // What a merge brought along was asked on the record that is gone, which hands it on.
  if (by === 'us' || by === 'merge' || key === heard) return undefined;
  const isOthers = isLater && reason.by !== by;
  return { key, way: 'hubspot', by, at, ...(reason?.value && !isOthers ? { reason: reason.value } : {}) };
}
