/** What a webhook about a deal or a contact tells the workflow of that record. Pure. */
import type { EventContent } from '../domain/events.ts';
import { normalValue } from '../domain/contact/values.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';

/**
 * Why an event that we understand goes nowhere: another HubSpot account's, of a kind no workflow asks for, of a property no
 * rule looks at, or the echo of a note, task, ticket or e-mail of ours.
 */
export type IgnoredReason = 'portal' | 'object' | 'change' | 'property' | 'echo';

export interface ObjectNews {
  objectId: number;
  content: EventContent;
}

/** A merge tells each record that it takes up. */
export function toOwnNews(
  policy: Policy,
  object: 'deal' | 'contact',
  webhook: WebhookEvent,
): ObjectNews[] | { ignored: IgnoredReason } {
  switch (webhook.change) {
    case 'creation':
      return [{ objectId: webhook.objectId, content: { kind: 'created' } }];
    case 'deletion':
      return [{ objectId: webhook.objectId, content: { kind: 'deleted' } }];
    case 'restore':
      return [{ objectId: webhook.objectId, content: { kind: 'restored' } }];
    case 'privacyDeletion': // HubSpot has it for contacts only.
      return object === 'contact'
        ? [{ objectId: webhook.objectId, content: { kind: 'erased' } }]
        : { ignored: 'change' };
    case 'propertyChange': {
      const { objectId, propertyName: property } = webhook;
      const row = findProperty(policy, object, property);
      // Marketing tools write much on contacts; deals are told of every change that is subscribed to.
      if (object === 'contact' && row === undefined) return { ignored: 'property' };
      const value = normalValue(row?.type, travellingValue(row, webhook.propertyValue));
      return [{ objectId, content: { kind: 'property', property, value } }];
    }
    case 'merge': {
      const survivor = webhook.newObjectId ?? webhook.primaryObjectId;
      const merged = new Set([webhook.primaryObjectId, ...webhook.mergedObjectIds]);
      const gone = [...merged].filter((objectId) => objectId !== survivor);
      const into = String(survivor);
      return [
        ...gone.map((objectId): ObjectNews => ({ objectId, content: { kind: 'merged', into } })),
        // HubSpot made a record with an id that nobody has heard of.
        ...(merged.has(survivor) ? [] : [{ objectId: survivor, content: { kind: 'created' as const } }]),
      ];
    }
    case 'associationChange':
    case 'other':
      return { ignored: 'change' };
  }
}
