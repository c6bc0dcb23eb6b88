/** What operations see of a record in the Temporal UI: search attributes and current details (design, decision 11). */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributes } from './ids.ts';

export interface RecordView<State> {
  /** Brings the search attributes up to date: one upsert, and only when something changed. */
  refresh(state: State, nextActionAt: number | undefined): void;
  /** Sets the current details (Markdown, made by an activity from the current policy). */
  describe(markdown: string): void;
  /** What `describe` was last told; carried on, because current details end with the run. */
  details(): string;
}

/** @param carried attributes that came along from a former run: they are written again only when they change */
export function recordView<State>(
  attributesOf: (state: State, nextActionAt: number | undefined) => SearchAttributeUpdatePair[],
  carried: SearchAttributeUpdatePair[],
  carriedDetails: string,
): RecordView<State> {
  let written = wordsOf(carried);
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

/** What deals and contacts have in common. */
export function common(
  ownerId = '',
  missingCount: number | undefined,
  nextActionAt: number | undefined,
  attention: object | undefined,
): SearchAttributeUpdatePair[] {
  return [
    // HubSpot's ids are numbers; anything else, such as a forged event may bring, could be one that the server refuses.
    { key: searchAttributes.ownerId, value: /^\d{1,20}$/.test(ownerId) ? ownerId : null },
    { key: searchAttributes.missingCount, value: missingCount ?? null },
    { key: searchAttributes.nextActionAt, value: nextActionAt === undefined ? null : new Date(nextActionAt) },
    { key: searchAttributes.needsAttention, value: attention !== undefined },
  ];
}

/** The same text for the same attributes. */
function wordsOf(pairs: SearchAttributeUpdatePair[]): string {
  return JSON.stringify(pairs.map(({ value }) => value));
}
