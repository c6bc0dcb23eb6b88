/** A record as HubSpot answers it, in our shape: values with who set them when, and the ids of associated records. */
import type { z } from 'zod';
import type { Actor } from '../domain/events.ts';
import type { ObjectName } from '../domain/policy/types.ts';
import { actorOf } from './actor.ts';
import type { recordSchema } from './schemas.ts';
import { API_VERSION } from './transport.ts';

/** What a property holds, since when, by whom. A property that was cleared has the value `''`. */
export interface PropertyValue {
  value: string;
  /** Milliseconds since 1970, HubSpot's clock. */
  at: number;
  by: Actor;
  /** The value before this one; absent when this is the first. */
  previous?: string;
}

export interface HubSpotRecord {
  /** Differs from the id asked for when the record was merged into another (reference/hubspot §2.6). */
  id: string;
  archived: boolean;
  /** By internal name. A property that was never set is absent. Raw: mask before it enters Temporal. */
  values: Record<string, PropertyValue>;
  /** Ids of associated records of the types asked for; a primary one comes first. */
  associated: Partial<Record<RecordType, string[]>>;
  /** Types of which there are more than HubSpot lists with a record: `associatedIds` has all. Absent when there is none. */
  partly?: RecordType[];
}

/** What can be read besides: the engagements on a record's timeline. */
export type RecordType = ObjectName | 'call' | 'meeting';

export const OBJECT_PATH: Record<RecordType, string> = {
  email: 'emails',
  call: 'calls',
  meeting: 'meetings',
  communication: 'communications',
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  note: 'notes',
  task: 'tasks',
  ticket: 'tickets',
  lead: 'leads',
};

const RECORD_TYPES: RecordType[] = [
  'contact',
  'company',
  'deal',
  'note',
  'task',
  'ticket',
  'email',
  'call',
  'meeting',
  'communication',
  'lead',
];

type RawRecord = z.infer<typeof recordSchema>;

/** HubSpot's answer as the port gives it. @param properties names asked for @param appId ours: what it wrote is by `us` */
export function toRecord(object: RecordType, record: RawRecord, properties: string[], appId: string): HubSpotRecord {
  const values: HubSpotRecord['values'] = {};
  for (const name of properties) {
    const [newest, before] = record.propertiesWithHistory[name] ?? [];
    const value = record.properties[name];
    if (newest) {
      const by = actorOf(newest.sourceType, newest.sourceId, appId);
      values[name] = { value: newest.value, at: newest.timestamp, by, ...(before && { previous: before.value }) };
    } else if (value) {
      // HubSpot keeps no history of some properties it fills in itself.
      values[name] = { value, at: record.updatedAt, by: 'unknown' };
    }
  }
  const partly = RECORD_TYPES.filter((type) => record.associations[OBJECT_PATH[type]]?.paging?.next !== undefined);
  return {
    id: record.id,
    archived: record.archived,
    values,
    associated: associatedIds(object, record),
    ...(partly.length > 0 && { partly }),
  };
}

/** HubSpot answers `{companies: {results: [{id, type: "deal_to_company"}]}}`, a primary one under a type of its own as well. */
function associatedIds(object: RecordType, { associations }: RawRecord): HubSpotRecord['associated'] {
  const associated: HubSpotRecord['associated'] = {};
  for (const type of RECORD_TYPES) {
    const results = associations[OBJECT_PATH[type]]?.results ?? [];
    const isPrimary = (one: { type?: string | undefined }) => one.type === `${object}_to_${type}`;
    const sorted = results.toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
    if (sorted.length > 0) associated[type] = [...new Set(sorted.map(({ id }) => id))];
  }
  return associated;
}

export function objectPath(object: RecordType): string {
  return `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}`;
}

export function recordPath(object: RecordType, id: string): string {
  return `${objectPath(object)}/${encodeURIComponent(id)}`;
}
