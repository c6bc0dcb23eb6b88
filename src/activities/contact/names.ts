/** What HubSpot's lists call a lead or deal of a contact. Read at the moment of writing; it never leaves HubSpot's queue. */
import type { HubSpot } from '../../hubspot/client.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';

/** Contact properties that a name is made of. */
export const NAME_PROPERTIES = ['firstname', 'lastname', 'email'];

/** The primary company's name, else the person's, else the address. The contact was read with its companies. */
export async function nameOf(hubspot: HubSpot, contact: HubSpotRecord): Promise<string> {
  const [companyId] = contact.associated.company ?? [];
  const [company] = companyId === undefined ? [] : await hubspot.readRecords('company', [companyId], ['name']);
  const value = (name: string) => contact.values[name]?.value.trim() ?? '';
  const person = `${value('firstname')} ${value('lastname')}`.trim();
  const names = [company?.values['name']?.value.trim() ?? '', person, value('email'), `Contact ${contact.id}`];
  return names.find((name) => name !== '') ?? '';
}
