/** HubSpot's rate limits for one app (reference `hubspot.md` §5), on the sandbox's clock. */
import { rateLimited, searchLimited, type Failure } from './failures.ts';

export interface RateLimits {
  /** Calls in ten seconds, search apart. */
  burst: number;
  /** Calls a day, search included. Begins anew at midnight UTC. */
  daily: number;
  searchPerSecond: number;
}

/** Of a private app with a Professional subscription. */
export const professionalLimits: RateLimits = { burst: 190, daily: 625_000, searchPerSecond: 5 };

const TEN_SECONDS_MS = 10_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

export class RateLimiter {
  /** Absent: no limits, and none of their headers. */
  limits: RateLimits | undefined;
  #calls: number[] = [];
  #searches: number[] = [];
  #day = 0;
  #today = 0;

  constructor(limits: RateLimits | undefined) {
    this.limits = limits;
  }

  /** Takes one call from the budget, or says why there is none left. A refused call costs nothing. */
  take(isSearch: boolean, now: number, correlationId: string): Failure | undefined {
    const { limits } = this;
    if (!limits) return undefined;
    this.#forget(now);
    if (this.#today >= limits.daily) return rateLimited('DAILY', correlationId);
    if (isSearch && this.#searches.length >= limits.searchPerSecond) return searchLimited(correlationId);
    if (!isSearch && this.#calls.length >= limits.burst) return rateLimited('TEN_SECONDLY_ROLLING', correlationId);
    (isSearch ? this.#searches : this.#calls).push(now);
    this.#today += 1;
    return undefined;
  }

  /** What answers say about the budget. Search says nothing. */
  headers(isSearch: boolean): Record<string, string> {
    if (!this.limits || isSearch) return {};
    const { burst, daily } = this.limits;
    return {
      'x-hubspot-ratelimit-max': String(burst),
      'x-hubspot-ratelimit-remaining': String(Math.max(0, burst - this.#calls.length)),
      'x-hubspot-ratelimit-interval-milliseconds': String(TEN_SECONDS_MS),
      'x-hubspot-ratelimit-daily': String(daily),
      'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, daily - this.#today)),
    };
  }

  /** What has been used of each limit. */
  used(now: number): RateLimits {
    this.#forget(now);
    return { burst: this.#calls.length, daily: this.#today, searchPerSecond: this.#searches.length };
  }

  #forget(now: number): void {
    this.#calls = this.#calls.filter((at) => at > now - TEN_SECONDS_MS);
    this.#searches = this.#searches.filter((at) => at > now - SECOND_MS);
    const day = Math.floor(now / DAY_MS);
    if (day !== this.#day) this.#today = 0;
    this.#day = day;
  }
}
