/** A deal is lost for want of an answer only as long as there is none: until the very write that closes it (S-05). */
import type { CalendarRule } from '../../policy/types.ts';
import type { TouchCountRules } from '../../policy/touch-types.ts';
import type { WriteCommand } from '../commands.ts';
import { noDuties } from '../duty-state.ts';
import type { DealState } from '../state.ts';
import { verdictOf } from '../verdict.ts';
import type { Ledger } from './ledger.ts';
import { deadlinesOf, standingOf } from './standing.ts';

/** What the closing write goes by. */
export interface Silence {
  /** From when on touches count; milliseconds since 1970. */
  since: number;
  /** The workflow's time. */
  now: number;
}

/**
 * The silence for which the engine itself has filled in the lost reason; undefined where a person has a hand in it, where the
 * reason is left over from an earlier loss, where the Sales VP decided, or where a write closes nothing.
 */
export function silenceBehind(state: DealState, write: WriteCommand, now: number): Silence | undefined {
  const { policy, values = {}, settled, duties } = state;
  const { stageId, shown, backOut } = write;
  const ledger = duties?.around.touches?.ledger;
  const isMove = stageId !== undefined && backOut === undefined;
  if (policy?.touches === undefined || ledger === undefined || !isMove) return undefined;
  const isLost = policy.rules.flat().find(({ key }) => key === shown.stage)?.kind === 'lost';
  const verdict = verdictOf(values, settled, policy);
  const reopened = verdict.kind === 'inStage' ? verdict.reopenedAt : undefined;
  const [category, details] = [values[policy.lost.category], values[policy.lost.details]];
  const isOurs = category?.by === 'us' && details?.by === 'us' && category.value === policy.touches.lostCategory;
  return isLost && isOurs && category.at > (reopened ?? 0) ? { since: ledger.since, now } : undefined;
}

/** Whether there is still no answer, and the time is over. */
export function isSilent(ledger: Ledger, rules: TouchCountRules, calendar: CalendarRule, now: number): boolean {
  const { last } = standingOf(ledger, rules, now);
  return last !== undefined && deadlinesOf(last, undefined, rules, calendar).closesAt <= now;
}

/** Somebody answered before the closing write: what was known of the timelines is out of date. */
export function heardAnswer(state: DealState): DealState {
  const duties = state.duties ?? noDuties;
  const seen = duties.around.touches;
  if (seen === undefined) return state;
  const around = { ...duties.around, touches: { ...seen, unread: [], outdated: true as const } };
  return { ...state, duties: { ...duties, around, stale: [...new Set([...duties.stale, 'touches' as const])] } };
}
