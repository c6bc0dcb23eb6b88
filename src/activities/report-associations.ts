/** The company and the contacts of each deal, as facts of a growth report. */
import { COMPANY, CONTACT } from '../domain/growth-facts.ts';
import type { RecordFact } from '../journal/report-facts.ts';
import type { CollectDeps } from './report-facts.ts';

/** HubSpot keeps no time of an association: one that is new counts from now on, and always where nothing was known of the deal. */
export async function associations(
  { hubspot, facts, portalId }: CollectDeps,
  ids: string[],
  now: number,
): Promise<RecordFact[]> {
  const [companies, contacts] = [
    await hubspot.associatedIds('deal', ids, 'company'),
    await hubspot.associatedIds('deal', ids, 'contact'),
  ];
  const known = [
    ...(await facts.newest(portalId, 'deal', COMPANY)),
    ...(await facts.newest(portalId, 'deal', CONTACT)),
  ];
  const present = ids.flatMap((id) => [
    // Most deals have one company; of several the oldest, so that it is always the same.
    ...oldest(companies.get(id) ?? []).map((company) => ({ id, property: COMPANY, value: company })),
    ...(contacts.get(id) ?? []).map((contact) => ({ id, property: `${CONTACT}${contact}`, value: 'yes' })),
  ]);
  return changes('deal', ids, known, present, now);
}

/** What is new or gone since it was last looked at. Of a record of which nothing was known it always was so. */
function changes(
  object: string,
  ids: string[],
  known: RecordFact[],
  present: Pick<RecordFact, 'id' | 'property' | 'value'>[],
  now: number,
): RecordFact[] {
  const keyOf = ({ id, property }: { id: string; property: string }) => `${id}/${property}`;
  const before = new Map(known.map((fact) => [keyOf(fact), fact.value]));
  const seen = new Set(known.map(({ id }) => id));
  const there = new Set(present.map(keyOf));
  const looked = new Set(ids);
  const gone = known.filter((fact) => looked.has(fact.id) && fact.value !== '' && !there.has(keyOf(fact)));
  return [
    ...present
      .filter((fact) => before.get(keyOf(fact)) !== fact.value)
      .map((fact) => ({ object, ...fact, at: seen.has(fact.id) ? now : 0 })),
    ...gone.map(({ id, property }) => ({ object, id, property, value: '', at: now })),
  ];
}

function oldest(ids: string[]): string[] {
  return ids.toSorted((a, b) => Number(a) - Number(b)).slice(0, 1);
}
