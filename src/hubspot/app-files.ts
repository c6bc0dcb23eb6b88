/**
 * The project app that HubSpot's CLI uploads (`hs project upload`): its scopes and the webhooks it hears, from the policy's
 * rows (reference: HubSpot §2.1, §7). One subscription a property; what the engine writes itself is not subscribed to.
 */
import type { Policy } from '../domain/policy/types.ts';
import { isWriting, propertiesAskedOf, RELATED_OBJECTS, type RelatedObject } from '../domain/related.ts';

/** `config.subscriptions` of `webhooks-hsmeta.json`. */
export interface Subscriptions {
  /** `object.*`: for objects without webhook types of their own. */
  crmObjects: { subscriptionType: string; objectType: string; propertyName?: string; active: true }[];
  /** `deal.*`, `company.*`, `contact.*`. */
  legacyCrmObjects: { subscriptionType: string; propertyName?: string; active: true }[];
  hubEvents: { subscriptionType: string; active: true }[];
}

const DEAL_EVENTS = ['creation', 'deletion', 'restore', 'merge', 'associationChange'];
/** A creation is no news by itself, but tells that the values beside it are none either. */
const OTHERS_EVENTS = ['creation', 'deletion', 'restore', 'merge'];
/** With deals they are associated on their own side: `deal.associationChange` knows objects with webhooks of their own only. */
const WRITING_EVENTS = ['creation', 'deletion', 'restore', 'associationChange'];
/** HubSpot does not tell of these, and refuses who asks (reference: HubSpot §2.1). */
const NEVER_TOLD = ['hs_email_html', 'hs_email_subject'];

/** Everything that decides something for a deal, and nothing else. */
export function webhookSubscriptions(policy: Policy): Subscriptions {
  const asked = RELATED_OBJECTS.filter((object) => propertiesAskedOf(policy, object).size > 0);
  return {
    legacyCrmObjects: [
      ...eventsOf('deal', DEAL_EVENTS),
      ...propertiesOf(policy, 'deal'),
      ...asked
        .filter((object) => !isWriting(object))
        .flatMap((object) => [...eventsOf(object, OTHERS_EVENTS), ...propertiesOf(policy, object)]),
    ],
    crmObjects: asked.filter(isWriting).flatMap((objectType) => [
      ...WRITING_EVENTS.map((event) => ({ subscriptionType: `object.${event}`, objectType, active: true as const })),
      ...[...propertiesAskedOf(policy, objectType)]
        .filter((propertyName) => !NEVER_TOLD.includes(propertyName))
        .map((propertyName) => ({
          subscriptionType: 'object.propertyChange',
          objectType,
          propertyName,
          active: true as const,
        })),
    ]),
    hubEvents: [],
  };
}

function eventsOf(object: string, events: string[]): Subscriptions['legacyCrmObjects'] {
  return events.map((event) => ({ subscriptionType: `${object}.${event}`, active: true }));
}

function propertiesOf(policy: Policy, object: 'deal' | RelatedObject): Subscriptions['legacyCrmObjects'] {
  return policy.properties
    .filter((row) => row.object === object && row.filledBy === 'people')
    .map(({ name }) => ({ subscriptionType: `${object}.propertyChange`, propertyName: name, active: true }));
}

/** What the engine does in the portal, and so what the app asks for; docs/set-up-hubspot.md says what each is for. */
export const SCOPES = [
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
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
