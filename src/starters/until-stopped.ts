/** How a command that runs for long begins and ends. */

/** Waits for Ctrl-C or a stop signal. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

/** Says in one line why something cannot start, and ends with 1: a person reads it, and a stack trace would not help. */
export function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
