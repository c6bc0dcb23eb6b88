/** Events are hints with a value: each is folded into what is known by the time of the change, whatever order they come in. */
import type { Known } from '../deal/state.ts';
import type { RecordEvent } from '../events.ts';
import type { ContactPolicy } from './policy.ts';
import { newContact, type ContactState } from './state.ts';

/** Characters of an event's value: several check boxes fit, and nothing that could fill the history. */
const MAX_VALUE = 5_000;

/**
 * The state with the events applied. What only a reading can tell (another record's news, a deletion, two values of one
 * millisecond) makes the state `unsure`. News of records that the engine itself made are no news.
 */
export function foldEvents(state: ContactState, events: RecordEvent[], policy: ContactPolicy): ContactState {
  let { facts, unsure = false } = state;
  for (const event of events) {
    if (event.kind === 'erased') return forgotten(state, event.occurredAt);
    if (event.kind === 'property') {
      if (facts === undefined || !policy.readProperties.includes(event.property)) continue;
      const known = facts.values[event.property];
      const { value, occurredAt: at, by } = event;
      if (value.length > MAX_VALUE || (known?.at === at && known.value !== value)) {
        unsure = true;
        continue;
      }
      if (known !== undefined && (known.at >= at || (by === 'us' && known.value === value))) continue;
      const next: Known = { value, at, by, ...(known === undefined ? {} : { previous: known.value }) };
      // What the company has of it is read for the contact's own campaign only (L-04).
      unsure ||= event.property === policy.properties.campaign;
      // Whether it is past, and an engagement by it, a reading tells (T-02).
      unsure ||= policy.engagement.some(({ from }) => from.object === 'contact' && from.property === event.property);
      facts = { ...facts, values: { ...facts.values, [event.property]: next } };
    } else if (event.kind === 'created' || event.kind === 'restored') {
      unsure ||= facts === undefined || state.gone !== undefined;
    } else {
      unsure = true;
    }
  }
  const changed = unsure || facts !== state.facts;
  const { unsure: _, fresh, ...rest } = state;
  return {
    ...rest,
    ...(facts === undefined ? {} : { facts }),
    ...(unsure ? { unsure } : {}),
    ...(fresh === true && !changed ? { fresh } : {}),
  };
}

/** Nothing of the person stays in the workflow; the numbers of what was done to the record do. */
function forgotten({ contactId, seq, policy, unrecorded }: ContactState, at: number): ContactState {
  return {
    ...newContact(contactId),
    seq,
    unrecorded,
    gone: { why: 'erased', at },
    ...(policy === undefined ? {} : { policy }),
  };
}
