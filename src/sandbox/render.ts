/** Records as HubSpot answers them: keys in its order, properties sorted, all values strings (reference §10.1). */
import { findObjectType, type ObjectType, type ObjectTypeName } from './catalog/object-types.ts';
import type { CheckedValues } from './checks.ts';
import { isStageDate } from './deal-stages.ts';
import { associationsOf } from './links.ts';
import type { Portal } from './portal.ts';
import { valueOf, type CrmRecord, type HistoryEntry } from './records.ts';

export interface Wanted {
  properties?: string[];
  /** Properties to show with their history. */
  history?: string[];
  /** Objects whose associations to show. */
  associations?: string[];
}

/** A record with HubSpot's default properties and the wanted ones. Unknown names are left out, unset ones are null. */
export function renderRecord(portal: Portal, record: CrmRecord, wanted: Wanted = {}) {
  const type = findObjectType(record.type);
  const known = (name: string) => portal.properties.find(record.type, name) !== undefined || isStageDate(name);
  const names = [...type.shown, ...(wanted.properties ?? []), ...(wanted.history ?? [])].filter(known);
  const history = (wanted.history ?? []).filter(known);
  return {
    ...render(type, record, names),
    ...(history.length === 0 ? {} : { propertiesWithHistory: histories(record, history) }),
    ...stamps(record),
    ...renderAssociations(portal, record, wanted.associations ?? []),
  };
}

/** The answer to a write: what was set, and what HubSpot has worked out. */
export function renderWritten(portal: Portal, record: CrmRecord, { values, warnings }: CheckedValues) {
  const calculated = portal.properties
    .list(record.type)
    .filter((each) => each.calculated && record.history.has(each.name))
    .map((each) => each.name);
  return {
    ...render(findObjectType(record.type), record, [...values.keys(), ...calculated]),
    ...stamps(record),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** The present value as a string, or null when it was never set. Dates and id of the record count as properties. */
export function shownValue(type: ObjectType, record: CrmRecord, name: string): string | null {
  if (name === 'hs_object_id') return record.id;
  if (name === type.created) return new Date(record.createdAt).toISOString();
  if (name === type.modified) return new Date(record.updatedAt).toISOString();
  return record.history.has(name) ? valueOf(record, name) : null;
}

function render(type: ObjectType, record: CrmRecord, names: string[]) {
  const all = [...new Set([...names, type.created, type.modified, 'hs_object_id'])].sort();
  return {
    id: record.id,
    properties: Object.fromEntries(all.map((name) => [name, shownValue(type, record, name)])),
  };
}

function stamps(record: CrmRecord) {
  return {
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    archived: record.archivedAt !== undefined,
    ...(record.archivedAt === undefined ? {} : { archivedAt: new Date(record.archivedAt).toISOString() }),
  };
}

function histories(record: CrmRecord, names: string[]) {
  return Object.fromEntries(names.map((name) => [name, (record.history.get(name) ?? []).map(renderEntry)]));
}

function renderEntry({ value, at, source }: HistoryEntry) {
  return {
    value,
    timestamp: new Date(at).toISOString(),
    sourceType: source.type,
    ...(source.id === '' ? {} : { sourceId: source.id }),
    ...(source.userId === undefined ? {} : { updatedByUserId: source.userId }),
  };
}

/** `associations` is absent when there are none, and so is an object without any. */
function renderAssociations(portal: Portal, record: CrmRecord, names: string[]) {
  const ref = { type: record.type, id: record.id };
  const found = names
    .map((name) => findObjectType(name).plural)
    .map((plural): [ObjectTypeName, { id: string; type: string }[]] => [
      plural,
      associationsOf(portal, ref, plural).flatMap(({ to, types }) =>
        types.map(({ name }) => ({ id: to.id, type: name })),
      ),
    ])
    .filter(([, results]) => results.length > 0)
    .map(([plural, results]) => [plural, { results }] as const);
  return found.length === 0 ? {} : { associations: Object.fromEntries(found) };
}
