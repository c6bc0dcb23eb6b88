/** What the criteria ask for beyond the deal's own properties: company, contacts, next steps, files. Read only where a criterion needs it. */
import { saysEnough } from '../domain/deal/next-steps.ts';
import { FILLED } from '../domain/events.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Criterion, ObjectName, Policy } from '../domain/policy/types.ts';
import type { Known, Values } from '../domain/deal/state.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord, RecordType } from '../hubspot/record.ts';
import { attachedFiles, readWritings, type Writing } from './writings.ts';

/** Associations that a reading of the deal asks for: it costs no call of its own. */
export const ASSOCIATIONS: RecordType[] = ['company', 'contact', 'note', 'email', 'call'];

/** What a reading of the deal has read around it: each kind of record at most once, with all that may be asked of it. */
export type Around = ReturnType<typeof around>;

/** @param mayAsk every criterion for which facts may be asked in this reading */
export function around(hubspot: HubSpot, deal: HubSpotRecord, mayAsk: Criterion[]) {
  return {
    company: once(() => readCompany(hubspot, deal, propertiesOf(mayAsk, 'company'))),
    contacts: once(async () => {
      const ids = deal.associated.contact;
      return ids === undefined ? [] : hubspot.readRecords('contact', ids, propertiesOf(mayAsk, 'contact'));
    }),
    writings: once(() => readWritings(hubspot, deal)),
  };
}

function once<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => (answer ??= read());
}

/**
 * The facts for some criteria, by the keys of domain/deal/policy.ts `factKey`. Values of free text come out as "filled".
 * Only kinds of records that one of these criteria looks at are read.
 * @param enteredAt since when the deal is in its stage: earlier next steps do not count
 */
export async function readFacts(
  hubspot: HubSpot,
  policy: Policy,
  records: Around,
  criteria: Criterion[],
  enteredAt: number,
): Promise<Values> {
  const facts: Values = {};
  const files = criteria.flatMap((one) => (one.kind === 'file' ? [one.file] : []));
  const ofCompany = propertiesOf(criteria, 'company');
  // A file may be named after the company.
  const company = ofCompany.length > 0 || files.length > 0 ? await records.company() : undefined;
  for (const name of ofCompany) {
    const fact = company?.values[name];
    if (fact !== undefined) facts[`company.${name}`] = travelling(policy, 'company', name, fact, company?.id);
  }
  const ofContacts = propertiesOf(criteria, 'contact');
  if (ofContacts.length > 0) Object.assign(facts, bestOfContacts(policy, await records.contacts(), ofContacts));
  const nextSteps = criteria.find((one) => one.kind === 'nextSteps');
  if (nextSteps !== undefined || files.length > 0) {
    const writings = await records.writings();
    const steps = nextSteps === undefined ? undefined : findNextSteps(writings, nextSteps.minLength, enteredAt);
    if (steps !== undefined) facts['nextSteps'] = steps;
    if (files.length > 0) Object.assign(facts, await findFiles(hubspot, policy, writings, files, company));
  }
  return facts;
}

function propertiesOf(criteria: Criterion[], object: ObjectName): string[] {
  return [...new Set(criteria.flatMap((one) => ('object' in one && one.object === object ? [one.property] : [])))];
}

/** The deal's primary company, with its name. */
export async function readCompany(
  hubspot: HubSpot,
  deal: HubSpotRecord,
  properties: string[],
): Promise<HubSpotRecord | undefined> {
  const [id] = deal.associated.company ?? [];
  if (id === undefined) return undefined;
  const [company] = await hubspot.readRecords('company', [id], [...new Set([...properties, 'name'])]);
  return company;
}

/** One contact who has a value is enough; the newest fact speaks. */
function bestOfContacts(policy: Policy, contacts: HubSpotRecord[], properties: string[]): Values {
  const facts: Values = {};
  for (const contact of contacts) {
    for (const name of properties) {
      const key = `contact.${name}`;
      const fact = contact.values[name];
      const known = facts[key];
      if (fact === undefined) continue;
      const better = known === undefined || (fact.value !== '' && (known.value === '' || fact.at > known.at));
      if (better) facts[key] = travelling(policy, 'contact', name, fact, contact.id);
    }
  }
  return facts;
}

/** The newest text of a person, dated after the deal entered its stage. What this engine or another program wrote does not count. */
function findNextSteps(writings: Writing[], minLength: number, enteredAt: number): Known | undefined {
  const found = writings.flatMap(({ type, record, texts }): Known[] => {
    const [text] = texts.flatMap((name) => (record.values[name]?.value ? [record.values[name]] : []));
    const dated = Date.parse(record.values['hs_timestamp']?.value ?? '');
    if (text === undefined || !text.by.startsWith('person:') || !(dated >= enteredAt)) return [];
    // What the prospect writes is no next step of ours.
    if (record.values['hs_email_direction']?.value === 'INCOMING_EMAIL' || !saysEnough(text.value, minLength))
      return [];
    return [{ value: FILLED, at: text.at, by: text.by, source: { object: type, id: record.id } }];
  });
  return found.toSorted((a, b) => b.at - a.at)[0];
}

async function findFiles(
  hubspot: HubSpot,
  policy: Policy,
  writings: Writing[],
  keys: string[],
  company: HubSpotRecord | undefined,
): Promise<Values> {
  const facts: Values = {};
  for (const { key, source, fact } of await attachedFiles(hubspot, policy, writings, company?.values['name']?.value)) {
    if (key === undefined || !keys.includes(key)) continue;
    const known = facts[`file.${key}`];
    if (known === undefined || known.at < fact.at)
      facts[`file.${key}`] = { value: FILLED, at: fact.at, by: fact.by, source };
  }
  return facts;
}

function travelling(
  policy: Policy,
  object: ObjectName,
  name: string,
  fact: { value: string; at: number; by: string },
  id: string | undefined,
): Known {
  const value = travellingValue(findProperty(policy, object, name), fact.value);
  const known = { value, at: fact.at, by: fact.by };
  return id === undefined ? known : { ...known, source: { object, id } };
}

/** The criteria whose facts are not properties of the deal itself. */
export function beyondTheDeal(criteria: Criterion[]): Criterion[] {
  return criteria.filter((one) => !('object' in one) || one.object !== 'deal');
}
