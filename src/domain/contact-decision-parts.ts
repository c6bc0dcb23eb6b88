/** What the sentences about a contact's decisions say of their evidence and details. */
import { orList } from './contact-words.ts';
import type { Decision, Evidence } from './decision.ts';
import type { Policy } from './policy/types.ts';

/** `reply (email 123)`, `form submitted` for what HubSpot keeps on the contact itself. `''` where nothing engaged. */
export function engagementWords({ contacts }: Policy, evidence: Evidence[]): string {
  const seen = evidence[0];
  const kinds = (contacts?.engagement ?? []).filter(({ from }) =>
    from.object === 'contact' ? isOn(seen, from.property) : from.object === seen?.object,
  );
  const labels = orList(kinds.map(({ label }) => label));
  return labels === '' || seen === undefined || seen.object === 'contact'
    ? labels
    : `${labels} (${recordWords([seen])})`;
}

/** Evidence that was recorded without its property can be any of those on the contact. */
function isOn(seen: Evidence | undefined, property: string): boolean {
  return seen?.object === 'contact' && (seen.property === undefined || seen.property === property);
}

/** `email 123, call 456`. */
export function recordWords(evidence: Evidence[]): string {
  return evidence.map(({ object, id }) => `${object} ${id}`).join(', ');
}

/** The deal that a decision rests on or led to. */
export function dealWords({ evidence }: Decision): string {
  const deal = evidence.find(({ object }) => object === 'deal');
  return deal === undefined ? 'deal' : `deal ${deal.id}`;
}

/** A detail as text; `''` where there is none. */
export function textOf({ detail }: Decision, key: string): string {
  const value = detail?.[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
