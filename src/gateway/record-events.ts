/** From a HubSpot webhook event to what the workflow of the record concerned is told. Pure. */
import { createHash } from 'node:crypto';
import type { RecordEvent } from '../domain/events.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import { actorOf } from '../hubspot/actor.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';
import { toRelatedNews } from './related.ts';

/** Where events go: to the workflow of a record, or to the relay, which finds the deals concerned (design, decision 5). */
export type RecordRef = { workflow: 'deal'; objectId: string } | { workflow: 'relay' };

export function recordKey(record: RecordRef): string {
  return record.workflow === 'relay' ? 'relay' : `${record.workflow}-${record.objectId}`;
}

export interface RecordNews {
  record: RecordRef;
  event: RecordEvent;
}

/**
 * Why an event that we understand goes nowhere: another HubSpot account's, of a kind no workflow asks for, of a property no
 * exit criterion looks at, or the echo of a note, task or ticket of ours.
 */
export type IgnoredReason = 'portal' | 'object' | 'change' | 'property' | 'echo';

/** Whose webhooks we take, and by which rules. */
export interface WebhookContext {
  policy: Policy;
  portalId: string;
  appId: string;
}

/** One event can concern several records: a merge tells each record that it takes up. */
export type Routed = { news: RecordNews[] } | { ignored: IgnoredReason };

/**
 * Decides which workflows hear of an event, and what (design, decision 4): a deal about itself, with values that may travel;
 * the relay about other records. The same event gives the same dedupe key, however often and in whatever POST it is
 * delivered.
 */
export function toRecordEvents(context: WebhookContext, webhook: WebhookEvent): Routed {
  if (String(webhook.portalId) !== context.portalId) return { ignored: 'portal' };

  const by = actorOf(webhook.changeSource, webhook.sourceId, context.appId);
  const event = (objectId: number, content: EventContent): RecordEvent => ({
    ...content,
    key: dedupeKey(webhook, objectId),
    occurredAt: webhook.occurredAt,
    by,
  });
  const news = (objectId: number, content: EventContent): RecordNews => ({
    record: { workflow: 'deal', objectId: String(objectId) },
    event: event(objectId, content),
  });

  // Both directions reach the deal: HubSpot tells of one association twice, and either message may be the one we get.
  if (webhook.change === 'associationChange') {
    const { associationType: association, fromObjectId, toObjectId, associationRemoved: removed } = webhook;
    if (by === 'us' && OURS.test(association)) return { ignored: 'echo' };
    if (association.startsWith('DEAL_TO_')) {
      return { news: [news(fromObjectId, { kind: 'association', association, otherId: String(toObjectId), removed })] };
    }
    if (association.endsWith('_TO_DEAL')) {
      return { news: [news(toObjectId, { kind: 'association', association, otherId: String(fromObjectId), removed })] };
    }
    return { ignored: 'object' };
  }

  if (webhook.object !== 'deal') {
    const related = toRelatedNews(context.policy, webhook, by);
    if ('ignored' in related) return related;
    return { news: [{ record: { workflow: 'relay' }, event: event(related.objectId, related.content) }] };
  }
  switch (webhook.change) {
    case 'creation':
      return { news: [news(webhook.objectId, { kind: 'created' })] };
    case 'deletion':
      return { news: [news(webhook.objectId, { kind: 'deleted' })] };
    case 'restore':
      return { news: [news(webhook.objectId, { kind: 'restored' })] };
    case 'propertyChange': {
      const row = findProperty(context.policy, 'deal', webhook.propertyName);
      const value = travellingValue(row, webhook.propertyValue);
      return { news: [news(webhook.objectId, { kind: 'property', property: webhook.propertyName, value })] };
    }
    case 'merge': {
      const survivor = webhook.newObjectId ?? webhook.primaryObjectId;
      const merged = new Set([webhook.primaryObjectId, ...webhook.mergedObjectIds]);
      const gone = [...merged].filter((objectId) => objectId !== survivor);
      return {
        news: [
          ...gone.map((objectId) => news(objectId, { kind: 'merged', into: String(survivor) })),
          // HubSpot made a record with an id that nobody has heard of.
          ...(merged.has(survivor) ? [] : [news(survivor, { kind: 'created' })]),
        ],
      };
    }
    case 'privacyDeletion': // HubSpot has it for contacts only.
    case 'other':
      return { ignored: 'change' };
  }
}

/** Records that this engine makes and hangs on deals; it knows of them. */
const OURS = /^(?:NOTE|TASK|TICKET)_TO_DEAL$|^DEAL_TO_(?:NOTE|TASK|TICKET)$/;

type WithoutEnvelope<E> = E extends RecordEvent ? Omit<E, 'key' | 'occurredAt' | 'by'> : never;
type EventContent = WithoutEnvelope<RecordEvent>;

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
