/** C-06: the next of a role in turn becomes the contact's owner, unless one of the staff is. C-09: the rep who qualified it does. */
import { ApplicationFailure } from '@temporalio/activity';
import { type ContactPortal, PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { Rota } from '../../journal/rota.ts';

export interface AssignInput {
  portalId: string;
  contactId: string;
  /** Names the occasion: a repeat has the same turn. */
  key: string;
  role: string;
}

/**
 * An owner who is no user any more counts as none. Safe to repeat: whoever was made owner is staff, and so stays.
 * @throws ApplicationFailure `nobody` where the role has no user in this portal; HubSpotError, JournalUnavailable
 */
export async function assignNext(
  hubspot: HubSpot,
  rota: Pick<Rota, 'take'>,
  { staff, owners }: ContactPortal,
  { portalId, contactId, key, role }: AssignInput,
): Promise<{ ownerId: string }> {
  const { owner } = PORTAL_PROPERTIES;
  const contact = await hubspot.readRecord('contact', contactId, [owner]);
  const present = contact.values[owner]?.value ?? '';
  if (staff.includes(present)) return { ownerId: present };
  const holders = owners[role] ?? [];
  if (holders.length === 0) {
    throw ApplicationFailure.nonRetryable(`nobody in this portal has the role "${role}"`, 'nobody');
  }
  const turn = await rota.take(portalId, role, key);
  const ownerId = holders[turn % holders.length] ?? '';
  await hubspot.updateRecord('contact', contactId, { [owner]: ownerId });
  return { ownerId };
}

/**
 * C-09: makes a rep the owner. Whom people made the owner since it was decided stays it; one who is no user any more counts
 * as none. Safe to repeat.
 */
export async function ownByRep(
  hubspot: HubSpot,
  { staff }: ContactPortal,
  { contactId, ownerId, from }: { contactId: string; ownerId: string; from: string },
): Promise<{ ownerId: string }> {
  const { owner } = PORTAL_PROPERTIES;
  const contact = await hubspot.readRecord('contact', contactId, [owner]);
  const present = contact.values[owner]?.value ?? '';
  if (present !== from && staff.includes(present)) return { ownerId: present };
  await hubspot.updateRecord('contact', contactId, { [owner]: ownerId });
  return { ownerId };
}
