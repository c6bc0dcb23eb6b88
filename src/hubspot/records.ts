/** The port's calls about records: reading with history, writing, writing by key, associating. */
import type { Actor } from '../domain/events.ts';
import type { ObjectName } from '../domain/policy/types.ts';
import { actorOf } from './actor.ts';
import { errorFromBatch, HubSpotError } from './error.ts';
import { anyObjectSchema, recordSchema, upsertSchema } from './schemas.ts';
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
}

export interface UpsertInput {
  /** Value of the unique property: the business key that makes the write safe to repeat. */
  key: string;
  properties: Record<string, string>;
}

const OBJECT_PATH: Record<ObjectName, string> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  note: 'notes',
  task: 'tasks',
  ticket: 'tickets',
};

export function recordCalls(call: Call, appId: string) {
  return {
    /** Reads a record with who set each property when. Throws kind `notFound` when it is deleted or never was. */
    async readRecord(object: ObjectName, id: string, properties: string[]): Promise<HubSpotRecord> {
      const names = properties.join(',');
      const record = await call(
        {
          operation: 'readRecord',
          method: 'GET',
          path: recordPath(object, id),
          query: { properties: names, propertiesWithHistory: names },
        },
        recordSchema,
      );
      const values: Record<string, PropertyValue> = {};
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
      return { id: record.id, archived: record.archived, values };
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
    async associate(from: ObjectName, fromId: string, to: ObjectName, toId: string): Promise<void> {
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

function objectPath(object: ObjectName): string {
  return `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}`;
}

function recordPath(object: ObjectName, id: string): string {
  return `${objectPath(object)}/${encodeURIComponent(id)}`;
}
