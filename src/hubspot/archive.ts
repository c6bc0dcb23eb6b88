/** The port's call that takes a record away. */
import { z } from 'zod';
import type { ObjectName } from '../domain/policy/types.ts';
import { HubSpotError } from './error.ts';
import { OBJECT_PATH } from './record.ts';
import { API_VERSION, type Call } from './transport.ts';

export function archiveCalls(call: Call) {
  return {
    /** Archives a record: HubSpot keeps it for 90 days, in which a person can restore it. One that is gone already is fine. */
    async archiveRecord(object: ObjectName, id: string): Promise<void> {
      const path = `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}/${encodeURIComponent(id)}`;
      try {
        await call({ operation: 'archiveRecord', method: 'DELETE', path }, z.unknown());
      } catch (error) {
        if (!(error instanceof HubSpotError) || error.kind !== 'notFound') throw error;
      }
    },
  };
}
