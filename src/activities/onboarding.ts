/** The ticket that a win opens for the onboarding team (D-17). */
import { findProperty } from '../domain/policy/lookup.ts';
import type { ObjectName, Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { HubSpotError } from '../hubspot/error.ts';
import type { HubSpotRecord } from '../hubspot/records.ts';
import { ASSOCIATIONS, filesOfDeal } from './facts.ts';

export interface Win {
  dealId: string;
  /** Makes it one ticket, whatever fails. */
  key: string;
  keyProperty: string;
  pipelineId: string;
  stageId: string;
}

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
  // What is there already may have been moved on by onboarding and is left as it is.
  const existing =
    (await inherited(hubspot, deal, win)) ?? (await hubspot.findByKey('ticket', win.keyProperty, win.key));
  const [created] =
    existing === undefined ? await hubspot.upsertByKey('ticket', win.keyProperty, [{ key: win.key, properties }]) : [];
  const id = existing ?? created?.id;
  if (id === undefined) throw new HubSpotError({ operation: 'upsertByKey', kind: 'badAnswer', mayHaveHappened: true });
  await hubspot.associate('ticket', id, 'deal', win.dealId);
  if (companyId !== undefined) await hubspot.associate('ticket', id, 'company', companyId);
  await hubspot.associateMany('ticket', id, 'contact', contactIds);
  return id;
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
