/** Events are hints with a value: each is folded into what is known by the time of the change, whatever order they come in. */
import type { RecordEvent } from '../events.ts';
import type { DealState, Known, Values } from './state.ts';

/**
 * The state with the events applied. A value older than the known one changes nothing. Where two values of the same
 * millisecond disagree the state becomes `unsure`, and so it does when the record was deleted, restored or merged: then
 * only a read tells.
 */
export function foldEvents(state: DealState, events: RecordEvent[]): DealState {
  let { values, unsure = false } = state;
  for (const event of events) {
    if (event.kind === 'property') {
      const known = values?.[event.property];
      if (known !== undefined && known.at === event.occurredAt && known.value !== event.value) unsure = true;
      else if (values !== undefined) values = foldValue(values, event.property, event);
    } else if (event.kind === 'deleted' || event.kind === 'merged') {
      unsure = true;
    } else if (event.kind === 'restored' || event.kind === 'created') {
      unsure ||= state.gone !== undefined;
    }
  }
  return withUnsure(values === undefined ? state : { ...state, values }, unsure);
}

function foldValue(values: Values, property: string, event: { value: string; occurredAt: number; by: string }): Values {
  const known = values[property];
  if (known !== undefined && known.at >= event.occurredAt) return values;
  // The echo of our own write, a few milliseconds off the time HubSpot gave us for it: no news.
  if (known !== undefined && event.by === 'us' && known.value === event.value) return values;
  const next: Known = { value: event.value, at: event.occurredAt, by: event.by };
  if (known !== undefined) next.previous = known.value;
  return { ...values, [property]: next };
}

function withUnsure(state: DealState, unsure: boolean): DealState {
  const { unsure: _, ...rest } = state;
  return unsure ? { ...rest, unsure } : rest;
}
