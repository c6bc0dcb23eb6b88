/** Months pass. What is told on the way comes in the order of its dates, whatever day the demo is played on. */
import type { Scene } from './scene.ts';

export interface Later {
  /** Milliseconds since 1970. */
  at: number;
  /** Tells what is to be seen then; what comes of it later is answered. */
  tell: () => Promise<Later[]>;
}

const MINUTE_MS = 60_000;

export async function timePasses(scene: Pick<Scene, 'say' | 'advanceTo'>, waiting: Later[]): Promise<void> {
  scene.say('Now months pass. The clock of this world goes on from one event to the next:');
  const queue = [...waiting];
  for (;;) {
    queue.sort((a, b) => a.at - b.at);
    const next = queue.shift();
    if (next === undefined) return;
    // By then everything that begins at that very instant is done.
    await scene.advanceTo(next.at + MINUTE_MS);
    queue.push(...(await next.tell()));
  }
}
