/** The contact's lead in HubSpot (L-01): exactly one while it is a lead, none open otherwise. */
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import { leadReason } from '../../domain/contact-words.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import { ASSOCIATION_TYPE } from '../../hubspot/create.ts';
import type { HubSpotRecord } from '../../hubspot/records.ts';
import { keyProperty } from '../keep.ts';
import { nameOf, NAME_PROPERTIES } from './names.ts';

export type LeadInput = { portalId: string; contactId: string } & (
  | { open: true; label: 'HOT' | 'WARM' | 'COLD'; lastActivity?: number; nextActivity?: number }
  | { open: false; reason: string }
);

/**
 * Brings the lead to what it should be; safe to repeat. Sales moves an open lead through its stages; the engine opens and
 * closes it. A lead that is over is left as it is: a contact that becomes a lead again gets another one.
 */
export async function bringLead(
  hubspot: HubSpot,
  policy: Policy,
  { leads: { properties: shown } }: ContactRules,
  { place, staff }: { place: ContactPlaces['leads']; staff: string[] },
  input: LeadInput,
): Promise<{ leadId?: string }> {
  const { contactId } = input;
  const owner = PORTAL_PROPERTIES.owner;
  const contact = await hubspot.readRecord('contact', contactId, [...NAME_PROPERTIES, owner], ['lead', 'company']);
  const key = keyProperty(policy, 'lead');
  const known = await hubspot.readRecords('lead', contact.associated.lead ?? [], ['hs_pipeline_stage', key]);
  const open = known.filter(({ values }) => !place.closed.includes(values['hs_pipeline_stage']?.value ?? ''));
  if (!input.open) {
    for (const { id } of open) {
      const properties = {
        hs_pipeline_stage: place.closesIn,
        [shown.closedBecause]: leadReason(policy, input.reason),
      };
      await hubspot.updateRecord('lead', id, properties);
    }
    return {};
  }
  const properties = {
    hs_lead_label: input.label,
    [shown.lastActivity]: timeText(input.lastActivity),
    [shown.nextActivity]: timeText(input.nextActivity),
  };
  const [first] = open.toSorted((a, b) => Number(a.id) - Number(b.id));
  if (first !== undefined) {
    await hubspot.updateRecord('lead', first.id, properties);
    return { leadId: first.id };
  }
  const holder = contact.values[owner]?.value ?? '';
  const created = await hubspot.createByKey(
    'lead',
    key,
    {
      key: `${leadKeys(input)}${lastNumber(known, key) + 1}`,
      properties: {
        ...properties,
        hs_lead_name: await nameOf(hubspot, contact),
        hs_pipeline: place.pipelineId,
        hs_pipeline_stage: place.opensIn,
        ...(staff.includes(holder) ? { hubspot_owner_id: holder } : {}),
      },
    },
    [{ to: contactId, typeId: ASSOCIATION_TYPE.leadToPrimaryContact }],
  );
  return { leadId: created.id };
}

/** Leads of one contact are numbered; the same number twice is the same lead. */
function leadKeys({ portalId, contactId }: LeadInput): string {
  return `lead:${portalId}:${contactId}:`;
}

/** A lead that a person made or that came by a merge has no number of this contact's and still counts. */
function lastNumber(known: HubSpotRecord[], key: string): number {
  const numbers = known.map(({ values }) => Number(values[key]?.value.split(':').at(-1) ?? 0));
  return Math.max(known.length, ...numbers.filter((number) => Number.isSafeInteger(number)));
}

function timeText(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}
