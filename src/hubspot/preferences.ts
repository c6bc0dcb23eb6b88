/** The port's calls about communication preferences: who wants which mail (reference/hubspot §4.9). */
import { z } from 'zod';
import { HubSpotError } from './error.ts';
import { anyObjectSchema } from './schemas.ts';
import type { Call } from './transport.ts';

/** The dated version of which it is documented that somebody who has opted out can be subscribed again. */
const VERSION = '2026-03';

export type SubscriptionState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SPECIFIED';

export interface SubscriptionStatus {
  state: SubscriptionState;
  /** When it became so, milliseconds since 1970; 0 where nobody ever said anything. */
  at: number;
}

/** Why we may mail: every subscription of ours rests on consent that was asked for in words the person saw. */
export interface SubscriptionChange {
  subscriptionId: number;
  state: Exclude<SubscriptionState, 'NOT_SPECIFIED'>;
  /** For whoever reads the person's preferences in HubSpot: where the proof is. */
  explanation: string;
}

const definitionsSchema = z.looseObject({
  results: z.array(z.looseObject({ id: z.coerce.number(), name: z.string() })),
});

const statusesSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      subscriptionId: z.coerce.number(),
      status: z.enum(['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SPECIFIED']),
      timestamp: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    }),
  ),
});

export function preferenceCalls(call: Call) {
  return {
    /** Id of the subscription type that people call so; undefined where the portal has none. Marketers make them in HubSpot's settings. */
    async subscriptionType(name: string): Promise<number | undefined> {
      const { results } = await call(
        { operation: 'subscriptionType', method: 'GET', path: `/communication-preferences/${VERSION}/definitions` },
        definitionsSchema,
      );
      return results.find((type) => type.name.trim().toLowerCase() === name.trim().toLowerCase())?.id;
    },

    /** What an address said to mails of one type. An address of nobody has a status, too. */
    async subscription(address: string, subscriptionId: number): Promise<SubscriptionStatus> {
      const { results } = await call(
        { operation: 'subscription', method: 'GET', path: statusPath(address), query: { channel: 'EMAIL' } },
        statusesSchema,
      );
      const status = results.find((one) => one.subscriptionId === subscriptionId);
      if (status === undefined) {
        throw new HubSpotError({ operation: 'subscription', kind: 'badAnswer', mayHaveHappened: false });
      }
      return { state: status.status, at: status.timestamp };
    },

    /** Repeating it changes nothing. */
    async setSubscription(address: string, { subscriptionId, state, explanation }: SubscriptionChange): Promise<void> {
      await call(
        {
          operation: 'setSubscription',
          method: 'POST',
          path: statusPath(address),
          query: { channel: 'EMAIL' },
          body: {
            subscriptionId,
            statusState: state,
            channel: 'EMAIL',
            legalBasis: 'CONSENT_WITH_NOTICE',
            legalBasisExplanation: explanation,
          },
        },
        anyObjectSchema,
      );
    },

    /** Unsubscribes an address from everything the portal sends. Repeating it changes nothing. */
    async unsubscribeAll(address: string): Promise<void> {
      await call(
        {
          operation: 'unsubscribeAll',
          method: 'POST',
          path: `${statusPath(address)}/unsubscribe-all`,
          query: { channel: 'EMAIL' },
        },
        anyObjectSchema,
      );
    },
  };
}

function statusPath(address: string): string {
  return `/communication-preferences/${VERSION}/statuses/${encodeURIComponent(address)}`;
}
