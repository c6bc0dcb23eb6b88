/** Touches and answers that are only on a contact reach its deals too (S-03). */
import type { Policy } from '../domain/policy/types.ts';
import {
  isRelatedObject,
  LISTENERS,
  reachesDealsOfContacts,
  type RelatedEvent,
  type RelatedObject,
} from '../domain/related.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ifThere } from '../hubspot/error.ts';

type Type = RelatedObject | 'deal';

/** Ids of the associated records, by the id asked for. */
export type LookUp = (from: Type, ids: string[], to: Type) => Promise<ReadonlyMap<string, string[]>>;

/** Asks HubSpot for no association twice. A single note, call … answers with its deals and contacts at once. */
export function lookUpOnce(hubspot: Pick<HubSpot, 'associatedIds' | 'readRecord'>): LookUp {
  const known = new Map<string, Map<string, string[]>>();
  const answersOf = (from: Type, to: Type) => {
    const answers = known.get(`${from} to ${to}`) ?? new Map<string, string[]>();
    known.set(`${from} to ${to}`, answers);
    return answers;
  };

  const triedAlone = new Set<string>();
  async function lookUpSingle(from: Type, id: string): Promise<void> {
    if (HAVE_MANY.includes(from) || triedAlone.has(`${from} ${id}`)) return;
    triedAlone.add(`${from} ${id}`);
    const record = await ifThere(hubspot.readRecord(from, id, [], [...LISTENERS]));
    if (record === undefined) return;
    for (const to of LISTENERS) {
      if (record.partly?.includes(to) !== true) answersOf(from, to).set(id, record.associated[to] ?? []);
    }
  }

  return async (from, ids, to) => {
    const answers = answersOf(from, to);
    const unknown = () => [...new Set(ids)].filter((id) => !answers.has(id));
    const [single, ...more] = unknown();
    if (single !== undefined && more.length === 0) await lookUpSingle(from, single);
    if (unknown().length > 0) {
      const found = await hubspot.associatedIds(from, unknown(), to);
      for (const id of unknown()) answers.set(id, found.get(id) ?? []);
    }
    return answers;
  };
}

/** Such records would answer with hundreds of others that nobody asked for. */
const HAVE_MANY: Type[] = ['company', 'contact', 'deal'];

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
