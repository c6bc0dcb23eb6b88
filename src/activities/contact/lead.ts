/** The contact's lead in HubSpot (L-01): exactly one while it is a lead, none open otherwise. */
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import { leadReason } from '../../domain/contact-words.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import { ASSOCIATION_TYPE, isKeyTaken } from '../../hubspot/create.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { keyProperty } from '../keep.ts';
import { nameOf, NAME_PROPERTIES } from './names.ts';

export type LeadInput = { portalId: string; contactId: string } & (
  | { open: true; label: 'HOT' | 'WARM' | 'COLD'; lastActivity?: number; nextActivity?: number; renamed?: true }
  | { open: false; reason: string }
);

const NAME = 'hs_lead_name';
/** Leads of one contact that were deleted one after the other. */
const MAX_TRIES = 5;

export interface LeadScene {
  hubspot: HubSpot;
  policy: Policy;
  rules: ContactRules['leads'];
  place: ContactPlaces['leads'];
  /** Ids of the owners who are users. */
  staff: string[];
}

/**
 * Brings the lead to what it should be; safe to repeat. Sales moves an open lead through its stages; the engine opens and
 * closes it. A lead that is over is left as it is: a contact that becomes a lead again gets another one. Of several open ones,
 * after a merge say, the oldest goes on.
 * @throws HubSpotError
 */
export async function bringLead(scene: LeadScene, input: LeadInput): Promise<{ leadId?: string }> {
  const { hubspot, policy, rules, place } = scene;
  const { contactId } = input;
  const properties = [...NAME_PROPERTIES, PORTAL_PROPERTIES.owner];
  const contact = await hubspot.readRecord('contact', contactId, properties, ['lead', 'company']);
  const key = keyProperty(policy, 'lead');
  const known = await hubspot.readRecords('lead', contact.associated.lead ?? [], ['hs_pipeline_stage', key, NAME]);
  const open = known
    .filter(({ values }) => !place.closed.includes(values['hs_pipeline_stage']?.value ?? ''))
    .toSorted((a, b) => Number(a.id) - Number(b.id));
  const close = async (leads: HubSpotRecord[], why: string): Promise<void> => {
    const over = { hs_pipeline_stage: place.closesIn, [rules.properties.closedBecause]: leadReason(policy, why) };
    for (const { id } of leads) await hubspot.updateRecord('lead', id, over);
  };
  if (!input.open) {
    await close(open, input.reason);
    return {};
  }
  const says = {
    hs_lead_label: input.label,
    [rules.properties.lastActivity]: timeText(input.lastActivity),
    [rules.properties.nextActivity]: timeText(input.nextActivity),
  };
  const [first, ...others] = open;
  if (first === undefined) return { leadId: await createLead(scene, input, contact, known, says) };
  // What people call it stays.
  const isOurs = first.values[NAME]?.by === 'us';
  const name = input.renamed === true && isOurs ? { [NAME]: await nameOf(hubspot, contact) } : {};
  await hubspot.updateRecord('lead', first.id, { ...says, ...name });
  await close(others, 'otherLead');
  return { leadId: first.id };
}

/** Leads of one contact are numbered; the same number twice is the same lead. */
async function createLead(
  { hubspot, policy, place, staff }: LeadScene,
  { portalId, contactId }: LeadInput,
  contact: HubSpotRecord,
  known: HubSpotRecord[],
  says: Record<string, string>,
): Promise<string> {
  const keyName = keyProperty(policy, 'lead');
  const owner = contact.values[PORTAL_PROPERTIES.owner]?.value ?? '';
  const properties = {
    ...says,
    [NAME]: await nameOf(hubspot, contact),
    hs_pipeline: place.pipelineId,
    hs_pipeline_stage: place.opensIn,
    ...(staff.includes(owner) ? { hubspot_owner_id: owner } : {}),
  };
  const associations = [{ to: contactId, typeId: ASSOCIATION_TYPE.leadToPrimaryContact }];
  const last = lastNumber(known, keyName);
  for (let tries = 1; ; tries += 1) {
    const key = `lead:${portalId}:${contactId}:${last + tries}`;
    try {
      return (await hubspot.createByKey('lead', keyName, { key, properties }, associations)).id;
    } catch (error) {
      // A lead that was deleted is not listed any more and may still have its number.
      if (!isKeyTaken(error, keyName) || tries === MAX_TRIES) throw error;
    }
  }
}

/** A lead that a person made or that came by a merge has no number of this contact's and still counts. */
function lastNumber(known: HubSpotRecord[], keyName: string): number {
  const numbers = known.map(({ values }) => Number(values[keyName]?.value.split(':').at(-1) ?? 0));
  return Math.max(known.length, ...numbers.filter((number) => Number.isSafeInteger(number)));
}

function timeText(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}
