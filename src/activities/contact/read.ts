/**
 * Reading a contact with everything its rules look at. Calls: one for the record, and one each for calls, e-mails, meetings
 * and notes, the deals' ids of its companies, every 50 of those deals, its leads, its tickets and the company that its
 * campaign asks about, where there are any. A contact with a company and some mails takes three; thirteen is the most, and
 * one more for each type of which HubSpot lists only a part with the record.
 */
import { type ContactPolicy, stageKey } from '../../domain/contact/policy.ts';
import type { ContactFacts } from '../../domain/contact/state.ts';
import { normalValue } from '../../domain/contact/values.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import type { Values } from '../../domain/deal/state.ts';
import { findProperty, travellingValue } from '../../domain/policy/lookup.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import type { HubSpotRecord, RecordType } from '../../hubspot/record.ts';
import { findRecord } from '../found.ts';
import { readCompany, readDeals, readLeads, readTickets } from './beside.ts';
import { readTimeline, timelineFacts } from './timeline.ts';

export interface ReadContactInput {
  portalId: string;
  contactId: string;
  /** Nothing is known of it yet: a 404 may only mean that HubSpot is not ready. */
  isNew: boolean;
  /** What counts as past, in milliseconds since 1970. */
  now: number;
}

export type ContactReading = { found: true; facts: ContactFacts } | { found: false; into?: string };

const ASSOCIATIONS: RecordType[] = ['company', 'deal', 'call', 'email', 'meeting', 'note', 'lead', 'ticket'];

export interface ReadContactDeps {
  hubspot: HubSpot;
  policy: Policy;
  slice: ContactPolicy;
  ids: PortalIds;
  places: () => Promise<ContactPlaces>;
}

/** The contact's facts. Free text and personal values only as "filled"; bodies and headers of mails are looked at and left behind. */
export async function readContact(deps: ReadContactDeps, input: ReadContactInput): Promise<ContactReading> {
  const { hubspot, policy, slice, ids, places } = deps;
  const { contactId, isNew, now } = input;
  const wanted = { object: 'contact', id: contactId, isNew } as const;
  const reading = await findRecord(hubspot, wanted, slice.readProperties, ASSOCIATIONS);
  if (!reading.found) return reading;
  const contact = await withAllAssociations(hubspot, reading.record);

  const values = valuesOf(policy, contact);
  const {
    company: companies = [],
    deal: own = [],
    lead = [],
    ticket = [],
    note = [],
    ...timeline
  } = contact.associated;
  const [companyId] = companies;
  const stage = stageKey(slice, values['lifecyclestage']?.value);
  // Notes are no engagement, only activity: that counts while Sales works the contact (C-11, L-01).
  const hasDuties = stage === 'sql' || (stage !== undefined && slice.leads.stages.includes(stage));
  const [entries, company, deals, leads, tickets] = await Promise.all([
    readTimeline(hubspot, policy, { ...timeline, ...(hasDuties ? { note } : {}) }, now),
    readCompany(hubspot, policy, slice, companyId, values[slice.properties.campaign]?.value),
    readDeals(hubspot, policy, ids, { own, companies }),
    readLeads(hubspot, places, lead),
    readTickets(hubspot, policy, places, ticket),
  ]);
  return {
    found: true,
    facts: {
      values,
      ...timelineFacts(entries, contact, slice, now),
      ...(companyId === undefined ? {} : { companyId }),
      company,
      deals,
      leads,
      tickets,
    },
  };
}

/** HubSpot lists the first associations of each type with the record; the newest ones may be among the others. */
async function withAllAssociations(hubspot: HubSpot, contact: HubSpotRecord): Promise<HubSpotRecord> {
  const more = await Promise.all(
    (contact.partly ?? []).map(async (type) => {
      const all = (await hubspot.associatedIds('contact', [contact.id], type)).get(contact.id) ?? [];
      return [type, [...new Set([...(contact.associated[type] ?? []), ...all])]] as const;
    }),
  );
  return { ...contact, associated: { ...contact.associated, ...Object.fromEntries(more) } };
}

function valuesOf(policy: Policy, contact: HubSpotRecord): Values {
  return Object.fromEntries(
    Object.entries(contact.values).map(([name, { value, at, by, previous }]) => {
      const row = findProperty(policy, 'contact', name);
      const told = (one: string) => normalValue(row?.type, travellingValue(row, one));
      const known = { value: told(value), at, by };
      return [name, previous === undefined ? known : { ...known, previous: told(previous) }];
    }),
  );
}
