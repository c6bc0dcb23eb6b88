/** Controls of what an admin sets up in the portal, and of its records where HubSpot's API has no call. */
import { z } from 'zod';
import { findObjectType } from '../catalog/object-types.ts';
import type { WriteRule } from '../write-rules.ts';
import { findOwner, owners } from '../catalog/owners.ts';
import type { Source } from '../changes.ts';
import { restoreRecord } from '../lifecycle.ts';
import { renderRecord } from '../render.ts';
import { ControlError, read, type Control } from './control.ts';

const rulesSchema = z.object({
  rules: z.array(
    z.object({
      objectType: z.string(),
      property: z.string(),
      when: z.object({ property: z.string(), values: z.array(z.string()).min(1) }).optional(),
    }),
  ),
});

/** Who does in the screen what the controls do. */
const somebody: Source = { type: 'CRM_UI', id: `userId:${owners[0]?.userId}` };

const lagSchema = z.object({ search: z.coerce.number().min(0).max(30), read: z.coerce.number().min(0).max(30) });

export const portalControls: readonly Control[] = [
  {
    method: 'GET',
    path: '/lag',
    what: 'How many seconds search lags behind, and for how long a new record cannot be read.',
    run: ({ portal }) => portal.lag,
  },
  {
    method: 'POST',
    path: '/lag',
    body: { search: 30, read: 0.5 },
    what: "Lets search see what happened so many seconds of the sandbox's clock later, 30 at most, and answers reads of a new record 404 for so long.",
    run: ({ portal }, { body }) => {
      portal.lag = read(lagSchema, body);
      return portal.lag;
    },
  },
  {
    method: 'GET',
    path: '/conditional-rules',
    what: "The admin's rules for writes, which HubSpot enforces on 2026-09 paths.",
    run: ({ portal }) => ({ rules: portal.writeRules }),
  },
  {
    method: 'PUT',
    path: '/conditional-rules',
    body: {
      rules: [
        { objectType: 'deals', property: 'closedate', when: { property: 'dealstage', values: ['closedwon'] } },
        { objectType: 'contacts', property: 'firstname' },
      ],
    },
    what: 'Sets these rules and no others: the property must have a value when another has one of these values, or, without `when`, on every create. Calls on 2026-09 paths that break one are answered 400.',
    run: ({ portal }, { body }) => {
      portal.writeRules = read(rulesSchema, body).rules.map(({ objectType, property, when }): WriteRule => {
        const type = findObjectType(objectType).plural;
        portal.properties.get(type, property);
        if (!when) return { objectType: type, property };
        portal.properties.get(type, when.property);
        return { objectType: type, property, when };
      });
      return { rules: portal.writeRules };
    },
  },
  {
    method: 'DELETE',
    path: '/owners/{ownerId}',
    what: 'Removes a user from the account, as an admin does when somebody leaves: the owner is archived, and what belongs to it stays so.',
    run: ({ portal }, { params }) => {
      const owner = findOwner(params['ownerId'] ?? '');
      if (!owner) throw new ControlError(404, 'No owner with this id');
      portal.archivedOwners.add(owner.id);
      return { archived: [...portal.archivedOwners] };
    },
  },
  {
    method: 'POST',
    path: '/objects/{objectType}/{objectId}/restore',
    what: "Brings an archived record back, as a person can in HubSpot's screen.",
    run: ({ portal }, { params }) => {
      const type = findObjectType(params['objectType'] ?? '').plural;
      const record = portal.records.find({ type, id: params['objectId'] ?? '' });
      if (record?.archivedAt === undefined) throw new ControlError(404, 'No archived record with this id');
      restoreRecord(portal, somebody, record);
      return renderRecord(portal, record);
    },
  },
];
