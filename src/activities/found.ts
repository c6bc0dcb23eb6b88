/** Reading a record that may not be there: not yet, not any more, or under another id. */
import { activityInfo } from '@temporalio/activity';
import type { HubSpot } from '../hubspot/client.ts';
import { HubSpotError } from '../hubspot/error.ts';
import type { HubSpotRecord, RecordType } from '../hubspot/record.ts';

/** `into`: the record that this one was merged into. */
export type Found = { found: true; record: HubSpotRecord } | { found: false; into?: string };

/** A record may answer 404 for a moment after the event of its creation (reference: HubSpot §2.2). */
const ATTEMPTS_FOR_A_NEW_RECORD = 6;

/**
 * @param isNew nothing is known of it yet: a 404 may only mean that HubSpot is not ready, and the activity tries again
 * @throws HubSpotError
 */
export async function findRecord(
  hubspot: HubSpot,
  { object, id, isNew }: { object: RecordType; id: string; isNew: boolean },
  properties: string[],
  associations: RecordType[],
): Promise<Found> {
  let record: HubSpotRecord;
  try {
    record = await hubspot.readRecord(object, id, properties, associations);
  } catch (error) {
    if (!(error instanceof HubSpotError) || error.kind !== 'notFound') throw error;
    if (!isNew || activityInfo().attempt >= ATTEMPTS_FOR_A_NEW_RECORD) return { found: false };
    throw new HubSpotError({
      operation: 'readRecord',
      kind: 'unavailable',
      mayHaveHappened: false,
      status: error.status,
    });
  }
  if (record.id !== id) return { found: false, into: record.id };
  return record.archived ? { found: false } : { found: true, record };
}
