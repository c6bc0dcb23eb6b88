/** The port's calls about many records at once: finding them by a property, and writing the same kind of change to all. */
import { z } from 'zod';
import type { ObjectName } from '../domain/policy/types.ts';
import { OBJECT_PATH } from './record.ts';
import { API_VERSION, type Call } from './transport.ts';

/** HubSpot's limit of a batch, and a page size that a search of ours can afford. */
const MAX_BATCH = 100;
const PAGE = 100;

const foundSchema = z.looseObject({
  total: z.number(),
  results: z.array(z.looseObject({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional(),
});

/** A record as a search finds it: without history, and some moments old (reference/hubspot §4.6). */
export interface FoundRecord {
  id: string;
  /** Empty and absent ones are left out. */
  values: Record<string, string>;
}

export function bulkCalls(call: Call) {
  return {
    /**
     * A page of the records whose property has this value, oldest id first, with the number of all of them. `after` is the next
     * page's cursor, absent on the last; HubSpot answers the first 10,000 records and refuses a cursor beyond them.
     */
    async searchRecords(
      object: ObjectName,
      is: { property: string; value: string },
      properties: string[],
      after = '0',
    ): Promise<{ total: number; records: FoundRecord[]; after?: string }> {
      const filters = [{ propertyName: is.property, operator: 'EQ', value: is.value }];
      const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }];
      const body = { filterGroups: [{ filters }], sorts, properties, limit: PAGE, after };
      const path = `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}/search`;
      const answer = await call({ operation: 'searchRecords', method: 'POST', path, body }, foundSchema);
      const records = answer.results.map((record) => ({ id: record.id, values: filled(record.properties) }));
      const next = answer.paging?.next?.after;
      return { total: answer.total, records, ...(next === undefined ? {} : { after: next }) };
    },

    /** Writes the same properties to many records, 100 a call. Those that are gone are left out. */
    async updateRecords(object: ObjectName, ids: string[], properties: Record<string, string>): Promise<void> {
      const path = `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}/batch/update`;
      for (let start = 0; start < ids.length; start += MAX_BATCH) {
        const inputs = ids.slice(start, start + MAX_BATCH).map((id) => ({ id, properties }));
        await call({ operation: 'updateRecords', method: 'POST', path, body: { inputs } }, z.looseObject({}));
      }
    },
  };
}

function filled(properties: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
