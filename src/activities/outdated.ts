/** A write that is tried again may come hours after the reading it rests on: a lock, an outage, HubSpot moving the account. */
import { activityInfo, ApplicationFailure } from '@temporalio/activity';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord, RecordType } from '../hubspot/record.ts';

/** Type of the failure; the workflow then reads the record again and decides anew. */
const OUTDATED = 'outdated';

export interface ResumedWrite {
  object: RecordType;
  id: string;
  /** The newest time HubSpot had put on a value when the record was read; ms since 1970. */
  asOf: number;
  /** Names of the properties that the decision rests on. */
  properties: () => Promise<string[]>;
  /** Whether the first attempt was carried out after all, or half of it: then it is brought to its end whatever came after. */
  begun: (record: HubSpotRecord) => boolean;
}

/**
 * Looks, before a second attempt, whether anybody else changed the record since it was read. What we changed ourselves is the
 * first attempt. Answers the record as it is now; undefined at the first attempt, which looks at nothing.
 * @throws ApplicationFailure `outdated`; HubSpotError `notFound` when the record is gone
 */
export async function refuseOutdated(
  hubspot: HubSpot,
  { object, id, asOf, properties, begun }: ResumedWrite,
): Promise<HubSpotRecord | undefined> {
  if (activityInfo().attempt === 1) return undefined;
  const record = await hubspot.readRecord(object, id, await properties());
  if (record.id === id && begun(record)) return record;
  const changed = Object.values(record.values).some(({ at, by }) => at > asOf && by !== 'us');
  if (changed || record.archived || record.id !== id) {
    throw ApplicationFailure.nonRetryable(`the ${object} changed since it was read`, OUTDATED);
  }
  return record;
}
