/** A write that is tried again may come hours after the reading it rests on: a lock, an outage, HubSpot moving the account. */
import { activityInfo, ApplicationFailure } from '@temporalio/activity';
import type { HubSpot } from '../hubspot/client.ts';

/** Type of the failure; the workflow then reads the deal again and decides anew. */
const OUTDATED = 'outdated';

/**
 * Looks, before a second attempt, whether anybody else changed the deal since it was read. What we changed ourselves is the
 * first attempt, carried out after all.
 * @param asOf the newest time HubSpot had put on a value when the deal was read; ms since 1970
 * @throws ApplicationFailure `outdated`; HubSpotError `notFound` when the deal is gone
 */
export async function refuseOutdated(
  hubspot: HubSpot,
  { dealId, stageId, asOf }: { dealId: string; stageId?: string; asOf: number },
  properties: () => Promise<string[]>,
): Promise<void> {
  if (activityInfo().attempt === 1) return;
  const deal = await hubspot.readRecord('deal', dealId, await properties());
  // The move was made, and its decision is to be recorded whatever came after.
  if (deal.id === dealId && stageId !== undefined && deal.values['dealstage']?.value === stageId) return;
  const changed = Object.values(deal.values).some(({ at, by }) => at > asOf && by !== 'us');
  if (changed || deal.archived || deal.id !== dealId) {
    throw ApplicationFailure.nonRetryable('the deal changed since it was read', OUTDATED);
  }
}
