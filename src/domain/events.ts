/**
 * A HubSpot webhook event as the workflows take it: ids, times and non-personal values only. Values of free text and of
 * personal properties never leave the gateway (design, decision 4); the event then only says whether there is a value.
 */

/** Who made a change in HubSpot: `person:<user id>`, `import`, `automation`, `us`, `app:<app id>` or `unknown`. */
export type Actor = string;

interface EventBase {
  /** Dedupe key: short hash of portal, type, object, property, occurredAt and eventId (never the attempt number). */
  key: string;
  /** Milliseconds since 1970 on HubSpot's clock: when the change happened, not when it was delivered. */
  occurredAt: number;
  by: Actor;
}

export type RecordEvent =
  | (EventBase & { kind: 'created' })
  | (EventBase & { kind: 'deleted' })
  | (EventBase & { kind: 'restored' })
  | (EventBase & {
      kind: 'merged';
      /** Id of the record that goes on. */
      into: string;
    })
  | (EventBase & {
      kind: 'property';
      property: string;
      /** The value; for properties whose values stay out of Temporal `FILLED` or `''`. */
      value: string;
    })
  | (EventBase & {
      kind: 'association';
      /** HubSpot's name, e.g. `DEAL_TO_CONTACT`. */
      association: string;
      otherId: string;
      removed: boolean;
    });

/** Stands for a value that is not allowed into Temporal: the property is known, its content is read where it is needed. */
export const FILLED = '*';
