/** The ticket that a win opens for the onboarding team (D-17). */
import { findProperty } from '../domain/policy/lookup.ts';
import type { ObjectName, Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ASSOCIATION_TYPE, type InlineAssociation } from '../hubspot/create.ts';
import type { HubSpotRecord } from '../hubspot/records.ts';
import { ASSOCIATIONS } from './facts.ts';
import { filesOfDeal } from './writings.ts';

export interface Win {
  dealId: string;
  /** Makes it one ticket, whatever fails. */
  key: string;
  keyProperty: string;
  pipelineId: string;
  stageId: string;
}

/** Contacts that a ticket is created with; HubSpot names no limit, and nobody's deal has as many. */
const MAX_INLINE = 50;

/** Opens the ticket and associates it with the deal, its company and its contacts. Safe to repeat. Answers its id. */
export async function openOnboarding(hubspot: HubSpot, policy: Policy, win: Win): Promise<string> {
  const names = (object: ObjectName) =>
    (policy.onboarding?.handOff ?? []).filter((row) => row.object === object).map(({ property }) => property);
  const deal = await hubspot.readRecord(
    'deal',
    win.dealId,
    [...names('deal'), 'dealname'],
    [...ASSOCIATIONS, 'ticket'],
  );
  const [companyId] = deal.associated.company ?? [];
  const contactIds = deal.associated.contact ?? [];
  const [[company], contacts, owners] = await Promise.all([
    companyId === undefined ? [] : hubspot.readRecords('company', [companyId], [...names('company'), 'name']),
    contactIds.length === 0
      ? []
      : hubspot.readRecords('contact', contactIds, ['firstname', 'lastname', 'email', 'phone']),
    hubspot.owners(),
  ]);
  const companyName = company?.values['name']?.value;
  const files = await filesOfDeal(hubspot, policy, deal, companyName);
  const ownerName = (id: string) => {
    const owner = owners.find((one) => one.id === id);
    return owner === undefined ? id : `${owner.firstName ?? ''} ${owner.lastName ?? ''}`.trim();
  };
  const values = (record: HubSpotRecord | undefined, object: ObjectName) =>
    names(object).map((name) => handOffLine(policy, object, name, record?.values[name]?.value ?? '', ownerName));
  const content = [
    'DEAL',
    ...values(deal, 'deal'),
    '',
    'COMPANY',
    ...values(company, 'company'),
    '',
    'CONTACTS',
    ...contacts.map((contact) => contactLine(contact)),
    '',
    'FILES',
    ...files.map(
      ({ id, name, extension, source }) => `${name}.${extension} (file ${id}, on ${source.object} ${source.id})`,
    ),
  ].join('\n');
  const subject = `Onboarding: ${companyName ?? deal.values['dealname']?.value ?? `deal ${win.dealId}`}`;
  const properties = { subject, content, hs_pipeline: win.pipelineId, hs_pipeline_stage: win.stageId };
  const inline: InlineAssociation[] = [
    { to: win.dealId, typeId: ASSOCIATION_TYPE.ticketToDeal },
    ...(companyId === undefined ? [] : [{ to: companyId, typeId: ASSOCIATION_TYPE.ticketToPrimaryCompany }]),
    ...contactIds.slice(0, MAX_INLINE).map((to) => ({ to, typeId: ASSOCIATION_TYPE.ticketToContact })),
  ];
  // What is there already may have been moved on by onboarding and is left as it is.
  const inheritedId = await inherited(hubspot, deal, win);
  const ticket =
    inheritedId === undefined
      ? await hubspot.createByKey('ticket', win.keyProperty, { key: win.key, properties }, inline)
      : { id: inheritedId, isNew: false };
  if (!ticket.isNew) {
    await hubspot.associate('ticket', ticket.id, 'deal', win.dealId);
    if (companyId !== undefined) await hubspot.associate('ticket', ticket.id, 'company', companyId);
  }
  await hubspot.associateMany('ticket', ticket.id, 'contact', ticket.isNew ? contactIds.slice(MAX_INLINE) : contactIds);
  return ticket.id;
}

/** The ticket of a deal that was merged into this one: it came along, under the key of the deal that is gone (R-10). */
async function inherited(hubspot: HubSpot, deal: HubSpotRecord, win: Win): Promise<string | undefined> {
  const ids = deal.associated.ticket ?? [];
  if (ids.length === 0) return undefined;
  const purpose = win.key.slice(win.key.lastIndexOf(':'));
  const tickets = await hubspot.readRecords('ticket', ids, [win.keyProperty]);
  return tickets.find(({ values }) => values[win.keyProperty]?.value.endsWith(purpose))?.id;
}

function handOffLine(
  policy: Policy,
  object: ObjectName,
  name: string,
  value: string,
  ownerName: (id: string) => string,
): string {
  const row = findProperty(policy, object, name);
  const label = row?.label ?? name;
  if (value === '') return `${label}: –`;
  if (name === 'hubspot_owner_id') return `${label}: ${ownerName(value)}`;
  const options = value.split(';').map((one) => row?.options?.find((option) => option.value === one)?.label ?? one);
  return `${label}: ${options.join(', ')}`;
}

function contactLine({ values }: HubSpotRecord): string {
  const name = [values['firstname']?.value, values['lastname']?.value].filter(Boolean).join(' ');
  return [name, values['email']?.value, values['phone']?.value].filter(Boolean).join(', ');
}
