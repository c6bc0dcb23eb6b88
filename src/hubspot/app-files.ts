/**
 * The project app that HubSpot's CLI uploads (`hs project upload`): its scopes and the webhooks it hears, from the policy's
 * rows (reference: HubSpot §2.1, §7). One subscription a property; what the engine writes itself is not subscribed to.
 */
import type { Policy } from '../domain/policy/types.ts';
import { propertiesAskedOf, RELATED_OBJECTS, type RelatedObject } from '../domain/related.ts';

/** `config.subscriptions` of `webhooks-hsmeta.json`. */
export interface Subscriptions {
  /** `object.*`: for objects without webhook types of their own. */
  crmObjects: { subscriptionType: string; objectType: string; propertyName?: string; active: true }[];
  /** `deal.*`, `company.*`, `contact.*`, `ticket.*`. */
  legacyCrmObjects: { subscriptionType: string; propertyName?: string; active: true }[];
  hubEvents: { subscriptionType: string; active: true }[];
}

/** Of records that have a workflow. */
const OWN_EVENTS = ['creation', 'deletion', 'restore', 'merge', 'associationChange'];
/** A creation is no news by itself, but tells that the values beside it are none either. */
const OTHERS_EVENTS = ['creation', 'deletion', 'restore', 'merge'];
const WITH_OWN_WEBHOOKS: RelatedObject[] = ['company', 'contact', 'ticket'];
/**
 * Of notes, e-mails, calls, meetings and tasks. With deals and contacts they are associated on their own side:
 * `deal.associationChange` knows objects with webhooks of their own only.
 */
const ACTIVITY_EVENTS = ['creation', 'deletion', 'restore', 'associationChange'];
/** HubSpot does not tell of these, and refuses who asks; or they never change (reference: HubSpot §2.1). */
const NEVER_TOLD = [
  'hs_email_html',
  'hs_email_subject',
  'lastmodifieddate',
  'num_unique_conversion_events',
  'recent_conversion_date',
  'createdate',
  'hs_object_source',
];

/** Everything that decides something for a deal or a contact, and nothing else. */
export function webhookSubscriptions(policy: Policy): Subscriptions {
  const hasContacts = policy.contacts !== undefined;
  const others = RELATED_OBJECTS.filter(
    (object) => propertiesAskedOf(policy, object).size > 0 && !(object === 'contact' && hasContacts),
  );
  const own = hasContacts ? (['deal', 'contact'] as const) : (['deal'] as const);
  return {
    legacyCrmObjects: [
      ...own.flatMap((object) => subscribe(object, OWN_EVENTS, propertiesToHear(policy, object))),
      ...others
        .filter((object) => WITH_OWN_WEBHOOKS.includes(object))
        .flatMap((object) => subscribe(object, OTHERS_EVENTS, propertiesToHear(policy, object))),
    ],
    crmObjects: others
      .filter((object) => !WITH_OWN_WEBHOOKS.includes(object))
      .flatMap((objectType) =>
        subscribe('object', ACTIVITY_EVENTS, propertiesToHear(policy, objectType)).map(
          ({ subscriptionType, ...one }) => ({
            subscriptionType,
            objectType,
            ...one,
          }),
        ),
      ),
    hubEvents: hasContacts ? [{ subscriptionType: 'contact.privacyDeletion', active: true }] : [],
  };
}

function subscribe(prefix: string, events: string[], properties: string[]): Subscriptions['legacyCrmObjects'] {
  return [
    ...events.map((event) => ({ subscriptionType: `${prefix}.${event}`, active: true as const })),
    ...properties.map((propertyName) => ({
      subscriptionType: `${prefix}.propertyChange`,
      propertyName,
      active: true as const,
    })),
  ];
}

/** Records whose rows the rules read as they are; of the others only what is asked of them decides anything. */
const WITH_ROWS = ['deal', 'contact', 'company'];

/** What people fill in, what HubSpot itself keeps about a contact (opt-out, bounce, last reply), and what rules ask of others. */
function propertiesToHear(policy: Policy, object: 'deal' | RelatedObject): string[] {
  const keptByHubSpot = object === 'contact' && policy.contacts !== undefined;
  const rows = policy.properties.filter(
    (row) =>
      row.object === object &&
      WITH_ROWS.includes(object) &&
      (row.filledBy === 'people' || (row.filledBy === 'portal' && keptByHubSpot)),
  );
  const asked = object === 'deal' ? [] : propertiesAskedOf(policy, object);
  return [...new Set([...rows.map(({ name }) => name), ...asked])].filter((name) => !NEVER_TOLD.includes(name));
}

/** What the engine does in the portal, and so what the app asks for; docs/set-up-hubspot.md says what each is for. */
export const SCOPES = [
  'communication_preferences.read_write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.leads.read',
  'crm.objects.leads.write',
  'crm.objects.owners.read',
  'crm.pipelines.governance.read',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'files',
  'files.ui_hidden.read',
  'sales-email-read',
  'tickets',
] as const;

/** Name in the project folder → its text. `targetUrl` is `<PUBLIC_URL>/webhooks/hubspot`. */
export function appFiles(policy: Policy, targetUrl: string): Record<string, string> {
  return {
    'hsproject.json': toText({ name: 'sales-sop-engine', srcDir: 'src', platformVersion: '2026.09' }),
    'src/app/app-hsmeta.json': toText({
      uid: 'sales_sop_engine',
      type: 'app',
      config: {
        name: 'Sales SOP engine',
        description: policy.title,
        distribution: 'private',
        auth: { type: 'static', requiredScopes: SCOPES },
        permittedUrls: { fetch: [], iframe: [], img: [] },
      },
    }),
    'src/app/webhooks/webhooks-hsmeta.json': toText({
      uid: 'sales_sop_engine_webhooks',
      type: 'webhooks',
      config: {
        settings: { targetUrl, maxConcurrentRequests: 10 },
        subscriptions: webhookSubscriptions(policy),
      },
    }),
  };
}

function toText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
