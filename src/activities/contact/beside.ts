/** What stands beside a contact: deals, company, leads, tickets. Each costs a call only where there is one. */
import type { ContactPolicy } from '../../domain/contact/policy.ts';
import type { DealFact, LeadFact, TicketFact } from '../../domain/contact/state.ts';
import { timeOf } from '../../domain/contact/values.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import { isOwnDealKey } from '../../domain/open-deal-key.ts';
import { findProperty, leadTicketCategory, TICKET_CATEGORY, travellingValue } from '../../domain/policy/lookup.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { newest } from './newest.ts';

/** Four calls. Of a company with more, the oldest that are not the contact's own are left out. */
export const MAX_DEALS = 200;
/** One batch: a contact with more open "Lead creation" tickets gets its answers a reading later. */
export const TICKETS_A_READING = 50;
/** One batch. */
const LEADS_A_READING = 50;

/** The contact's own deals, and of its companies' what decides about the contact: open ones, won ones, those backed out. */
export async function readDeals(
  hubspot: HubSpot,
  policy: Policy,
  ids: PortalIds,
  { own, companies }: { own: string[]; companies: string[] },
): Promise<DealFact[]> {
  const theirs =
    companies.length === 0 ? new Map<string, string[]>() : await hubspot.associatedIds('company', companies, 'deal');
  const others = [...theirs.values()].flat().filter((id) => !own.includes(id));
  const wanted = [...newest(own, MAX_DEALS), ...newest(others, MAX_DEALS)].slice(0, MAX_DEALS);
  const category = policy.lost.category;
  const keyName = policy.contacts?.deal.keyProperty ?? '';
  const records = await hubspot.readRecords('deal', wanted, [...PLACE_PROPERTIES, category, keyName]);
  return records
    .map((record): DealFact => {
      const by = record.values['dealstage']?.by;
      const lostCategory = travellingValue(findProperty(policy, 'deal', category), record.values[category]?.value);
      return {
        id: record.id,
        ...placeOf(policy, ids, record),
        own: own.includes(record.id),
        ...(isOwnDealKey(record.values[keyName]?.value ?? '') ? { alone: true } : {}),
        at: record.values['dealstage']?.at ?? 0,
        ...(by === undefined ? {} : { by }),
        ...(lostCategory === '' ? {} : { lostCategory }),
      };
    })
    .filter((deal) => deal.own || deal.kind !== 'lost' || deal.lostCategory === policy.contacts?.recycling.backedOut);
}

/** Deal properties that `placeOf` looks at. */
export const PLACE_PROPERTIES = ['pipeline', 'dealstage', 'hs_is_closed', 'hs_is_closed_won'];

/** Of a pipeline that the policy does not know, HubSpot tells what its stages mean. */
export function placeOf(
  policy: Policy,
  { pipelines }: PortalIds,
  { values }: HubSpotRecord,
): Pick<DealFact, 'pipeline' | 'stage' | 'kind'> {
  const [pipeline, known] = Object.entries(pipelines).find(([, { id }]) => id === values['pipeline']?.value) ?? [];
  const [stage] = Object.entries(known?.stages ?? {}).find(([, id]) => id === values['dealstage']?.value) ?? [];
  const row = policy.pipelines.find(({ key }) => key === pipeline)?.stages.find(({ key }) => key === stage);
  const isClosed = values['hs_is_closed']?.value === 'true';
  const isWon = values['hs_is_closed_won']?.value === 'true';
  return {
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(row === undefined ? {} : { stage: row.key }),
    kind: row?.kind ?? (isWon ? 'won' : isClosed ? 'lost' : 'open'),
  };
}

/** L-04: the values that the contact's campaign asks for; without a campaign there is nothing to ask. */
export async function readCompany(
  hubspot: HubSpot,
  policy: Policy,
  { leads }: ContactPolicy,
  companyId: string | undefined,
  campaign: string | undefined,
): Promise<Record<string, string>> {
  const criteria = leads.campaigns[campaign ?? '']?.criteria ?? [];
  if (companyId === undefined || criteria.length === 0) return {};
  const names = [...new Set(criteria.map(({ property }) => property))];
  const [company] = await hubspot.readRecords('company', [companyId], names);
  const values = names.map((name) => {
    const value = travellingValue(findProperty(policy, 'company', name), company?.values[name]?.value);
    return [name, value] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

export async function readLeads(
  hubspot: HubSpot,
  places: () => Promise<ContactPlaces>,
  ids: string[],
): Promise<LeadFact[]> {
  if (ids.length === 0) return [];
  const [records, { leads }] = await Promise.all([
    hubspot.readRecords('lead', newest(ids, LEADS_A_READING), ['hs_pipeline_stage']),
    places(),
  ]);
  return records.map(({ id, values }) => ({
    id,
    open: !leads.closed.includes(values['hs_pipeline_stage']?.value ?? ''),
  }));
}

/** L-02: those of the category that ask for a lead and are not closed. */
export async function readTickets(
  hubspot: HubSpot,
  policy: Policy,
  places: () => Promise<ContactPlaces>,
  ids: string[],
): Promise<TicketFact[]> {
  if (ids.length === 0) return [];
  const category = leadTicketCategory(policy);
  const [records, { closedTickets }] = await Promise.all([
    hubspot.readRecords('ticket', newest(ids, TICKETS_A_READING), [
      TICKET_CATEGORY,
      'hs_pipeline',
      'hs_pipeline_stage',
      'createdate',
    ]),
    places(),
  ]);
  return records
    .filter(({ values }) => {
      const closed = closedTickets[values['hs_pipeline']?.value ?? ''] ?? [];
      const isOpen = !closed.includes(values['hs_pipeline_stage']?.value ?? '');
      return isOpen && values[TICKET_CATEGORY]?.value === category;
    })
    .map(({ id, values }) => ({ id, at: timeOf(values['createdate']?.value) ?? 0 }));
}
