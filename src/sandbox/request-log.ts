/** Every API call, so that tests can count them and people can see who did what. Bodies are not kept. */

export interface RequestEntry {
  /** Counts from 1; never starts again, so `since` stays meaningful. */
  n: number;
  /** The sandbox's clock, ISO-8601. */
  at: string;
  method: string;
  /** With query. */
  path: string;
  /** 0 when no answer was sent. */
  status: number;
  /** The fault that struck this call, by its kind. */
  fault?: string;
  /** `app`, `owner:<id>` for a person in HubSpot's screen, `import`, `workflow`, or `integration:<app id>`. */
  by: string;
  correlationId: string;
}

const KEPT = 5_000;

export class RequestLog {
  #entries: RequestEntry[] = [];
  #count = 0;

  add(entry: Omit<RequestEntry, 'n'>): void {
    this.#count += 1;
    this.#entries.push({ n: this.#count, ...entry });
    // Cut in large steps: shifting an array at each call would cost more than the call.
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
  }

  /** The number of calls so far. */
  get count(): number {
    return this.#count;
  }

  /** Calls after number `n`, oldest first; the last few thousand at most. */
  since(n: number): RequestEntry[] {
    return this.#entries.filter((entry) => entry.n > n);
  }
}
