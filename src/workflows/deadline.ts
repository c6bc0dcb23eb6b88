/** One timer for the nearest deadline (reference: Temporal §3.2). */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

export interface Deadline {
  /** The timer rang since the last `arm`. */
  rang(): boolean;
  /**
   * The latest instant for which a timer rang, ms since 1970: it is as late as that, whatever the workflow's clock says. A query that
   * reaches a worker just then has it replay the timer at the time of the task before.
   */
  reached(): number;
  /** What the armed timer waits for; empty while none is armed. */
  armed(): { wakesAt?: number; wakesFor?: string };
  /**
   * Makes sure that a timer rings at `at` (ms since 1970) or earlier. An armed timer that rings earlier is kept: it only makes
   * the loop look again, and so a signal that changes nothing starts and cancels no timer.
   * @param summary what operations read beside the timer in the Temporal UI
   */
  arm(at: number, summary: string): void;
}

export function nearestDeadline(): Deadline {
  let armedFor: number | undefined;
  let purpose = '';
  let scope: CancellationScope | undefined;
  let rang = false;
  let reached = 0;
  return {
    rang: () => rang,
    reached: () => reached,
    armed: () => (armedFor === undefined ? {} : { wakesAt: armedFor, wakesFor: purpose }),
    arm(at, summary) {
      rang = false;
      if (armedFor !== undefined && armedFor <= at) return;
      scope?.cancel();
      const mine = new CancellationScope();
      scope = mine;
      armedFor = at;
      purpose = summary;
      mine
        .run(() => sleep(Math.max(at - Date.now(), 1), { summary }))
        .then(
          () => {
            if (scope !== mine) return;
            rang = true;
            reached = at;
            armedFor = undefined;
            scope = undefined;
          },
          (error: unknown) => {
            if (!isCancellation(error)) throw error;
          },
        );
    },
  };
}
