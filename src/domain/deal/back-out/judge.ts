/** May this deal be backed out, on this person's word, now? (B-01, B-02) Pure. */
import type { Actor } from '../../events.ts';
import type { DealPolicy } from '../policy.ts';
import type { BackOutRefusal, BackOutRequest, Sale } from './state.ts';
import { windowEnd } from './window.ts';

/** Where the deal stands, as far as a back-out is concerned. */
export type Standing = { is: 'won'; sale: Sale } | { is: 'gone' | 'elsewhere' | 'notWon' | 'backedOut' };

export type BackOutVerdict =
  | { verdict: 'approved'; sale: Sale; reason: string }
  /** The Sales VP is asked: a rep's request is a request, and the VP's own without a reason needs one. */
  | { verdict: 'asked' }
  | { verdict: 'refused'; why: BackOutRefusal };

/**
 * First whether it is done already (who presses twice reads that, and not that the code is used), then who it is, then what became
 * of the deal, then whether there is still time, then why. Whoever brings a code decides; who asks in HubSpot's screen only decides
 * as Sales VP. Whose code was not looked at is told what is in the way of anybody, and else what is missing.
 * @param now milliseconds since 1970
 */
export function judgeBackOut(
  request: BackOutRequest,
  standing: Standing,
  policy: Pick<DealPolicy, 'backOut' | 'staff' | 'roles' | 'calendar'>,
  now: number,
): BackOutVerdict {
  const rule = policy.backOut;
  if (rule === undefined) return refuse('elsewhere');
  const { way, by, problem, reason } = request;
  if (standing.is === 'backedOut') return refuse('backedOut');
  const isNobody = problem === 'noCode' || problem === 'noReason';
  if (problem !== undefined && !isNobody) return refuse(problem);
  const decides = isApprover(by, policy);
  if (way === 'hubspot') {
    if (!by.startsWith('person:')) return refuse('notAPerson');
  } else if (!decides && !isNobody) {
    return refuse('notVP');
  }
  if (standing.is !== 'won') return refuse(standing.is);
  const { sale } = standing;
  // What was done in time counts, however long its news took; a clock that is ahead does not open the window again.
  const doneAt = Math.min(request.at, now);
  if (doneAt >= windowEnd(sale.signedAt, rule.windowDays, policy.calendar.timeZone)) return refuse('tooLate');
  if (isNobody) return refuse(problem);
  const isReason = reason !== undefined && rule.reasons.includes(reason);
  if (way === 'hubspot' && (!decides || !isReason)) return { verdict: 'asked' };
  return isReason ? { verdict: 'approved', sale, reason } : refuse('noReason');
}

/** Whether this actor holds the role that decides. */
export function isApprover(
  by: Actor,
  { backOut, staff, roles }: Pick<DealPolicy, 'backOut' | 'staff' | 'roles'>,
): boolean {
  const holders = roles[backOut?.approverRole ?? ''] ?? [];
  return holders.some((ownerId) => staff[ownerId] === by);
}

function refuse(why: BackOutRefusal): BackOutVerdict {
  return { verdict: 'refused', why };
}
