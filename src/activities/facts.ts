/** What the criteria ask for beyond the deal's own properties: company, contacts, next steps, files. Read only where a criterion needs it. */
import { type AttachedFile, isFile } from '../domain/deal/files.ts';
import { saysEnough } from '../domain/deal/next-steps.ts';
import { FILLED } from '../domain/events.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Criterion, ObjectName, Policy } from '../domain/policy/types.ts';
import type { Known, Values } from '../domain/deal/state.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord, RecordType } from '../hubspot/records.ts';

/** Types of records on a deal's timeline that count as "note, e-mail or call" (D-04), with the properties that hold their text. */
const WRITINGS = [
  { type: 'note', texts: ['hs_note_body'] },
  { type: 'email', texts: ['hs_email_text', 'hs_email_html', 'hs_email_subject'] },
  { type: 'call', texts: ['hs_call_body'] },
] as const satisfies { type: RecordType; texts: string[] }[];

/** Associations that a reading of the deal asks for: it costs no call of its own. */
export const ASSOCIATIONS: RecordType[] = ['company', 'contact', 'note', 'email', 'call'];

/**
 * The facts for some criteria, by the keys of domain/deal/policy.ts `factKey`. Values of free text come out as "filled".
 * @param enteredAt since when the deal is in its stage: earlier next steps do not count
 */
export async function readFacts(
  hubspot: HubSpot,
  policy: Policy,
  deal: HubSpotRecord,
  criteria: Criterion[],
  enteredAt: number,
): Promise<Values> {
  const facts: Values = {};
  const company = await readCompany(hubspot, deal, criteria);
  for (const name of propertiesOf(criteria, 'company')) {
    const fact = company?.values[name];
    if (fact !== undefined) facts[`company.${name}`] = travelling(policy, 'company', name, fact, company?.id);
  }
  const contacts = propertiesOf(criteria, 'contact');
  if (contacts.length > 0 && deal.associated.contact !== undefined) {
    Object.assign(facts, await readContacts(hubspot, policy, deal.associated.contact, contacts));
  }
  const nextSteps = criteria.find((one) => one.kind === 'nextSteps');
  const files = criteria.flatMap((one) => (one.kind === 'file' ? [one.file] : []));
  if (nextSteps !== undefined || files.length > 0) {
    const writings = await readWritings(hubspot, deal);
    const steps = nextSteps === undefined ? undefined : findNextSteps(writings, nextSteps.minLength, enteredAt);
    if (steps !== undefined) facts['nextSteps'] = steps;
    if (files.length > 0) Object.assign(facts, await findFiles(hubspot, policy, writings, files, company));
  }
  return facts;
}

function propertiesOf(criteria: Criterion[], object: ObjectName): string[] {
  return [...new Set(criteria.flatMap((one) => ('object' in one && one.object === object ? [one.property] : [])))];
}

/** The company, with its name where a file is to be named after it. */
async function readCompany(
  hubspot: HubSpot,
  deal: HubSpotRecord,
  criteria: Criterion[],
): Promise<HubSpotRecord | undefined> {
  const [id] = deal.associated.company ?? [];
  const properties = propertiesOf(criteria, 'company');
  if (id === undefined || (properties.length === 0 && !criteria.some(({ kind }) => kind === 'file'))) return undefined;
  const [company] = await hubspot.readRecords('company', [id], [...new Set([...properties, 'name'])]);
  return company;
}

/** One contact who has a value is enough; the newest fact speaks. */
async function readContacts(hubspot: HubSpot, policy: Policy, ids: string[], properties: string[]): Promise<Values> {
  const facts: Values = {};
  for (const contact of await hubspot.readRecords('contact', ids, properties)) {
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

interface Writing {
  type: RecordType;
  record: HubSpotRecord;
  texts: readonly string[];
}

async function readWritings(hubspot: HubSpot, deal: HubSpotRecord): Promise<Writing[]> {
  const found = await Promise.all(
    WRITINGS.map(async ({ type, texts }) => {
      const ids = deal.associated[type];
      if (ids === undefined) return [];
      const records = await hubspot.readRecords(type, ids, [
        ...texts,
        'hs_timestamp',
        'hs_attachment_ids',
        'hs_email_direction',
      ]);
      return records.map((record): Writing => ({ type, record, texts }));
    }),
  );
  return found.flat();
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

/** A file in the deal's attachments, and which row of the policy it is. */
interface Attachment extends AttachedFile {
  id: string;
  key: string | undefined;
  /** The record it hangs on. */
  source: { object: string; id: string };
  fact: { at: number; by: string };
}

async function attachedFiles(
  hubspot: HubSpot,
  policy: Policy,
  writings: Writing[],
  companyName: string | undefined,
): Promise<Attachment[]> {
  const hung = writings.flatMap(({ type, record }) => {
    const fact = record.values['hs_attachment_ids'];
    const ids = fact?.value.split(';').filter((id) => id !== '') ?? [];
    return fact === undefined ? [] : ids.map((id) => ({ id, fact, source: { object: type, id: record.id } }));
  });
  if (hung.length === 0) return [];
  const files = await hubspot.files([...new Set(hung.map(({ id }) => id))]);
  return hung.flatMap(({ id, fact, source }) => {
    const file = files.find((one) => one.id === id);
    if (file === undefined) return [];
    const row = policy.files.find((one) => isFile(one, policy.files, file, companyName));
    return [{ id, name: file.name, extension: file.extension, key: row?.key, source, fact }];
  });
}

/** The deal's files for the hand-off: which row each is, and its id in the portal. */
export async function filesOfDeal(
  hubspot: HubSpot,
  policy: Policy,
  deal: HubSpotRecord,
  companyName: string | undefined,
) {
  return attachedFiles(hubspot, policy, await readWritings(hubspot, deal), companyName);
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
