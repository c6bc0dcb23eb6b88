/** The port's call for all that HubSpot remembers of some properties of many records: a report as of a past day needs it (G-01). */
import { OBJECT_PATH, type RecordType } from './record.ts';
import { recordsSchema } from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

/** HubSpot's limit of a batch with history. */
const BATCH = 50;

export interface PropertyHistory {
  object: RecordType;
  id: string;
  property: string;
  /** When it got this value, in milliseconds since 1970 on HubSpot's clock. */
  at: number;
  /** `''`: it was cleared. */
  value: string;
}

export function historyCalls(call: Call) {
  return {
    /**
     * Every value that HubSpot remembers of these properties, 50 records a call; records that are gone are left out. It remembers
     * the last 20 values, of contacts 45. Of a property without history the present value, as of the record's last change.
     */
    async readHistories(object: RecordType, ids: string[], properties: string[]): Promise<PropertyHistory[]> {
      const found: PropertyHistory[] = [];
      for (let start = 0; start < ids.length; start += BATCH) {
        const inputs = ids.slice(start, start + BATCH).map((id) => ({ id }));
        const body = { inputs, properties, propertiesWithHistory: properties };
        const path = `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}/batch/read`;
        const answer = await call({ operation: 'readHistories', method: 'POST', path, body }, recordsSchema);
        for (const record of answer.results) {
          for (const property of properties) {
            const history = record.propertiesWithHistory[property] ?? [];
            const value = record.properties[property] ?? '';
            const remembered = history.map((entry) => ({ at: entry.timestamp, value: entry.value }));
            const known = history.length > 0 || value === '' ? remembered : [{ at: record.updatedAt, value }];
            found.push(...known.map((one) => ({ object, id: record.id, property, ...one })));
          }
        }
      }
      return found;
    },
  };
}
