/** What operations see of a deal in the Temporal UI: its search attributes. */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { nextDeadline } from '../domain/deal/deadlines.ts';
import type { DealState } from '../domain/deal/state.ts';
import { searchAttributes } from './ids.ts';
import { common, type RecordView, recordView } from './record-view.ts';

/** @param carried what a former run handed on */
export function dealView(carried: DealState | undefined, carriedDetails = ''): RecordView<DealState> {
  const { policy } = carried ?? {};
  const written =
    carried === undefined || policy === undefined ? [] : attributesOf(carried, nextDeadline(carried, policy)?.at);
  return recordView(attributesOf, written, carriedDetails);
}

function attributesOf(state: DealState, nextActionAt: number | undefined): SearchAttributeUpdatePair[] {
  const { shown, values, attention, gone } = state;
  return [
    { key: searchAttributes.pipeline, value: shown?.pipeline ?? null },
    { key: searchAttributes.stage, value: gone === undefined ? (shown?.stage ?? null) : gone.why },
    ...common(values?.['hubspot_owner_id']?.value, shown?.missing.length, nextActionAt, attention),
  ];
}
