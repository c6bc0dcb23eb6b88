/** The portal's staff: HubSpot users who own records. */
import { sandboxStaff } from '../../domain/seed.ts';

export interface Owner {
  /** What `hubspot_owner_id` holds. */
  id: string;
  /** What webhooks and history call `userId:…`; never the same as the owner id. */
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
}

export const owners: readonly Owner[] = sandboxStaff.map((person, index) => ({
  id: String(70_010_001 + index * 13),
  userId: 41_220_007 + index * 17,
  ...person,
}));

export function findOwner(id: string): Owner | undefined {
  return owners.find((owner) => owner.id === id);
}
