/** Which addresses a contact has in HubSpot at this moment. */
import type { HubSpot } from '../../hubspot/client.ts';
import { ifThere } from '../../hubspot/error.ts';
import type { ContactAddresses } from './consent.ts';

/** @throws ifThere when HubSpot does not answer; a deleted contact is `undefined` */
export function readContactAddresses(
  hubspot: Pick<HubSpot, 'readRecord'>,
): (contactId: string) => Promise<ContactAddresses | undefined> {
  return async (contactId) => {
    const found = await ifThere(hubspot.readRecord('contact', contactId, ['email', 'hs_additional_emails']));
    if (found === undefined || found.archived) return undefined;
    const { id, values } = found;
    const additional = values['hs_additional_emails']?.value.split(';') ?? [];
    return { id, addresses: [values['email']?.value ?? '', ...additional].filter((address) => address !== '') };
  };
}
