/** What operations see of a contact in the Temporal UI: search attributes and current details (design, decision 11). */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { ContactState } from '../domain/contact/state.ts';
import { searchAttributes } from './ids.ts';

export interface ContactView {
  /** Brings the search attributes up to date: one upsert, and only when something changed. */
  refresh(state: ContactState, nextActionAt: number | undefined): void;
  /** Sets the current details (Markdown, made by an activity from the current policy). */
  describe(markdown: string): void;
  /** What `describe` was last told; carried on, because current details end with the run. */
  details(): string;
  /** That a person has to look although nothing is known yet. */
  attention(): SearchAttributeUpdatePair[];
}

/** @param carried what a former run handed on; its attributes came along and are written again only when they change */
export function contactView(carried: ContactState | undefined, carriedDetails = ''): ContactView {
  let written = carried?.facts === undefined ? '' : wordsOf(attributesOf(carried, carried.shown?.next?.at));
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
    attention: () => [{ key: searchAttributes.needsAttention, value: true }],
  };
}

/** The same text for the same attributes. */
function wordsOf(pairs: SearchAttributeUpdatePair[]): string {
  return JSON.stringify(pairs.map(({ value }) => value));
}

function attributesOf(
  { facts, settled, shown, policy, gone, attention }: ContactState,
  nextActionAt: number | undefined,
): SearchAttributeUpdatePair[] {
  const owner = facts?.values[PORTAL_PROPERTIES.owner]?.value ?? '';
  const says = (name: string | undefined) => (name === undefined ? null : shown?.values[name] || null);
  return [
    { key: searchAttributes.stage, value: gone?.why ?? settled?.stage ?? null },
    // HubSpot's ids are numbers; anything else, such as a forged event may bring, could be one that the server refuses.
    { key: searchAttributes.ownerId, value: /^\d{1,20}$/.test(owner) ? owner : null },
    { key: searchAttributes.temperature, value: says(policy?.properties.temperature) },
    { key: searchAttributes.consent, value: says(policy?.properties.consentStatus) },
    { key: searchAttributes.missingCount, value: shown?.missing.length ?? null },
    { key: searchAttributes.nextActionAt, value: nextActionAt === undefined ? null : new Date(nextActionAt) },
    { key: searchAttributes.needsAttention, value: attention !== undefined },
  ];
}
