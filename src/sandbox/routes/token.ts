/** What an access token of a private app is for. */
import { z } from 'zod';
import { readBody, type Route } from '../api.ts';
import { objectTypes } from '../catalog/object-types.ts';
import { owners } from '../catalog/owners.ts';

/** The sandbox's token may do everything, and so has every scope there is a use for. */
const scopes = [
  ...objectTypes
    .filter(({ ownWebhooks }) => ownWebhooks)
    .flatMap(({ plural }) =>
      ['objects', 'schemas'].flatMap((of) => [`crm.${of}.${plural}.read`, `crm.${of}.${plural}.write`]),
    ),
  'communication_preferences.read_write',
  'crm.objects.leads.read',
  'crm.objects.leads.write',
  'crm.objects.owners.read',
  'crm.pipelines.governance.read',
  'crm.pipelines.governance.write',
  'files',
  'files.ui_hidden.read',
  'oauth',
  'sales-email-read',
  'tickets',
];

export const tokenRoutes: Route[] = [
  {
    method: 'POST',
    family: 'privateApps',
    path: '/get/access-token-info',
    handle: (request) => {
      readBody(request, z.object({ tokenKey: z.string() }));
      const { portalId: hubId, appId } = request.portal;
      return { status: 200, body: { userId: owners[0]?.userId, hubId, appId, scopes } };
    },
  },
];
