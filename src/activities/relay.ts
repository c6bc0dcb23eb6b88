/** Finds the deals and contacts that news of other records is for, and tells them (design, decision 5). */
import type { Policy } from '../domain/policy/types.ts';
import {
  concerns,
  isRelatedObject,
  LISTENERS,
  type Listener,
  type RelatedEvent,
  type RelatedObject,
  type RelayInput,
} from '../domain/related.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { dealsOfContacts, lookUpOnce } from './deals-of-contacts.ts';
import { failing, waitForToken } from './errors.ts';

/** Tells a record's workflow; false when it has none and needs none. */
export type Tell = (portalId: string, objectId: string, events: RelatedEvent[]) => Promise<boolean>;

export interface RelayDeps {
  hubspot: Pick<HubSpot, 'associatedIds' | 'readRecord'>;
  policy: Policy;
  tell: Record<Listener, Tell>;
}

export interface Relayed {
  /** Deals and contacts that the records belong to. */
  deals: number;
  contacts: number;
  /** Those of them that were told. */
  told: number;
  /** Ids of tickets with news for a contact that have none; absent where there is no such ticket (L-02). */
  contactless?: string[];
}

export type RelayActivities = ReturnType<typeof createRelayActivities>;

/** What one record is told. */
interface Parcel {
  listener: Listener;
  objectId: string;
  events: RelatedEvent[];
}

/** Enough to be quick for a company with many deals, few enough to leave the server to others. */
const SIGNALS_AT_ONCE = 10;

export function createRelayActivities({ hubspot, policy, tell }: RelayDeps) {
  return failing({
    /**
     * One call for each type of record and each type that asks for it (one in all for a single record), and one for the deals of
     * contacts. A repeat tells the same events again, which their records recognise by their keys.
     */
    async relayNews({ portalId, events }: RelayInput): Promise<Relayed> {
      // Nobody delivers these events again.
      const { parcels, contactless } = await sortOut(hubspot, policy, events).catch(waitForToken);
      let told = 0;
      for (let start = 0; start < parcels.length; start += SIGNALS_AT_ONCE) {
        const batch = parcels.slice(start, start + SIGNALS_AT_ONCE);
        const heard = await Promise.all(
          batch.map((parcel) => tell[parcel.listener](portalId, parcel.objectId, parcel.events)),
        );
        told += heard.filter(Boolean).length;
      }
      const of = (listener: Listener) => parcels.filter((parcel) => parcel.listener === listener).length;
      const relayed = { deals: of('deal'), contacts: of('contact'), told };
      return contactless.length === 0 ? relayed : { ...relayed, contactless };
    },
  });
}

async function sortOut(
  hubspot: RelayDeps['hubspot'],
  policy: Policy,
  events: RelatedEvent[],
): Promise<{ parcels: Parcel[]; contactless: string[] }> {
  const contactless = new Set<string>();
  const parcels = new Map<string, Parcel>();
  const put = (listener: Listener, objectId: string, event: RelatedEvent) => {
    const key = `${listener}-${objectId}`;
    const parcel = parcels.get(key);
    if (parcel === undefined) parcels.set(key, { listener, objectId, events: [event] });
    else if (!parcel.events.includes(event)) parcel.events.push(event);
  };
  const lookUp = lookUpOnce(hubspot);
  for (const listener of LISTENERS) {
    const wanted = events.filter((event) => event.contactId === undefined && concerns(policy, event, listener));
    for (const object of objectsOf(wanted)) {
      const ofType = wanted.filter((event) => event.object === object);
      const associated = await lookUp(
        object,
        ofType.map(({ otherId }) => otherId),
        listener,
      );
      for (const event of ofType) {
        const found = associated.get(event.otherId) ?? [];
        if (listener === 'contact' && object === 'ticket' && found.length === 0) contactless.add(event.otherId);
        for (const objectId of found) put(listener, objectId, event);
      }
    }
  }
  for (const { event, deals } of await dealsOfContacts(lookUp, policy, events)) {
    for (const objectId of deals) put('deal', objectId, event);
  }
  return { parcels: [...parcels.values()], contactless: [...contactless] };
}

function objectsOf(events: RelatedEvent[]): RelatedObject[] {
  return [...new Set(events.map(({ object }) => object))].filter(isRelatedObject);
}
