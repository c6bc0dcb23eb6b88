/** Delivers webhook events: coalesced, batched, signed, retried, and out of order when asked (reference §2.3–2.5, §10.4). */
import type { Random } from '../random.ts';
import { Disturbance, type Disorder } from './disorder.ts';
import type { WebhookEvent } from './events.ts';
import { postSigned, type Attempt } from './post.ts';

const COALESCE_MS = 50;
const MAX_EVENTS = 100;
const MAX_CONCURRENT = 10;
const MAX_RETRIES = 10;
/** HubSpot spreads ten retries over 24 hours; here they take minutes, so that a demo recovers while one watches. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const KEPT_DELIVERIES = 500;

/** One batch on its way, with all its attempts. */
export interface Delivery {
  id: number;
  state: 'waiting' | 'sending' | 'retrying' | 'delivered' | 'dropped';
  events: WebhookEvent[];
  /** `at`: machine time, ISO-8601. */
  attempts: (Attempt & { at: string })[];
}

export class WebhookSender {
  target: string | undefined;
  held = false;
  readonly #secret: string;
  readonly #random: Random;
  readonly #closing = new AbortController();
  readonly #disturbance: Disturbance;
  #queue: WebhookEvent[] = [];
  #coalescing: NodeJS.Timeout | undefined;
  #waiting: Delivery[] = [];
  readonly #retrying = new Map<Delivery, NodeJS.Timeout>();
  #sending = 0;
  #deliveries: Delivery[] = [];
  #lastId = 0;
  #idleWaiters: (() => void)[] = [];

  constructor(secret: string, random: Random, target: string | undefined) {
    this.#secret = secret;
    this.#random = random;
    this.#disturbance = new Disturbance(random, (event) => this.#take(event));
    this.target = target;
  }

  /** Without a target nobody is subscribed, so nothing is kept. */
  push(events: WebhookEvent[]): void {
    if (this.target === undefined || events.length === 0) return;
    this.#disturbance.pass(events);
  }

  get disorder(): Disorder {
    return this.#disturbance.disorder;
  }

  /** Events that the disorder swallowed, newest last. */
  get dropped(): readonly WebhookEvent[] {
    return this.#disturbance.dropped;
  }

  /** Sends what waits, also while held. */
  flush(): void {
    clearTimeout(this.#coalescing);
    this.#coalescing = undefined;
    const events = this.#queue;
    this.#queue = [];
    for (const batch of this.#batches(events)) this.#enqueue(batch);
    this.#settle();
  }

  hold(): void {
    this.held = true;
    clearTimeout(this.#coalescing);
    this.#coalescing = undefined;
    this.#settle();
  }

  release(): void {
    this.held = false;
    this.flush();
  }

  /** The same batch once more, as HubSpot may do even after a 2xx. */
  redeliver(id: number): Delivery | undefined {
    const delivery = this.#deliveries.find((each) => each.id === id);
    if (delivery?.state !== 'delivered' && delivery?.state !== 'dropped') return undefined;
    const attemptNumber = delivery.attempts.length;
    return this.#enqueue(delivery.events.map((event) => ({ ...event, attemptNumber })));
  }

  /** Sends at once what is late or waits for its next attempt: HubSpot's clock has moved on. */
  hurry(): void {
    this.#disturbance.hurry();
    for (const [delivery, timer] of [...this.#retrying]) {
      clearTimeout(timer);
      this.#retry(delivery);
    }
  }

  /** Newest last. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Events that are neither delivered nor given up, held ones included. */
  get pendingCount(): number {
    const open = this.#deliveries.filter(({ state }) => state !== 'delivered' && state !== 'dropped');
    return this.#queue.length + this.#disturbance.lateCount + open.reduce((sum, { events }) => sum + events.length, 0);
  }

  /** Resolves when nothing is on its way: all delivered or given up, except what is held. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#settle();
    });
  }

  /** Forgets everything that waits and the log. Attempts under way end without a retry. */
  #clear(): void {
    clearTimeout(this.#coalescing);
    this.#coalescing = undefined;
    for (const timer of this.#retrying.values()) clearTimeout(timer);
    this.#retrying.clear();
    this.#queue = [];
    this.#waiting = [];
    this.#deliveries = [];
    this.#settle();
  }

  /** Like new, with the same target. */
  reset(): void {
    this.held = false;
    this.#disturbance.reset();
    this.#clear();
  }

  close(): void {
    this.target = undefined;
    this.#closing.abort();
    this.#disturbance.clear();
    this.#clear();
  }

  #take(event: WebhookEvent): void {
    this.#queue.push(event);
    if (!this.held) this.#coalescing ??= setTimeout(() => this.flush(), COALESCE_MS);
  }

  #batches(events: WebhookEvent[]): WebhookEvent[][] {
    const { duplicateRate, shuffle } = this.disorder;
    const copies = events.filter(() => this.#random.next() < duplicateRate);
    if (!shuffle) return [...chunks(events, () => MAX_EVENTS), ...chunks(copies, () => MAX_EVENTS)];
    const mixed = this.#random.shuffled([...events, ...copies]);
    return chunks(mixed, () => this.#random.between(1, MAX_EVENTS / 10));
  }

  #enqueue(events: WebhookEvent[]): Delivery {
    this.#lastId += 1;
    const delivery: Delivery = { id: this.#lastId, state: 'waiting', events, attempts: [] };
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > KEPT_DELIVERIES) {
      this.#deliveries = this.#deliveries.filter(
        ({ id, state }) => id > this.#lastId - KEPT_DELIVERIES || (state !== 'delivered' && state !== 'dropped'),
      );
    }
    this.#waiting.push(delivery);
    this.#sendNext();
    return delivery;
  }

  #sendNext(): void {
    while (this.#sending < MAX_CONCURRENT) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#sending += 1;
      void this.#send(delivery).then(() => {
        this.#sending -= 1;
        this.#sendNext();
        this.#settle();
      });
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const { target } = this;
    if (target === undefined) return;
    delivery.state = 'sending';
    const retries = delivery.attempts.length;
    const events = delivery.events.map((event) => ({ ...event, attemptNumber: event.attemptNumber + retries }));
    const attempt = await postSigned(target, this.#secret, JSON.stringify(events), this.#closing.signal);
    delivery.attempts.push({ at: new Date().toISOString(), ...attempt });
    if ('status' in attempt && attempt.status >= 200 && attempt.status < 300) {
      delivery.state = 'delivered';
    } else if (retries >= MAX_RETRIES) {
      delivery.state = 'dropped';
    } else if (this.#deliveries.includes(delivery)) {
      delivery.state = 'retrying';
      const backOff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries) * (0.75 + this.#random.next() / 2);
      this.#retrying.set(
        delivery,
        setTimeout(() => this.#retry(delivery), backOff),
      );
    }
  }

  #retry(delivery: Delivery): void {
    this.#retrying.delete(delivery);
    this.#waiting.push(delivery);
    this.#sendNext();
  }

  #settle(): void {
    const queued = this.held ? 0 : this.#queue.length;
    const late = this.#disturbance.lateCount;
    if (queued + late + this.#waiting.length + this.#retrying.size + this.#sending > 0) return;
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}

function chunks<T>(items: T[], size: () => number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length;) {
    const end = start + size();
    result.push(items.slice(start, end));
    start = end;
  }
  return result;
}
