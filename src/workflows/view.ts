/** What operations see of a deal in the Temporal UI: its search attributes. */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { DealPolicy } from '../domain/deal/policy.ts';
import type { DealWake } from '../domain/deal/rules/rule.ts';
import type { DealState } from '../domain/deal/state.ts';
import { localMinute } from '../domain/time.ts';
import { STOP_LISTENING } from '../domain/wake.ts';
import { searchAttributes } from './ids.ts';
import { type Coming, common, type RecordView, recordView } from './record-view.ts';

/** @param carried what a former run handed on, with what it had said of the next thing to happen */
export function dealView(
  carried: DealState | undefined,
  next: DealWake | undefined,
  carriedDetails = '',
): RecordView<DealState> {
  const written = carried === undefined ? [] : attributesOf(carried, next?.at);
  return recordView(attributesOf, written, carriedDetails);
}

/** What happens next by itself, for people. That the workflow ends then is no matter of theirs. */
export function comingOf(next: DealWake | undefined, { calendar: { timeZone } }: DealPolicy): Coming | undefined {
  if (next === undefined) return undefined;
  const { at, what } = next;
  if (what === STOP_LISTENING) return { at };
  return { at, words: `By itself: ${what}, ${localMinute(at, timeZone)} ${timeZone}` };
}

function attributesOf(state: DealState, nextActionAt: number | undefined): SearchAttributeUpdatePair[] {
  const { shown, values, attention, gone } = state;
  return [
    { key: searchAttributes.pipeline, value: shown?.pipeline ?? null },
    { key: searchAttributes.stage, value: gone === undefined ? (shown?.stage ?? null) : gone.why },
    ...common(values?.['hubspot_owner_id']?.value, shown?.missing.length, nextActionAt, attention),
  ];
}
