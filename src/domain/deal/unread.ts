/** What events alone can settle: nothing, the list of what is missing, or that the record has to be read. */
import { hasBackOutNews } from './back-out/hear.ts';
import { missing } from './decisions.ts';
import { extrasDue } from './extras.ts';
import { mustMove, type Outcome } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { isShown, toShow } from './show.ts';
import type { DealState, Shown } from './state.ts';
import { verdictOf } from './verdict.ts';

/**
 * Whether what the events say differs from what was last shown. Only then is the record read: a webhook that changes no
 * verdict costs no activity and no HubSpot call (design, decision 4).
 */
export function needsRead(state: DealState, policy: DealPolicy): boolean {
  if (state.unsure === true) return true;
  if (state.gone !== undefined) return false;
  if (state.values === undefined || state.shown === undefined || state.attention !== undefined) return true;
  if (hasBackOutNews(state, policy)) return true;
  const verdict = verdictOf(state.values, state.settled, policy);
  if (verdict.kind === 'inStage' && extrasDue(state, verdict, state.values, policy).length > 0) return true;
  return !isShown(state.shown, verdict, policy) || mustMove(verdict);
}

/**
 * Where events change nothing but the list of what is missing, the list is written without a reading: the next event can
 * take it back. Everything else, a move, a note, a task, rests on a fresh read; undefined says so.
 */
export function sayUnread(state: DealState, policy: DealPolicy, now: number): Outcome | undefined {
  const { values, shown, settled } = state;
  if (state.unsure === true || state.attention !== undefined || values === undefined || shown === undefined)
    return undefined;
  if (hasBackOutNews(state, policy)) return undefined;
  const verdict = verdictOf(values, settled, policy);
  if (verdict.kind === 'elsewhere' || verdict.next.do !== 'wait' || settled === undefined) return undefined;
  const next = toShow(verdict, policy, now);
  const { advice: _, ...stay } = shown;
  const updated: Shown = {
    ...stay,
    missing: next.missing,
    ...(next.advice === undefined ? {} : { advice: next.advice }),
  };
  const sameStay = isShown(updated, verdict, policy);
  const isNoted = next.missing.length === 0 || state.notedStay === shown.since;
  if (!sameStay || !isNoted || extrasDue(state, verdict, values, policy).length > 0) return undefined;
  const said = next.missing.length > 0 && next.missing.join() !== shown.missing.join();
  const decided = said ? [missing(state, verdict, policy, now)] : [];
  return { state, commands: [{ do: 'write', shown: next, settled, decisions: decided }] };
}
