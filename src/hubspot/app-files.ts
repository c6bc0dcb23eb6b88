/**
 * The project app that HubSpot's CLI uploads (`hs project upload`): its scopes and the webhooks it hears, from the policy's
 * rows (reference: HubSpot §7). One subscription a property; what the engine writes itself is not subscribed to.
 */
import type { ObjectName, Policy } from '../domain/policy/types.ts';

export interface Subscriptions {
  crmObjects: { subscriptionType: string; objectType: string; propertyName?: string; active: true }[];
  legacyCrmObjects: { subscriptionType: string; propertyName?: string; active: true }[];
  hubEvents: { subscriptionType: string; active: true }[];
}

/** Objects with webhook types of their own; everything else comes as `object.*`. */
const OWN_TYPES: ObjectName[] = ['deal', 'company', 'contact'];
const DEAL_EVENTS = ['creation', 'deletion', 'restore', 'merge', 'associationChange'];
/** What people write on a deal's timeline: it can be next steps or carry a file (D-04, D-12). */
const WRITINGS = [
  { objectType: 'note', properties: ['hs_note_body', 'hs_attachment_ids', 'hs_timestamp'] },
  { objectType: 'email', properties: ['hs_email_text', 'hs_attachment_ids', 'hs_timestamp'] },
  { objectType: 'call', properties: ['hs_call_body', 'hs_attachment_ids', 'hs_timestamp'] },
];

export function webhookSubscriptions(policy: Policy): Subscriptions {
  const rows = policy.properties.filter(({ filledBy }) => filledBy === 'people');
  return {
    legacyCrmObjects: [
      ...DEAL_EVENTS.map((event) => ({ subscriptionType: `deal.${event}`, active: true as const })),
      ...OWN_TYPES.flatMap((object) =>
        rows
          .filter((row) => row.object === object)
          .map(({ name }) => ({
            subscriptionType: `${object}.propertyChange`,
            propertyName: name,
            active: true as const,
          })),
      ),
    ],
    crmObjects: WRITINGS.flatMap(({ objectType, properties }) => [
      { subscriptionType: 'object.creation', objectType, active: true as const },
      { subscriptionType: 'object.associationChange', objectType, active: true as const },
      ...properties.map((propertyName) => ({
        subscriptionType: 'object.propertyChange',
        objectType,
        propertyName,
        active: true as const,
      })),
    ]),
    hubEvents: [],
  };
}

/** What the engine does in the portal; nothing more is asked for. */
const SCOPES = [
  'crm.objects.companies.read',
  'crm.objects.contacts.read',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.owners.read',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'files',
  'tickets',
];

/** Name in the project folder → content. `targetUrl` is `<PUBLIC_URL>/webhooks/hubspot`. */
export function appFiles(policy: Policy, targetUrl: string): Record<string, object> {
  return {
    'hsproject.json': { name: 'sales-sop-engine', srcDir: 'src', platformVersion: '2026.09' },
    'src/app/app-hsmeta.json': {
      uid: 'sales_sop_engine',
      type: 'app',
      config: {
        name: 'Sales SOP engine',
        description: policy.title,
        distribution: 'private',
        auth: { type: 'static', requiredScopes: SCOPES },
        permittedUrls: { fetch: [], iframe: [], img: [] },
      },
    },
    'src/app/webhooks/webhooks-hsmeta.json': {
      uid: 'sales_sop_engine_webhooks',
      type: 'webhooks',
      config: {
        settings: { targetUrl, maxConcurrentRequests: 10 },
        subscriptions: webhookSubscriptions(policy),
      },
    },
  };
}
