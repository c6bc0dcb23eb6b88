/** From a HubSpot webhook event to what the workflows of the records concerned are told. Pure. */
import { createHash } from 'node:crypto';
import type { EventContent, RecordEvent } from '../domain/events.ts';
import type { Policy } from '../domain/policy/types.ts';
import { concerns, reachesDealsOfContacts } from '../domain/related.ts';
import { actorOf } from '../hubspot/actor.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';
import { type IgnoredReason, toOwnNews } from './own-news.ts';
import { toRelatedNews } from './related.ts';

/** Where events go: to the workflow of a record, or to the relay, which finds the records concerned (design, decision 5). */
export type RecordRef = { workflow: 'deal' | 'contact'; objectId: string } | { workflow: 'relay' };

export function recordKey(record: RecordRef): string {
  return record.workflow === 'relay' ? 'relay' : `${record.workflow}-${record.objectId}`;
}

export interface RecordNews {
  record: RecordRef;
  event: RecordEvent;
}

/** Whose webhooks we take, and by which rules. */
export interface WebhookContext {
  policy: Policy;
  portalId: string;
  appId: string;
}

/** One event can concern several records: a merge all that it takes up, an association both ends, a contact its deals. */
export type Routed = { news: RecordNews[] } | { ignored: IgnoredReason };

/**
 * Decides which workflows hear of an event, and what (design, decision 4): a deal or contact about itself, with values that
 * may travel; the relay about other records. The same event gives the same dedupe key, however often and in whatever POST it
 * is delivered. Contacts have workflows when the policy has rules for them.
 */
export function toRecordEvents({ policy, portalId, appId }: WebhookContext, webhook: WebhookEvent): Routed {
  if (String(webhook.portalId) !== portalId) return { ignored: 'portal' };

  const by = actorOf(webhook.changeSource, webhook.sourceId, appId);
  const news = (workflow: RecordRef['workflow'], objectId: number, content: EventContent): RecordNews => ({
    record: workflow === 'relay' ? { workflow } : { workflow, objectId: String(objectId) },
    event: { ...content, key: dedupeKey(webhook, objectId), occurredAt: webhook.occurredAt, by },
  });

  if (webhook.change === 'associationChange') {
    const { fromObjectId, toObjectId, associationRemoved: removed } = webhook;
    // HubSpot's name of meetings in webhooks is another one than everywhere else.
    const association = webhook.associationType.replace('MEETING_EVENT', 'MEETING');
    if (by === 'us' && OURS.test(association)) return { ignored: 'echo' };
    const told = endsToTell(policy, association).map(({ workflow, end }) => {
      const [objectId, otherId] = end === 'from' ? [fromObjectId, toObjectId] : [toObjectId, fromObjectId];
      return news(workflow, objectId, { kind: 'association', association, otherId: String(otherId), removed });
    });
    const touch = touchOfContact(policy, association, webhook);
    if (touch !== undefined) told.push(news('relay', touch.otherId, touch.content));
    return told.length > 0 ? { news: told } : { ignored: 'object' };
  }

  const { object } = webhook;
  const answers = [
    ...(hasWorkflow(policy, object) ? [{ workflow: object, said: toOwnNews(policy, object, webhook) }] : []),
    ...(object === 'deal' ? [] : [{ workflow: 'relay' as const, said: toRelatedNews(policy, webhook, by) }]),
  ];
  const told = answers.flatMap(({ workflow, said }) =>
    'ignored' in said ? [] : said.map(({ objectId, content }) => news(workflow, objectId, content)),
  );
  if (told.length > 0) return { news: told };
  return answers.map(({ said }) => said).find((said) => 'ignored' in said) ?? { ignored: 'change' };
}

function hasWorkflow(policy: Policy, object: string): object is 'deal' | 'contact' {
  return object === 'deal' || (object === 'contact' && policy.contacts !== undefined);
}

/**
 * Both directions reach a record: HubSpot tells of one association twice, and either message may be the one we get. A deal
 * hears of everything that is put on it, a contact of deals, companies and what its rules ask for.
 */
function endsToTell(policy: Policy, association: string): { workflow: 'deal' | 'contact'; end: 'from' | 'to' }[] {
  const [from = '', to = ''] = association.toLowerCase().split('_to_');
  const hears = (object: string, of: string): object is 'deal' | 'contact' =>
    hasWorkflow(policy, object) &&
    (object === 'deal' || of === 'deal' || of === 'company' || concerns(policy, { object: of }, 'contact'));
  return [
    ...(hears(from, to) ? [{ workflow: from, end: 'from' as const }] : []),
    ...(hears(to, from) ? [{ workflow: to, end: 'to' as const }] : []),
  ];
}

/** A call, e-mail, message or meeting came to a contact, or left it: the contact's deals may be answered by it (S-03). */
function touchOfContact(
  policy: Policy,
  association: string,
  { fromObjectId, toObjectId, associationRemoved }: Extract<WebhookEvent, { change: 'associationChange' }>,
): { otherId: number; content: EventContent } | undefined {
  const [from = '', to = ''] = association.toLowerCase().split('_to_');
  const isFrom = to === 'contact';
  const object = isFrom ? from : to;
  if ((!isFrom && from !== 'contact') || !reachesDealsOfContacts(policy, { object })) return undefined;
  const [otherId, contactId] = isFrom ? [fromObjectId, toObjectId] : [toObjectId, fromObjectId];
  const touch = { kind: 'related', object, otherId: String(otherId), contactId: String(contactId) } as const;
  return { otherId, content: associationRemoved ? { ...touch, removed: true } : touch };
}

/** Records that this engine makes and hangs on deals and contacts; it knows of them. */
const OURS =
  /^(?:NOTE|TASK|TICKET|EMAIL|LEAD)_TO_(?:DEAL|CONTACT)$|^(?:DEAL|CONTACT)_TO_(?:NOTE|TASK|TICKET|EMAIL|LEAD)$/;

/**
 * `attemptNumber` and `subscriptionId` stay out: they differ between deliveries of one event. `eventId` alone is not
 * unique (reference `hubspot.md` §2.5). 72 bits are plenty for the few hundred keys that one record remembers.
 */
function dedupeKey(webhook: WebhookEvent, objectId: number): string {
  const about =
    webhook.change === 'associationChange'
      ? [webhook.fromObjectId, webhook.toObjectId, webhook.associationType, webhook.associationRemoved].join(',')
      : objectId;
  const property = webhook.change === 'propertyChange' ? webhook.propertyName : '';
  const type = `${webhook.object}.${webhook.change}`;
  const identity = [webhook.portalId, type, about, property, webhook.occurredAt, webhook.eventId].join('|');
  return createHash('sha256').update(identity).digest('base64url').slice(0, 12);
}
