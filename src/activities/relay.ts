/** Finds the deals that news of other records is for, and tells them (design, decision 5). */
import { ApplicationFailure } from '@temporalio/common';
import { isRelatedObject, type RelatedEvent, type RelatedObject, type RelayInput } from '../domain/related.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { HubSpotError } from '../hubspot/error.ts';
import { failing } from './errors.ts';

/** Tells a deal that has a workflow running; false when it has none. */
export type TellDeal = (portalId: string, dealId: string, events: RelatedEvent[]) => Promise<boolean>;

export interface RelayDeps {
  hubspot: Pick<HubSpot, 'associatedIds'>;
  tellDeal: TellDeal;
}

export interface Relayed {
  /** Deals that the records belong to. */
  deals: number;
  /** Those of them that have a workflow and were told. */
  told: number;
}

export type RelayActivities = ReturnType<typeof createRelayActivities>;

/** Enough to be quick for a company with many deals, few enough to leave the server to others. */
const SIGNALS_AT_ONCE = 10;
/** A token that is not accepted waits for a person; the news waits with it. */
const LOOK_AGAIN_MS = 5 * 60_000;

export function createRelayActivities({ hubspot, tellDeal }: RelayDeps) {
  return failing({
    /** One call per type of record. A repeat tells deals the same events again, which they recognise by their keys. */
    async relayToDeals({ portalId, events }: RelayInput): Promise<Relayed> {
      const byDeal = await eventsByDeal(hubspot, events).catch(waitForToken);
      const deals = [...byDeal];
      let told = 0;
      for (let start = 0; start < deals.length; start += SIGNALS_AT_ONCE) {
        const batch = deals.slice(start, start + SIGNALS_AT_ONCE);
        const heard = await Promise.all(batch.map(([dealId, news]) => tellDeal(portalId, dealId, news)));
        told += heard.filter(Boolean).length;
      }
      return { deals: deals.length, told };
    },
  });
}

async function eventsByDeal(
  hubspot: RelayDeps['hubspot'],
  events: RelatedEvent[],
): Promise<Map<string, RelatedEvent[]>> {
  const byDeal = new Map<string, RelatedEvent[]>();
  for (const object of objectsOf(events)) {
    const ofType = events.filter((event) => event.object === object);
    const dealsOf = await hubspot.associatedIds(
      object,
      ofType.map(({ otherId }) => otherId),
      'deal',
    );
    for (const event of ofType) {
      for (const dealId of dealsOf.get(event.otherId) ?? []) {
        byDeal.set(dealId, [...(byDeal.get(dealId) ?? []), event]);
      }
    }
  }
  return byDeal;
}

function objectsOf(events: RelatedEvent[]): RelatedObject[] {
  return [...new Set(events.map(({ object }) => object))].filter(isRelatedObject);
}

/** Nobody delivers these events again: what a person has to repair first may take its time. */
function waitForToken(error: unknown): never {
  if (!(error instanceof HubSpotError) || error.kind !== 'auth') throw error;
  throw ApplicationFailure.create({ message: error.message, type: error.kind, nextRetryDelay: LOOK_AGAIN_MS });
}
