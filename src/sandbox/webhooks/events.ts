/** Webhook events as HubSpot words them (reference `hubspot.md` §2.2). */
import { findObjectType } from '../catalog/object-types.ts';
import type { Change } from '../changes.ts';
import type { Subscription } from './subscriptions.ts';

/** One event of a POST. The rest of its fields depends on the subscription type. */
export interface WebhookEvent {
  eventId: number;
  subscriptionId: number;
  portalId: number;
  appId: number;
  occurredAt: number;
  subscriptionType: string;
  attemptNumber: number;
  [field: string]: unknown;
}

export function toWebhookEvent(
  change: Change,
  subscription: Subscription,
  identity: { eventId: number; portalId: number; appId: number },
): WebhookEvent {
  const generic = subscription.subscriptionType.startsWith('object.');
  return {
    eventId: identity.eventId,
    subscriptionId: subscription.id,
    portalId: identity.portalId,
    appId: identity.appId,
    occurredAt: change.at,
    subscriptionType: subscription.subscriptionType,
    attemptNumber: 0,
    ...details(change, generic),
    changeSource: change.source.type,
    sourceId: change.source.id,
  };
}

function details(change: Change, generic: boolean): Record<string, unknown> {
  const type = findObjectType(change.record.type);
  const objectId = Number(change.record.id);
  const about = generic ? { objectId, objectTypeId: type.id } : { objectId };
  switch (change.kind) {
    case 'creation':
      return { ...about, changeFlag: 'CREATED' };
    case 'deletion':
      return { ...about, changeFlag: 'DELETED' };
    case 'restore':
      return { ...about, changeFlag: 'RESTORED' };
    case 'privacyDeletion':
      return about;
    case 'merge':
      return {
        ...about,
        primaryObjectId: Number(change.primaryId),
        mergedObjectIds: change.mergedIds.map(Number),
        newObjectId: objectId,
        numberOfPropertiesMoved: change.propertiesMoved,
      };
    case 'propertyChange': {
      const value = { propertyName: change.property, propertyValue: change.value };
      return generic ? { ...about, ...value, isSensitive: false } : { ...about, ...value };
    }
    case 'associationChange': {
      const other = findObjectType(change.other.type);
      return {
        associationType: `${type.singular}_to_${other.singular}`.toUpperCase(),
        // No objectId: HubSpot's real messages have none here.
        fromObjectId: objectId,
        toObjectId: Number(change.other.id),
        associationRemoved: change.removed,
        isPrimaryAssociation: change.primary,
        ...(generic
          ? {
              fromObjectTypeId: type.id,
              toObjectTypeId: other.id,
              associationTypeId: change.typeId,
              associationCategory: change.category,
            }
          : {}),
      };
    }
  }
}
