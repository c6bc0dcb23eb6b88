/** What onboarding has to know of a won deal, read from HubSpot: the deal, its company, its contacts and files (D-17). */
import type { HandOffFacts, LinkWords } from '../domain/duty-words/hand-off-text.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { fileUrl, recordUrl } from '../hubspot/record-url.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { readCompany } from './facts.ts';
import { rawOf } from './sop-note.ts';
import { filesOfDeal } from './writings.ts';

/** Where people look at HubSpot. */
export interface Screen {
  /** HUBSPOT_BASE_URL. */
  hubspotUrl: string;
  portalId: string;
}

export interface ScreenAndNames extends Screen {
  /** Of the active owners, by id. */
  names: Record<string, string>;
}

const OF_CONTACT = ['firstname', 'lastname', 'email', 'phone'];

/** Properties that a hand-off carries of the deal or its company. */
export function propertiesOf(policy: Policy, object: 'deal' | 'company'): string[] {
  const beside = (policy.onboarding?.handOff ?? []).flatMap((row) => (row.object === object ? [row.property] : []));
  const own = object === 'deal' ? ['dealname', 'hubspot_owner_id'] : ['name'];
  return [...new Set([...own, ...beside, ...(policy.sopNote?.[object] ?? [])])];
}

/** @param deal read with {@link propertiesOf} and its company, contacts, notes, e-mails and calls */
export async function handOffFacts(
  hubspot: HubSpot,
  policy: Policy,
  { hubspotUrl, portalId, names }: ScreenAndNames,
  deal: HubSpotRecord,
): Promise<HandOffFacts> {
  const contactIds = deal.associated.contact ?? [];
  const [company, contacts] = await Promise.all([
    readCompany(hubspot, deal, propertiesOf(policy, 'company')),
    contactIds.length === 0 ? [] : hubspot.readRecords('contact', contactIds, OF_CONTACT),
  ]);
  const companyName = company?.values['name']?.value;
  const files = await filesOfDeal(hubspot, policy, deal, companyName);
  const link = (object: 'deal' | 'company' | 'contact', id: string) => recordUrl(hubspotUrl, portalId, object, id);
  const dealName = deal.values['dealname']?.value ?? '';
  return {
    deal: rawOf(deal),
    company: rawOf(company),
    nameOf: (ownerId) => names[ownerId],
    dealLink: { label: 'Deal', more: dealName, url: link('deal', deal.id) },
    companyLink:
      company === undefined
        ? undefined
        : { label: 'Company', more: companyName ?? '', url: link('company', company.id) },
    files: files
      .map(({ key, id, name, extension }) => {
        const fileName = extension === '' ? name : `${name}.${extension}`;
        const label = policy.files.find((row) => row.key === key)?.label;
        const url = fileUrl(hubspotUrl, portalId, id);
        return label === undefined ? { label: fileName, more: '', url } : { label, more: fileName, url };
      })
      .toSorted((a, b) => Number(b.more !== '') - Number(a.more !== '')),
    contacts: contacts.map((contact) => contactLink(contact, link('contact', contact.id))),
  };
}

function contactLink({ id, values }: HubSpotRecord, url: string): LinkWords {
  const name = [values['firstname']?.value, values['lastname']?.value].filter(Boolean).join(' ');
  const more = [values['email']?.value, values['phone']?.value].filter(Boolean).join(', ');
  return { label: name === '' ? `Contact ${id}` : name, more, url };
}
