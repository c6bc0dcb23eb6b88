/**
 * Collects what the growth report needs and the journal does not hold (G-01): from HubSpot, with HubSpot's own times, into the
 * facts beside the journal. Run before a report is frozen; running it again adds nothing that is there already.
 */
import { COMPANY } from '../domain/growth-facts.ts';
import { FILLED } from '../domain/events.ts';
import { stagePlaces } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import { addMonths } from '../domain/time.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { RecordFact, RecordFacts } from '../journal/report-facts.ts';
import type { Registers } from '../journal/registers.ts';
import { recentActions, setMeetings } from './report-activities.ts';
import { associations } from './report-associations.ts';

export interface CollectDeps {
  hubspot: HubSpot;
  facts: RecordFacts;
  registers: Pick<Registers, 'read'>;
  policy: Policy;
  portalId: string;
}

/**
 * About 1 call for 50 deals and one more for 50 of each type of their newest activities.
 * @param now milliseconds since 1970: what has no time in HubSpot, such as an association, counts from here on if it is a change,
 * and always if nothing was known before
 * @throws HubSpotError, JournalUnavailable, JournalRefused
 */
export async function collectReportFacts(deps: CollectDeps, now: number): Promise<void> {
  const { facts, policy, portalId } = deps;
  const { growth, calendar } = policy;
  if (growth === undefined) return;
  const since = addMonths(now, -growth.windows.trailingMonths, calendar.timeZone);
  const records = await facts.records(portalId, stagePlaces(policy, 'open'), since);
  await collectOwners(deps, now);
  await collectDeals(deps, records.deals);
  await facts.add(portalId, await associations(deps, records.deals, now), []);
  await facts.add(portalId, await recentActions(deps, records.openDeals, now), []);
  await facts.add(portalId, await setMeetings(deps, records.qualified), []);
  await collectTexts(deps, 'contact', records.rejected, policy.contacts?.properties.rejectionReason ?? '');
  await collectTexts(deps, 'company', await clients(deps, now), 'name');
}

/** Keys, numbers and dates become facts; names and free text become texts. */
async function collectDeals({ hubspot, facts, policy, portalId }: CollectDeps, ids: string[]): Promise<void> {
  const properties = policy.growth?.properties;
  if (properties === undefined) return;
  const texts = ['dealname', properties.nextAction, properties.blockers];
  const names = new Set([
    ...texts,
    ...Object.values(properties),
    policy.registers?.solutionProperty ?? properties.solutions,
  ]);
  const found = await hubspot.readHistories('deal', ids, [...names]);
  const isText = ({ property }: RecordFact) => texts.includes(property);
  // Whoever is none of HubSpot's owners may be the client, whose name stays where it is.
  const masked = (fact: RecordFact) =>
    fact.property === properties.nextActionOwner && !/^\d*$/.test(fact.value) ? { ...fact, value: FILLED } : fact;
  await facts.add(portalId, found.filter((fact) => !isText(fact)).map(masked), found.filter(isText));
}

/** E-mail addresses tell staff of the policy; names are for whoever renders the report. */
async function collectOwners({ hubspot, facts, portalId }: CollectDeps, now: number): Promise<void> {
  const owners = await hubspot.owners();
  const texts = owners.flatMap(({ id, email, firstName, lastName }) => [
    { object: 'owner', id, property: 'email' as const, value: email },
    { object: 'owner', id, property: 'name' as const, value: `${firstName} ${lastName}`.trim() },
  ]);
  const known = {
    email: await facts.newestTexts(portalId, 'owner', 'email'),
    name: await facts.newestTexts(portalId, 'owner', 'name'),
  };
  const ever = await facts.texts(
    portalId,
    texts.map(({ object, id, property }) => ({ object, id, property, at: new Date(0).toISOString() })),
  );
  const news = texts.flatMap((text, index) => {
    if (known[text.property].get(text.id) === text.value) return [];
    return [{ ...text, at: ever[index] === undefined ? 0 : now }];
  });
  // Who is no owner any more is none of the staff (G-11, as D-20 has it); the name stays for what was theirs.
  const there = new Set(owners.map(({ id }) => id));
  const gone = [...known.email.keys()].filter((id) => !there.has(id));
  const left = gone.map((id) => ({ object: 'owner', id, property: 'email', value: '', at: now }));
  await facts.add(portalId, [], [...news, ...left]);
}

async function collectTexts(
  { hubspot, facts, portalId }: CollectDeps,
  object: 'contact' | 'company',
  ids: string[],
  property: string,
): Promise<void> {
  if (ids.length > 0 && property !== '')
    await facts.add(portalId, [], await hubspot.readHistories(object, ids, [property]));
}

/** Companies of deals, and those that registers name. */
async function clients({ facts, registers, portalId }: CollectDeps, now: number): Promise<string[]> {
  const kinds = ['client-owners', 'client-solutions', 'whitespace'] as const;
  const contents = await Promise.all(kinds.map((kind) => registers.read(portalId, kind, now)));
  const named = contents.flatMap((content) => content?.rows.map(({ company_id }) => company_id) ?? []);
  const ofDeals = (await facts.newest(portalId, 'deal', COMPANY)).map(({ value }) => value);
  return [...new Set([...named, ...ofDeals])].filter((id) => id !== '').toSorted();
}
