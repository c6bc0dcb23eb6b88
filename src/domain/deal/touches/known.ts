/** What a look at the timelines starts from. */
import type { DealPolicy } from '../policy.ts';
import type { DealState } from '../state.ts';
import { verdictOf } from '../verdict.ts';
import type { SeenTouches } from './seen.ts';

/**
 * @param whole everything has to be read again
 * @returns `since` when touches count, and what is known where reading what is unread is enough
 */
export function knownTouches(
  state: DealState,
  policy: DealPolicy,
  whole: boolean,
): { since: number; seen?: SeenTouches } {
  const seen = state.duties?.around.touches;
  const verdict = verdictOf(state.values ?? {}, state.settled, policy);
  const reopened = verdict.kind === 'inStage' ? verdict.reopenedAt : undefined;
  const since = Math.max(seen?.ledger.since ?? 0, reopened ?? 0);
  return seen === undefined || whole || seen.outdated === true ? { since } : { since, seen };
}
