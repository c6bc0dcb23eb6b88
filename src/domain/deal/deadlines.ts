/** What a deal's workflow wakes up for by itself. */
import { backOutOver } from './back-out/state.ts';
import { STOP_LISTENING } from '../wake.ts';
import { windowEnd } from './back-out/window.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState } from './state.ts';

/** What a deal wakes up for by itself; undefined when nothing is due. */
export function nextDeadline(state: DealState, policy: DealPolicy): { at: number; what: string } | undefined {
  const { shown, gone, attention } = state;
  const putBack = shown?.putBack;
  // One that HubSpot refused waits like everything refused, and one that the fuse stopped waits for a person.
  const refused = attention !== undefined && (attention.reason === 'fuse' || (putBack?.at ?? 0) <= attention.triedAt);
  if (putBack !== undefined && gone === undefined && !refused) {
    return { at: putBack.at, what: `put back to ${putBack.stage}` };
  }
  const end = endsAt(state, policy);
  return end === undefined ? undefined : { at: end, what: STOP_LISTENING };
}

/** When a deal that is closed or gone stops listening; undefined for one that is open. */
export function endsAt(state: DealState, policy: DealPolicy): number | undefined {
  const { closedAt, gone } = state;
  if (closedAt === undefined || (gone === undefined && isBackingOut(state))) return undefined;
  return Math.max(closedAt + policy.closedStaysOpenMs, gone === undefined ? answersBackOutsUntil(state, policy) : 0);
}

/** The selling rep has not updated the lifecycle stage yet (B-03). */
function isBackingOut({ duties }: DealState): boolean {
  const approved = duties?.backOut?.approved;
  return approved !== undefined && duties?.done[backOutOver(approved.at)] === undefined;
}

/** Through the window of the back-out and a while after, so that who comes too late is told so. */
function answersBackOutsUntil({ sale }: DealState, { backOut, calendar }: DealPolicy): number {
  if (sale === undefined || backOut === undefined) return 0;
  return windowEnd(sale.signedAt, backOut.windowDays + backOut.answersDays, calendar.timeZone);
}

/** When the record is read again although nothing was heard: after the longest sleep, sooner when HubSpot refused something. */
export function looksAgainAt({ readAt = 0, attention }: DealState, policy: DealPolicy): number {
  if (attention === undefined) return readAt + policy.maxSleepMs;
  const patience = attention.reason === 'fuse' ? policy.maxSleepMs : policy.refusedRetryMs;
  return Math.max(readAt, attention.triedAt) + patience;
}
