/** The sandbox's time: the machine's, plus an offset that only grows. */
export class SandboxClock {
  #offsetMs = 0;
  #lastMs = 0;

  /** Milliseconds since 1970. Never goes back. */
  now(): number {
    return Math.max(Date.now() + this.#offsetMs, this.#lastMs);
  }

  /** The time of one write. No two writes share a millisecond, so readers can match events and history by it. */
  tick(): number {
    this.#lastMs = Math.max(this.now(), this.#lastMs + 1);
    return this.#lastMs;
  }

  /** Changes with every write and every move, and only then. */
  get mark(): string {
    return `${this.#offsetMs}.${this.#lastMs}`;
  }

  /** Moves forward to a time, from where the clock goes on running. A time that has passed changes nothing. */
  moveTo(ms: number): void {
    if (!Number.isSafeInteger(ms)) throw new RangeError(`${ms} is no time in whole milliseconds`);
    if (ms > this.now()) this.#offsetMs = ms - Date.now();
  }
}
