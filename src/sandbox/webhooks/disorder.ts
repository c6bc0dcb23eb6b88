/** How deliveries misbehave; every choice is drawn from the sandbox's seed (reference §2.5, §10.4). */
import type { Random } from '../random.ts';
import type { WebhookEvent } from './events.ts';

/** Rates are shares of events, 0…1. */
export interface Disorder {
  /** Delivered twice. */
  duplicateRate: number;
  /** Mixes what waits together, within a batch and across batches. */
  shuffle: boolean;
  /** Held up, for up to `lateSeconds` of the machine's time or until the sandbox's clock is moved. */
  lateRate: number;
  lateSeconds: number;
  /** Never delivered. */
  dropRate: number;
  /** Have the `eventId` of the event before them. */
  sameEventIdRate: number;
}

const ORDERLY: Disorder = {
  duplicateRate: 0,
  shuffle: false,
  lateRate: 0,
  lateSeconds: 0,
  dropRate: 0,
  sameEventIdRate: 0,
};

const KEPT_DROPPED = 1_000;

export class Disturbance {
  readonly disorder: Disorder = { ...ORDERLY };
  readonly #random: Random;
  readonly #onArrival: (event: WebhookEvent) => void;
  readonly #late = new Map<WebhookEvent, NodeJS.Timeout>();
  #dropped: WebhookEvent[] = [];
  #lastEventId = 0;

  constructor(random: Random, onArrival: (event: WebhookEvent) => void) {
    this.#random = random;
    this.#onArrival = onArrival;
  }

  /** Hands each event on, now or later or never. */
  pass(events: WebhookEvent[]): void {
    const { dropRate, lateRate, lateSeconds, sameEventIdRate } = this.disorder;
    for (const each of events) {
      const event =
        this.#lastEventId > 0 && this.#chance(sameEventIdRate) ? { ...each, eventId: this.#lastEventId } : each;
      this.#lastEventId = event.eventId;
      if (this.#chance(dropRate)) this.#dropped = [...this.#dropped, event].slice(-KEPT_DROPPED);
      else if (this.#chance(lateRate)) this.#delay(event, this.#random.next() * lateSeconds * 1_000);
      else this.#onArrival(event);
    }
  }

  /** Lets everything late arrive. */
  hurry(): void {
    for (const event of [...this.#late.keys()]) this.#arrive(event);
  }

  get lateCount(): number {
    return this.#late.size;
  }

  /** Newest last; the last thousand. */
  get dropped(): readonly WebhookEvent[] {
    return this.#dropped;
  }

  /** Forgets what is late and what was dropped. */
  clear(): void {
    for (const timer of this.#late.values()) clearTimeout(timer);
    this.#late.clear();
    this.#dropped = [];
  }

  reset(): void {
    Object.assign(this.disorder, ORDERLY);
    this.clear();
  }

  #chance(rate: number): boolean {
    return rate > 0 && this.#random.next() < rate;
  }

  #delay(event: WebhookEvent, ms: number): void {
    this.#late.set(
      event,
      setTimeout(() => this.#arrive(event), ms),
    );
  }

  #arrive(event: WebhookEvent): void {
    clearTimeout(this.#late.get(event));
    this.#late.delete(event);
    this.#onArrival(event);
  }
}
