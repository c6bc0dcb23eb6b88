/** What operations see of a record in the Temporal UI: search attributes and current details (design, decision 11). */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributes } from './ids.ts';

/** What a record does next by itself. */
export interface Coming {
  /** Milliseconds since 1970. */
  at: number;
  /** For people; absent where the details say it already. */
  words?: string;
}

export interface RecordView<State> {
  /** Brings the search attributes up to date, with one upsert and only when something changed, and the details. */
  refresh(state: State, next: Coming | undefined): void;
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
  let coming: string | undefined;
  const show = () => setCurrentDetails(coming === undefined ? details : `${details}\n\n${coming}`);
  show();
  return {
    refresh(state, next) {
      const pairs = attributesOf(state, next?.at);
      const words = wordsOf(pairs);
      if (written !== words) upsertSearchAttributes(pairs);
      written = words;
      coming = next?.words;
      show();
    },
    describe(markdown) {
      details = markdown;
      show();
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
