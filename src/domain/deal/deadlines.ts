/** What a deal's workflow wakes up for by itself. */
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
  return end === undefined ? undefined : { at: end, what: 'closed: stop listening' };
}

/** When a deal that is closed or gone stops listening; undefined for one that is open. */
export function endsAt(state: DealState, policy: DealPolicy): number | undefined {
  return state.closedAt === undefined ? undefined : state.closedAt + policy.closedStaysOpenMs;
}

/** When the record is read again although nothing was heard: after the longest sleep, sooner when HubSpot refused something. */
export function looksAgainAt({ readAt = 0, attention }: DealState, policy: DealPolicy): number {
  if (attention === undefined) return readAt + policy.maxSleepMs;
  const patience = attention.reason === 'fuse' ? policy.maxSleepMs : policy.refusedRetryMs;
  return Math.max(readAt, attention.triedAt) + patience;
}
