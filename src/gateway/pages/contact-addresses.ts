/** Which addresses a contact has in HubSpot at this moment. */
import type { HubSpot } from '../../hubspot/client.ts';
import { HubSpotError } from '../../hubspot/error.ts';
import type { ContactAddresses } from './consent.ts';

/** @throws HubSpotError when HubSpot does not answer; a deleted contact is `undefined` */
export function readContactAddresses(
  hubspot: Pick<HubSpot, 'readRecord'>,
): (contactId: string) => Promise<ContactAddresses | undefined> {
  return async (contactId) => {
    try {
      const { id, archived, values } = await hubspot.readRecord('contact', contactId, [
        'email',
        'hs_additional_emails',
      ]);
      if (archived) return undefined;
      const additional = values['hs_additional_emails']?.value.split(';') ?? [];
      return { id, addresses: [values['email']?.value ?? '', ...additional].filter((address) => address !== '') };
    } catch (error) {
      if (error instanceof HubSpotError && error.kind === 'notFound') return undefined;
      throw error;
    }
  };
}
