import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `check` holds. @throws after 30 seconds, naming what was waited for */
export async function until(what: string, check: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await sleep(20);
  }
}
