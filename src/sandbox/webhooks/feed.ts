/** From changes in the portal to events for the app, by its subscriptions. */
import type { Change } from '../changes.ts';
import type { Random } from '../random.ts';
import { toWebhookEvent } from './events.ts';
import type { WebhookSender } from './sender.ts';
import {
  everything,
  readSubscriptions,
  subscribersOf,
  type Subscription,
  type SubscriptionsConfig,
} from './subscriptions.ts';

const FIRST_EVENT_ID = 1_000_000_000;

export class WebhookFeed {
  /** Whether a creation is followed by events for its values; HubSpot does not document it. */
  initialValues = true;
  config: SubscriptionsConfig;
  readonly #identity: { portalId: number; appId: number };
  readonly #sender: WebhookSender;
  readonly #random: Random;
  readonly #atStart: SubscriptionsConfig;
  #subscriptions: Subscription[];
  #lastEventId = FIRST_EVENT_ID;

  constructor(
    identity: { portalId: number; appId: number },
    sender: WebhookSender,
    random: Random,
    atStart = everything(),
  ) {
    this.#identity = identity;
    this.#sender = sender;
    this.#random = random;
    this.#atStart = atStart;
    this.config = atStart;
    this.#subscriptions = readSubscriptions(atStart);
  }

  subscribe(config: SubscriptionsConfig): void {
    this.#subscriptions = readSubscriptions(config);
    this.config = config;
  }

  reset(): void {
    this.initialValues = true;
    this.subscribe(this.#atStart);
  }

  hear(change: Change): void {
    if (change.kind === 'propertyChange' && change.initial && !this.initialValues) return;
    const events = subscribersOf(this.#subscriptions, change).map((subscription) => {
      this.#lastEventId += this.#random.between(1, 9_999);
      return toWebhookEvent(change, subscription, { eventId: this.#lastEventId, ...this.#identity });
    });
    this.#sender.push(events);
  }
}
