/** A deal is lost for want of an answer only as long as there is none: until the very write that closes it (S-05). */
import type { CalendarRule } from '../../policy/types.ts';
import type { TouchCountRules } from '../../policy/touch-types.ts';
import type { WriteCommand } from '../commands.ts';
import { noDuties } from '../duty-state.ts';
import type { DealState } from '../state.ts';
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
 * The silence for which the engine itself has filled in the lost reason; undefined where a person has, or where a write closes
 * nothing.
 */
export function silenceBehind(state: DealState, { stageId, shown }: WriteCommand, now: number): Silence | undefined {
  const { policy, values, duties } = state;
  const ledger = duties?.around.touches?.ledger;
  if (policy?.touches === undefined || ledger === undefined || stageId === undefined) return undefined;
  const category = values?.[policy.lost.category];
  const isLost = policy.rules.flat().find(({ key }) => key === shown.stage)?.kind === 'lost';
  const isOurs = category?.by === 'us' && category.value === policy.touches.lostCategory;
  return isLost && isOurs ? { since: ledger.since, now } : undefined;
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
