/** Touches and answers that are only on a contact reach its deals too (S-03). */
import type { Policy } from '../domain/policy/types.ts';
import { isRelatedObject, reachesDealsOfContacts, type RelatedEvent, type RelatedObject } from '../domain/related.ts';
import type { HubSpot } from '../hubspot/client.ts';

type Type = RelatedObject | 'deal';

/** Ids of the associated records, by the id asked for. */
export type LookUp = (from: Type, ids: string[], to: Type) => Promise<ReadonlyMap<string, string[]>>;

/** Asks HubSpot for no association twice. */
export function lookUpOnce(hubspot: Pick<HubSpot, 'associatedIds'>): LookUp {
  const known = new Map<string, Map<string, string[]>>();
  return async (from, ids, to) => {
    const answers = known.get(`${from} to ${to}`) ?? new Map<string, string[]>();
    known.set(`${from} to ${to}`, answers);
    const unknown = [...new Set(ids)].filter((id) => !answers.has(id));
    if (unknown.length > 0) {
      const found = await hubspot.associatedIds(from, unknown, to);
      for (const id of unknown) answers.set(id, found.get(id) ?? []);
    }
    return answers;
  };
}

/** Each event with the ids of the deals whose contact it is about: one call, and one more for each type of record in question. */
export async function dealsOfContacts(
  lookUp: LookUp,
  policy: Policy,
  events: RelatedEvent[],
): Promise<{ event: RelatedEvent; deals: string[] }[]> {
  const wanted = events.filter((event) => reachesDealsOfContacts(policy, event));
  const contacts = new Map<RelatedEvent, string[]>();
  for (const object of new Set(wanted.map((event) => event.object).filter(isRelatedObject))) {
    const ofType = wanted.filter((event) => event.object === object);
    const unnamed = ofType.filter(({ contactId }) => contactId === undefined).map(({ otherId }) => otherId);
    const found = await lookUp(object, unnamed, 'contact');
    for (const event of ofType) {
      contacts.set(event, event.contactId === undefined ? (found.get(event.otherId) ?? []) : [event.contactId]);
    }
  }
  const deals = await lookUp('contact', [...contacts.values()].flat(), 'deal');
  return [...contacts].map(([event, ids]) => ({ event, deals: ids.flatMap((id) => deals.get(id) ?? []) }));
}
