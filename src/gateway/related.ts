/** What a webhook about another record than a deal becomes: news for the relay (design, decision 5). Pure. */
import type { Actor } from '../domain/events.ts';
import type { Policy } from '../domain/policy/types.ts';
import { isRelatedObject, isWriting, propertiesAskedOf, type RelatedEvent } from '../domain/related.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';

export type RelatedNews =
  | { objectId: number; content: Omit<RelatedEvent, 'key' | 'occurredAt' | 'by'> }
  | { ignored: 'object' | 'change' | 'property' | 'echo' };

/**
 * Ids and names only: no value of another record enters a signal. A creation says nothing yet, because what the new record
 * is associated with tells its deal by itself.
 */
export function toRelatedNews(policy: Policy, webhook: WebhookEvent, by: Actor): RelatedNews {
  const { object, change } = webhook;
  if (!isRelatedObject(object)) return { ignored: 'object' };
  const asked = propertiesAskedOf(policy, object);
  if (asked.size === 0) return { ignored: 'object' };

  const news = (objectId: number, property?: string): RelatedNews => ({
    objectId,
    content: { kind: 'related', object, otherId: String(objectId), ...(property === undefined ? {} : { property }) },
  });
  switch (change) {
    case 'propertyChange':
      if (!asked.has(webhook.propertyName)) return { ignored: 'property' };
      // What this engine writes into notes is no next step and carries no file.
      if (by === 'us' && isWriting(object)) return { ignored: 'echo' };
      return news(webhook.objectId, webhook.propertyName);
    case 'deletion':
    case 'restore':
      return news(webhook.objectId);
    case 'merge':
      return news(webhook.newObjectId ?? webhook.primaryObjectId);
    case 'creation':
    case 'privacyDeletion': // comes with a deletion
    case 'associationChange':
    case 'other':
      return { ignored: 'change' };
  }
}

/**
 * The records that came into being in a POST. Their values in the same POST are no news: whatever they are associated with
 * was associated later, and that event makes its deal read them.
 */
export function createdIn(webhooks: WebhookEvent[]): (webhook: WebhookEvent) => boolean {
  const created = new Set(
    webhooks.flatMap((one) => (one.change === 'creation' ? [`${one.object}-${one.objectId}`] : [])),
  );
  return (one) => one.change === 'propertyChange' && created.has(`${one.object}-${one.objectId}`);
}
