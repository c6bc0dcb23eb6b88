/** The port's calls about records: reading with history, writing, writing by key, associating. */
import type { ObjectName } from '../domain/policy/types.ts';
import { errorFromBatch, HubSpotError, ifThere } from './error.ts';
import { type HubSpotRecord, OBJECT_PATH, objectPath, recordPath, type RecordType, toRecord } from './record.ts';
import { anyObjectSchema, recordSchema, recordsSchema, upsertSchema } from './schemas.ts';
import type { Call } from './transport.ts';

export interface UpsertInput {
  /** Value of the unique property: the business key that makes the write safe to repeat. */
  key: string;
  properties: Record<string, string>;
}

export function recordCalls(call: Call, appId: string) {
  /** The record whose unique property has this value, with who set each property when; undefined when there is none. */
  async function readByKey(
    object: RecordType,
    keyProperty: string,
    key: string,
    properties: string[],
  ): Promise<HubSpotRecord | undefined> {
    const query = { idProperty: keyProperty, ...named(properties) };
    const record = await ifThere(
      call({ operation: 'readByKey', method: 'GET', path: recordPath(object, key), query }, recordSchema),
    );
    return record && toRecord(object, record, properties, appId);
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
      const associated = associations.map((type) => OBJECT_PATH[type]).join(',');
      const query = { ...named(properties), ...(associated === '' ? {} : { associations: associated }) };
      const record = await call(
        { operation: 'readRecord', method: 'GET', path: recordPath(object, id), query },
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

/** The properties asked for, each with its history. */
function named(properties: string[]): Record<string, string> {
  const names = properties.join(',');
  return names === '' ? {} : { properties: names, propertiesWithHistory: names };
}
