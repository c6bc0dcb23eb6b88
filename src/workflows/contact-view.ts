/** What operations see of a contact in the Temporal UI: its search attributes. */
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { ContactState } from '../domain/contact/state.ts';
import { searchAttributes } from './ids.ts';
import { common, type RecordView, recordView } from './record-view.ts';

/** @param carried what a former run handed on */
export function contactView(carried: ContactState | undefined, carriedDetails = ''): RecordView<ContactState> {
  const written = carried?.facts === undefined ? [] : attributesOf(carried, carried.shown?.next?.at);
  return recordView(attributesOf, written, carriedDetails);
}

function attributesOf(state: ContactState, nextActionAt: number | undefined): SearchAttributeUpdatePair[] {
  const { facts, settled, shown, policy, gone, attention } = state;
  const says = (name: string | undefined) => (name === undefined ? null : shown?.values[name] || null);
  return [
    { key: searchAttributes.stage, value: gone?.why ?? settled?.stage ?? null },
    { key: searchAttributes.temperature, value: says(policy?.properties.temperature) },
    { key: searchAttributes.consent, value: says(policy?.properties.consentStatus) },
    ...common(facts?.values[PORTAL_PROPERTIES.owner]?.value, shown?.missing.length, nextActionAt, attention),
  ];
}
