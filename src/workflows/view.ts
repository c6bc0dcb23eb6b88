/** What operations see of a deal in the Temporal UI: search attributes and current details (design, decision 11). */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { nextDeadline } from '../domain/deal/deadlines.ts';
import type { DealState } from '../domain/deal/state.ts';
import { searchAttributes } from './ids.ts';

export interface DealView {
  /** Brings the search attributes up to date: one upsert, and only when something changed. */
  refresh(state: DealState, nextActionAt: number | undefined): void;
  /** Sets the current details (Markdown, made by an activity from the current policy). */
  describe(markdown: string): void;
  /** What `describe` was last told; carried on, because current details end with the run. */
  details(): string;
}

/** @param carried what a former run handed on; its attributes came along and are written again only when they change */
export function dealView(carried: DealState | undefined, carriedDetails = ''): DealView {
  let written =
    carried?.policy === undefined ? '' : wordsOf(attributesOf(carried, nextDeadline(carried, carried.policy)?.at));
  let details = carriedDetails;
  setCurrentDetails(details);
  return {
    refresh(state, nextActionAt) {
      const pairs = attributesOf(state, nextActionAt);
      const next = wordsOf(pairs);
      if (written !== next) upsertSearchAttributes(pairs);
      written = next;
    },
    describe(markdown) {
      details = markdown;
      setCurrentDetails(details);
    },
    details: () => details,
  };
}

/** HubSpot's ids are numbers; anything else, such as a forged event may bring, could be one that the server refuses. */
function ownerIdOf(values: DealState['values']): string | null {
  const id = values?.['hubspot_owner_id']?.value ?? '';
  return /^\d{1,20}$/.test(id) ? id : null;
}

/** The same text for the same attributes. */
function wordsOf(pairs: SearchAttributeUpdatePair[]): string {
  return JSON.stringify(pairs.map(({ value }) => value));
}

function attributesOf(
  { shown, values, attention, gone }: DealState,
  nextActionAt: number | undefined,
): SearchAttributeUpdatePair[] {
  return [
    { key: searchAttributes.pipeline, value: shown?.pipeline ?? null },
    { key: searchAttributes.stage, value: gone === undefined ? (shown?.stage ?? null) : gone.why },
    { key: searchAttributes.ownerId, value: ownerIdOf(values) },
    { key: searchAttributes.missingCount, value: shown?.missing.length ?? null },
    { key: searchAttributes.nextActionAt, value: nextActionAt === undefined ? null : new Date(nextActionAt) },
    { key: searchAttributes.needsAttention, value: attention !== undefined },
  ];
}
