/** Calls wait here until the budget that all processes share has leave for them (design, decision 10). */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a call may start, and it has to start at once. Rejects with the error of the budget. */
export type Admit = () => Promise<void>;

export interface AdmissionOptions {
  /** Asks the shared budget for leave for so many calls. */
  take(wanted: number): Promise<{ calls: number; againMs: number }>;
  /** Milliseconds from the question within which the calls have to start; later leave is thrown away. */
  startWithinMs: number;
  /** Of this process; the differences count. */
  clock?: { now(): number; sleep(ms: number): Promise<unknown> };
}

/** So many at a time, so that one busy process does not take what others wait for. */
const MAX_LEASE = 10;

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

/** First come, first served. One question at a time: those who come meanwhile share the next one. */
export function createAdmission({ take, startWithinMs, clock = realClock }: AdmissionOptions): Admit {
  const waiting: Waiting[] = [];
  let serving = false;

  async function serve(): Promise<void> {
    serving = true;
    while (waiting.length > 0) {
      const askedAt = clock.now();
      try {
        const { calls, againMs } = await take(Math.min(waiting.length, MAX_LEASE));
        if (clock.now() - askedAt <= startWithinMs) for (const one of waiting.splice(0, calls)) one.resolve();
        if (calls === 0) await clock.sleep(againMs);
      } catch (error) {
        // Their activities are tried again, each after its own back-off.
        for (const one of waiting.splice(0)) one.reject(error);
      }
    }
    serving = false;
  }

  return () =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (!serving) void serve();
    });
}

const realClock = { now: () => performance.now(), sleep: (ms: number) => sleep(ms) };
