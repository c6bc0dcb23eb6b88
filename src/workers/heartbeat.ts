/** Tells Temporal that a slow activity still runs: without it a dead worker shows only when the activity's time is up. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Well within the heartbeat timeout (workflows/effects.ts). What is done before costs no heartbeat, and that is nearly everything. */
const EVERY_MS = 3_000;

/** For `interceptors.activity` of a worker: each activity reports for as long as it runs. */
export const reportAlive: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const timer = setInterval(() => context.heartbeat(), EVERY_MS);
      try {
        return await next(input);
      } finally {
        clearInterval(timer);
      }
    },
  },
});
