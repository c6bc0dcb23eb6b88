/** Which changes the app hears of, in the shape of a project app's `webhooks-hsmeta.json` (reference `hubspot.md` §7). */
import { z } from 'zod';
import { findObjectType, objectTypes, type ObjectTypeName } from '../catalog/object-types.ts';
import type { Change } from '../changes.ts';
import { validationProblem } from '../problems.ts';

const events = ['creation', 'deletion', 'propertyChange', 'associationChange', 'merge', 'restore'] as const;
/** Of contacts only, and among the `hubEvents`. */
const PRIVACY_DELETION = 'contact.privacyDeletion';
type EventName = (typeof events)[number] | 'privacyDeletion';

const common = { propertyName: z.string().optional(), active: z.boolean().default(true) };

/** `config.subscriptions` of the file. Of `hubEvents` only the privacy deletion is ever sent. */
export const subscriptionsSchema = z.object({
  crmObjects: z.array(z.object({ subscriptionType: z.string(), objectType: z.string(), ...common })).default([]),
  legacyCrmObjects: z.array(z.object({ subscriptionType: z.string(), ...common })).default([]),
  hubEvents: z.array(z.object({ subscriptionType: z.string(), active: z.boolean().default(true) })).default([]),
});
export type SubscriptionsConfig = z.infer<typeof subscriptionsSchema>;

export interface Subscription {
  id: number;
  /** As in the payload, e.g. `deal.propertyChange` or `object.propertyChange`. */
  subscriptionType: string;
  objectType: ObjectTypeName;
  event: EventName;
  /** Absent: every property. HubSpot itself wants one subscription for each. */
  propertyName?: string;
}

const FIRST_ID = 3_300_001;

/**
 * Everything: `deal.*` for objects that have webhooks of their own, `object.*` for the others, or `object.*` for all, so
 * that much comes in both formats.
 */
export function everything(bothFormats = false): SubscriptionsConfig {
  const rows = objectTypes.flatMap((type) => events.map((event) => ({ type, event })));
  return {
    crmObjects: rows
      .filter(({ type }) => bothFormats || !type.ownWebhooks)
      .map(({ type, event }) => ({ subscriptionType: `object.${event}`, objectType: type.singular, active: true })),
    legacyCrmObjects: rows
      .filter(({ type }) => type.ownWebhooks)
      .map(({ type, event }) => ({ subscriptionType: `${type.singular}.${event}`, active: true })),
    hubEvents: [{ subscriptionType: PRIVACY_DELETION, active: true }],
  };
}

/** Throws what HubSpot answers for a type that it does not know. */
export function readSubscriptions(config: SubscriptionsConfig): Subscription[] {
  const rows = [
    ...config.crmObjects.map((row) => ({ ...row, ...split(row.subscriptionType, row.objectType) })),
    ...config.legacyCrmObjects.map((row) => ({ ...row, ...split(row.subscriptionType) })),
    ...config.hubEvents
      .filter(({ subscriptionType }) => subscriptionType === PRIVACY_DELETION)
      .map((row) => ({
        ...row,
        objectType: 'contacts' as const,
        event: 'privacyDeletion' as const,
        propertyName: undefined,
      })),
  ];
  return rows
    .filter((row) => row.active)
    .map(({ subscriptionType, objectType, event, propertyName }, index) => ({
      id: FIRST_ID + index,
      subscriptionType,
      objectType,
      event,
      ...(propertyName === undefined ? {} : { propertyName }),
    }));
}

/** The subscriptions that hear of a change. Two of them make two events. */
export function subscribersOf(subscriptions: Subscription[], change: Change): Subscription[] {
  return subscriptions.filter(
    ({ objectType, event, propertyName, subscriptionType }) =>
      objectType === change.record.type &&
      event === change.kind &&
      (change.kind !== 'propertyChange' || propertyName === undefined || propertyName === change.property) &&
      // The older format only knows associations between objects that have webhooks of their own.
      (change.kind !== 'associationChange' ||
        subscriptionType.startsWith('object.') ||
        findObjectType(change.other.type).ownWebhooks),
  );
}

function split(subscriptionType: string, objectType?: string): { objectType: ObjectTypeName; event: EventName } {
  const [prefix = '', name] = subscriptionType.split('.');
  const event = events.find((each) => each === name);
  const type = findObjectType(objectType ?? prefix);
  if (!event || (objectType === undefined ? !type.ownWebhooks : prefix !== 'object')) {
    throw validationProblem(`Subscription type ${subscriptionType} is not valid`);
  }
  return { objectType: type.plural, event };
}
