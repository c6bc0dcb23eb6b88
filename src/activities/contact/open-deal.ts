/** C-10, D-19: the deal that a contact's qualification or referral opens, or the open one of its company; never a second one. */
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import { openDealKey, ownDealKey } from '../../domain/open-deal-key.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { ASSOCIATION_TYPE } from '../../hubspot/create.ts';
import { HubSpotError } from '../../hubspot/error.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { MAX_DEALS, PLACE_PROPERTIES, placeOf } from './beside.ts';
import { nameOf, NAME_PROPERTIES } from './names.ts';
import { newest } from './newest.ts';

export interface OpenedDeal {
  dealId: string;
  /** `had`: the contact is on it already, also after a repeat. `joined`: it was the company's. */
  how: 'created' | 'joined' | 'had';
  /** The owner is asked to associate one. */
  withoutCompany: boolean;
}

/** A key whose deal is over is taken back and asked for again; others may do the same in the same instant. */
const MAX_ROUNDS = 3;

/**
 * Looks among the contact's deals, then among its company's, and creates one only where there is none. Whoever comes first
 * gets the key of the company's open deal; HubSpot refuses it to everybody else, who then join. Safe to repeat.
 * @param given properties of a new deal; the contact's owner comes before one that is given
 * @throws HubSpotError
 */
export async function openDeal(
  hubspot: HubSpot,
  policy: Policy,
  rule: Pick<ContactRules['deal'], 'pipeline' | 'keyProperty'>,
  { ids, staff }: { ids: PortalIds; staff: string[] },
  contactId: string,
  given: Record<string, string> = {},
): Promise<OpenedDeal> {
  const isOpen = (deal: HubSpotRecord): boolean => {
    const place = placeOf(policy, ids, deal);
    return place.pipeline === rule.pipeline && place.kind === 'open';
  };
  const owner = PORTAL_PROPERTIES.owner;
  const contact = await hubspot.readRecord('contact', contactId, [...NAME_PROPERTIES, owner], ['company', 'deal']);
  const [companyId] = contact.associated.company ?? [];
  const own = contact.associated.deal ?? [];
  const theirs = companyId === undefined ? [] : await dealsOf(hubspot, companyId);
  const properties = [...PLACE_PROPERTIES, rule.keyProperty];
  const deals = await hubspot.readRecords('deal', newest([...own, ...theirs], MAX_DEALS), properties);
  const open = deals.filter(isOpen).toSorted((a, b) => Number(a.id) - Number(b.id));
  const withoutCompany = companyId === undefined;
  const had = open.find(({ id }) => own.includes(id));
  if (had !== undefined) return { dealId: had.id, how: 'had', withoutCompany };

  const key = companyId === undefined ? ownDealKey(contactId, rule.pipeline) : openDealKey(companyId, rule.pipeline);
  const join = async (dealId: string): Promise<OpenedDeal> => {
    await hubspot.associate('deal', dealId, 'contact', contactId);
    return { dealId, how: 'joined', withoutCompany };
  };
  const present = open.find(({ values }) => values[rule.keyProperty]?.value === key) ?? open[0];
  if (present !== undefined) return join(present.id);

  const ownerId = contact.values[owner]?.value ?? '';
  const deal = {
    ...given,
    dealname: await nameOf(hubspot, contact),
    ...firstPlace(policy, rule, ids),
    ...(staff.includes(ownerId) ? { hubspot_owner_id: ownerId } : {}),
  };
  const associations = [
    { to: contactId, typeId: ASSOCIATION_TYPE.dealToContact },
    ...(companyId === undefined ? [] : [{ to: companyId, typeId: ASSOCIATION_TYPE.dealToPrimaryCompany }]),
  ];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { id, isNew } = await hubspot.createByKey('deal', rule.keyProperty, { key, properties: deal }, associations);
    if (isNew) return { dealId: id, how: 'created', withoutCompany };
    const holder = await hubspot.readRecord('deal', id, properties, ['company']);
    const isTheirs = companyId === undefined || (holder.associated.company ?? []).includes(companyId);
    if (isOpen(holder) && isTheirs) return join(id);
    // It was won, lost, moved to another pipeline or company: the key is free.
    await hubspot.updateRecord('deal', id, { [rule.keyProperty]: '' });
  }
  throw new HubSpotError({ operation: 'openDeal', kind: 'unavailable', mayHaveHappened: false });
}

async function dealsOf(hubspot: HubSpot, companyId: string): Promise<string[]> {
  return (await hubspot.associatedIds('company', [companyId], 'deal')).get(companyId) ?? [];
}

function firstPlace(policy: Policy, { pipeline }: Pick<ContactRules['deal'], 'pipeline'>, { pipelines }: PortalIds) {
  const first = policy.pipelines.find(({ key }) => key === pipeline)?.stages[0]?.key ?? '';
  const place = pipelines[pipeline];
  return { pipeline: place?.id ?? '', dealstage: place?.stages[first] ?? '' };
}
