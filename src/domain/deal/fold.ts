/** Events are hints with a value: each is folded into what is known by the time of the change, whatever order they come in. */
import type { RecordEvent } from '../events.ts';
import { changesCompany, foldContact } from './circle.ts';
import { type DealPolicy, factKey, pipelineOf } from './policy.ts';
import type { DealState, Known, Values } from './state.ts';
import { TOUCH_PROPERTIES } from './touches/entry.ts';
import { judgedFrom } from './ahead.ts';

/**
 * The state with the events applied. A value older than the known one changes nothing. Where two values of the same
 * millisecond disagree the state becomes `unsure`, and so it does when the record was deleted, restored or merged: then
 * only a read tells.
 */
export function foldEvents(state: DealState, events: RecordEvent[], policy: DealPolicy): DealState {
  let { values, circle, unsure = false } = state;
  for (const event of events) {
    if (event.kind === 'property') {
      // What no rule asks for is not kept, and what is longer than any answer to a rule is left for the reading.
      if (!policy.properties.includes(event.property)) continue;
      const known = values?.[event.property];
      if (event.value.length > MAX_VALUE) unsure = true;
      else if (known !== undefined && known.at === event.occurredAt && known.value !== event.value) unsure = true;
      else if (values !== undefined) values = foldValue(values, event.property, event);
    } else if (event.kind === 'deleted' || event.kind === 'merged') {
      unsure = true;
    } else if (event.kind === 'related' || event.kind === 'association') {
      unsure ||= concerns(event, state, policy) || changesCompany(circle, event);
      if (circle !== undefined && event.kind === 'association') circle = foldContact(circle, event);
    } else if (event.kind === 'restored' || event.kind === 'created') {
      unsure ||= state.gone !== undefined;
    }
  }
  const folded = { ...state, ...(values === undefined ? {} : { values }), ...(circle === undefined ? {} : { circle }) };
  return withUnsure(folded, unsure);
}

/**
 * Whether another record's news can change the verdict: only if a criterion looks at such records, of the deal's stage or,
 * while a bypass is open, of a stage jumped over.
 */
function concerns(
  event: Extract<RecordEvent, { kind: 'related' | 'association' }>,
  state: DealState,
  policy: DealPolicy,
): boolean {
  // A company that was merged, deleted or restored: the deal may be the open one of another company now (C-10, R-10).
  if (policy.oneOpen !== undefined && event.kind === 'related' && event.object === 'company' && !event.property)
    return true;
  if (isRead(event, state.values)) return false;
  const keys = keysInQuestion(state, policy);
  const objects = event.kind === 'related' ? [event.object] : event.association.toLowerCase().split('_to_');
  return objects.some((object) => {
    if (object === 'company' || object === 'contact') {
      const property = event.kind === 'related' ? event.property : undefined;
      // A file may be named after the company.
      const names = object === 'company' && (property === undefined || property === 'name');
      return keys.some(
        (key) =>
          (property === undefined ? key.startsWith(`${object}.`) : key === `${object}.${property}`) ||
          (names && key.startsWith('file.')),
      );
    }
    // What is only on a contact is no next step on the deal, and how a call ended is no text.
    if (!WRITTEN_BY_PEOPLE.has(object) || (event.kind === 'related' && isOnlyTouch(event))) return false;
    return keys.some((key) => key === 'nextSteps' || key.startsWith('file.'));
  });
}

/**
 * Whether the last reading has it already, by HubSpot's own times: the record shows a fact, and was associated with the deal then;
 * what changed on it is not younger than the fact. One note is told of by its association and by each of its values.
 */
function isRead(event: Extract<RecordEvent, { kind: 'related' | 'association' }>, values: Values = {}): boolean {
  const { otherId, occurredAt, removed } = event;
  const shown = (object: string) =>
    Object.values(values).filter(({ source }) => source?.object === object && source.id === otherId);
  if (removed === true) return false;
  if (event.kind === 'association')
    return event.association
      .toLowerCase()
      .split('_to_')
      .some((one) => shown(one).length > 0);
  return event.property !== undefined && shown(event.object).some(({ at }) => at >= occurredAt);
}

function isOnlyTouch({ property, contactId }: Extract<RecordEvent, { kind: 'related' }>): boolean {
  return contactId !== undefined || (property !== undefined && ONLY_TOUCH.has(property));
}

/** Properties that make a touch or an answer of a record, and nothing else. */
const ONLY_TOUCH = new Set(
  Object.values(TOUCH_PROPERTIES)
    .flat()
    .filter((name) => name !== 'hs_timestamp'),
);

/** Characters of an event's value: several check boxes fit, and nothing that could fill the history. */
const MAX_VALUE = 5_000;

/** Records that show next steps or carry files. */
const WRITTEN_BY_PEOPLE = new Set(['note', 'email', 'call']);

function keysInQuestion({ values, settled }: DealState, policy: DealPolicy): string[] {
  const pipeline = pipelineOf(policy, values?.['pipeline']?.value);
  if (pipeline === undefined) return [];
  const here = pipeline.stages.findIndex(({ id }) => id === values?.['dealstage']?.value);
  const looked = pipeline.stages.slice(judgedFrom(pipeline, here, settled), here + 1);
  return looked.flatMap(({ exit }) => (exit ?? []).map(factKey));
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
