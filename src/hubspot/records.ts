/** The port's calls about records: reading with history, writing, writing by key, associating. */
import type { z } from 'zod';
import type { Actor } from '../domain/events.ts';
import type { ObjectName } from '../domain/policy/types.ts';
import { actorOf } from './actor.ts';
import { errorFromBatch, HubSpotError } from './error.ts';
import { anyObjectSchema, recordSchema, recordsSchema, upsertSchema } from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

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

export interface UpsertInput {
  /** Value of the unique property: the business key that makes the write safe to repeat. */
  key: string;
  properties: Record<string, string>;
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

export function recordCalls(call: Call, appId: string) {
  /** The record whose unique property has this value, with who set each property when; undefined when there is none. */
  async function readByKey(
    object: RecordType,
    keyProperty: string,
    key: string,
    properties: string[],
  ): Promise<HubSpotRecord | undefined> {
    const names = properties.join(',');
    const query = {
      idProperty: keyProperty,
      ...(names === '' ? {} : { properties: names, propertiesWithHistory: names }),
    };
    try {
      const record = await call(
        { operation: 'readByKey', method: 'GET', path: recordPath(object, key), query },
        recordSchema,
      );
      return toRecord(object, record, properties, appId);
    } catch (error) {
      if (error instanceof HubSpotError && error.kind === 'notFound') return undefined;
      throw error;
    }
  }

  return {
    readByKey,

    /**
     * Reads a record with who set each property when, and the ids of associated records.
     * Throws kind `notFound` when it is deleted or never was.
     */
    async readRecord(
      object: RecordType,
      id: string,
      properties: string[],
      associations: RecordType[] = [],
    ): Promise<HubSpotRecord> {
      const names = properties.join(',');
      const query = { properties: names, propertiesWithHistory: names };
      const record = await call(
        {
          operation: 'readRecord',
          method: 'GET',
          path: recordPath(object, id),
          query:
            associations.length === 0
              ? query
              : { ...query, associations: associations.map((type) => OBJECT_PATH[type]).join(',') },
        },
        recordSchema,
      );
      return toRecord(object, record, properties, appId);
    },

    /** Reads many records of one type with history, 50 a call (HubSpot's limit with history); those that are gone are left out. */
    async readRecords(object: RecordType, ids: string[], properties: string[]): Promise<HubSpotRecord[]> {
      const found: HubSpotRecord[] = [];
      for (let start = 0; start < ids.length; start += 50) {
        const answer = await call(
          {
            operation: 'readRecords',
            method: 'POST',
            path: `${objectPath(object)}/batch/read`,
            body: {
              inputs: ids.slice(start, start + 50).map((id) => ({ id })),
              properties,
              propertiesWithHistory: properties,
            },
          },
          recordsSchema,
        );
        found.push(...answer.results.map((record) => toRecord(object, record, properties, appId)));
      }
      return found;
    },

    /** The id of the record whose unique property has this value; undefined when there is none. */
    async findByKey(object: RecordType, keyProperty: string, key: string): Promise<string | undefined> {
      return (await readByKey(object, keyProperty, key, []))?.id;
    },

    /** Writes properties; `''` clears one. `updatedAt` is milliseconds on HubSpot's clock. */
    async updateRecord(
      object: ObjectName,
      id: string,
      properties: Record<string, string>,
    ): Promise<{ updatedAt: number }> {
      const record = await call(
        { operation: 'updateRecord', method: 'PATCH', path: recordPath(object, id), body: { properties } },
        recordSchema,
      );
      return { updatedAt: record.updatedAt };
    },

    /**
     * Creates or updates up to 100 records found by a unique property; answers in the order of the inputs. When HubSpot
     * accepts some and refuses others (207), the accepted ones are written and the worst refusal is thrown: one worth
     * trying again if there is one, because repeating the accepted ones changes nothing.
     */
    async upsertByKey(
      object: ObjectName,
      keyProperty: string,
      inputs: UpsertInput[],
    ): Promise<{ id: string; isNew: boolean }[]> {
      const operation = 'upsertByKey';
      const answer = await call(
        {
          operation,
          method: 'POST',
          path: `${objectPath(object)}/batch/upsert`,
          body: {
            inputs: inputs.map(({ key, properties }) => ({
              idProperty: keyProperty,
              id: key,
              objectWriteTraceId: key,
              properties: { ...properties, [keyProperty]: key },
            })),
          },
        },
        upsertSchema,
      );
      const refusals = answer.errors.map((error) => errorFromBatch(operation, error));
      const worst = refusals.find((error) => error.kind === 'rateLimit' || error.kind === 'unavailable') ?? refusals[0];
      if (worst) throw worst;
      return inputs.map(({ key }) => {
        const result = answer.results.find((one) => (one.objectWriteTraceId ?? one.properties[keyProperty]) === key);
        if (result) return { id: result.id, isNew: result.new };
        throw new HubSpotError({ operation, kind: 'badAnswer', mayHaveHappened: true });
      });
    },

    /** Associates two records without a label. Repeating it changes nothing. */
    async associate(from: RecordType, fromId: string, to: RecordType, toId: string): Promise<void> {
      const target = `${OBJECT_PATH[to]}/${encodeURIComponent(toId)}`;
      await call(
        {
          operation: 'associate',
          method: 'PUT',
          path: `${recordPath(from, fromId)}/associations/default/${target}`,
        },
        anyObjectSchema,
      );
    },
  };
}

type RawRecord = z.infer<typeof recordSchema>;

function toRecord(object: RecordType, record: RawRecord, properties: string[], appId: string): HubSpotRecord {
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

function objectPath(object: RecordType): string {
  return `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}`;
}

function recordPath(object: RecordType, id: string): string {
  return `${objectPath(object)}/${encodeURIComponent(id)}`;
}
