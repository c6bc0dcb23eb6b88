/** What a webhook about another record becomes: news for the relay, which finds deals and contacts (design, decision 5). Pure. */
import type { Actor, EventContent } from '../domain/events.ts';
import { leadTicketCategory, TICKET_CATEGORY } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import { isRelatedObject, propertiesAskedOf } from '../domain/related.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';
import type { IgnoredReason, ObjectNews } from './own-news.ts';

/** What this engine writes into the other ones (notes, tasks, tickets, logged e-mails) it knows of. */
const PEOPLES_RECORDS = ['company', 'contact'];

/**
 * Ids and names only: no value of another record enters a signal. A creation says nothing yet, because what the new record
 * is associated with tells its deal or contact by itself.
 */
export function toRelatedNews(
  policy: Policy,
  webhook: WebhookEvent,
  by: Actor,
): ObjectNews[] | { ignored: IgnoredReason } {
  const { object, change } = webhook;
  if (!isRelatedObject(object)) return { ignored: 'object' };
  const asked = propertiesAskedOf(policy, object);
  if (asked.size === 0) return { ignored: 'object' };

  const news = (objectId: number, property?: string): ObjectNews[] => {
    const content: EventContent = { kind: 'related', object, otherId: String(objectId) };
    return [{ objectId, content: property === undefined ? content : { ...content, property } }];
  };
  switch (change) {
    case 'propertyChange':
      if (!asked.has(webhook.propertyName)) return { ignored: 'property' };
      if (by === 'us' && !PEOPLES_RECORDS.includes(object)) return { ignored: 'echo' };
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
 * was associated later, and that event makes its deal or contact read them. But a ticket that asks for a lead is answered
 * whether or not it is ever associated with anybody (L-02).
 */
export function createdIn(policy: Policy, webhooks: WebhookEvent[]): (webhook: WebhookEvent) => boolean {
  const created = new Set(
    webhooks.flatMap((one) => (one.change === 'creation' ? [`${one.object}-${one.objectId}`] : [])),
  );
  return (one) =>
    one.change === 'propertyChange' && created.has(`${one.object}-${one.objectId}`) && !asksForLead(policy, one);
}

function asksForLead(policy: Policy, webhook: WebhookEvent): boolean {
  return (
    webhook.change === 'propertyChange' &&
    webhook.object === 'ticket' &&
    webhook.propertyName === TICKET_CATEGORY &&
    webhook.propertyValue === leadTicketCategory(policy)
  );
}
