/** One round of one arm: drive it, wait until everything is applied, check the final state, read the times. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Arm, inParallel, post, untilIdle, type BenchEvent } from './arm.ts';
import { takenInSince } from './history.ts';
import { expectedValues } from './stream.ts';

export interface Throughput {
  /** Events per second until the last POST was answered. */
  accepted: number;
  /** Events per second until every workflow had taken them in. */
  applied: number;
  /** Longest time from a POST until all its events were taken in, in ms: what starvation would show. */
  longestWait: number;
  /** Processor time of everything together, in ms an event. */
  cpu: number;
}

/**
 * Posts as fast as the answers come, as many at once as HubSpot does.
 * @param cpu processor time used so far, ms
 */
export async function fullLoad(arm: Arm, posts: BenchEvent[][], cpu: () => Promise<number>): Promise<Throughput> {
  const objectIds = new Set(posts.flat().map(({ objectId }) => objectId));
  const cpuBefore = await cpu();
  const startedAt = Date.now();
  const postedAt: number[] = [];
  await inParallel(posts.entries(), async ([n, body]) => {
    postedAt[n] = Date.now();
    await post(arm, body);
  });
  const answeredAt = Date.now();
  await untilIdle(arm, objectIds);
  const cpuAfter = await cpu();
  const waits = await finish(arm, posts, postedAt);
  const events = posts.flat().length;
  const appliedAt = Math.max(...waits.map((wait, n) => (postedAt[n] ?? NaN) + wait));
  return {
    accepted: (events * 1_000) / (answeredAt - startedAt),
    applied: (events * 1_000) / (appliedAt - startedAt),
    longestWait: Math.max(...waits),
    cpu: (cpuAfter - cpuBefore) / events,
  };
}

/** POSTs a second of the steady load: well below what either arm can do on two cores. */
const STEADY_POSTS_PER_SECOND = 20;

/** Posts at fixed times, whatever the answers do. Answers for each POST how long it took until its events were taken in, in ms. */
export async function steadyLoad(arm: Arm, posts: BenchEvent[][]): Promise<number[]> {
  const startedAt = Date.now();
  const postedAt = posts.map((_, n) => startedAt + (n * 1_000) / STEADY_POSTS_PER_SECOND);
  await Promise.all(
    posts.map(async (body, n) => {
      await sleep((postedAt[n] ?? startedAt) - Date.now());
      await post(arm, body);
    }),
  );
  return finish(arm, posts, postedAt);
}

/** Waits for the rest, checks it, and answers for each POST the ms until its last event was taken in. */
async function finish(arm: Arm, posts: BenchEvent[][], postedAt: number[]): Promise<number[]> {
  const expected = expectedValues(posts);
  await untilIdle(arm, expected.keys());
  const takenIn = new Map<number, number>();
  await inParallel(expected, async ([objectId, values]) => {
    checkValues(arm, objectId, await arm.valuesOf(objectId), values);
    for (const [occurredAt, at] of await takenInSince(arm, objectId, Math.min(...postedAt)))
      takenIn.set(occurredAt, at);
  });
  return posts.map((body, n) => {
    const waits = body.map(({ occurredAt }) => (takenIn.get(occurredAt) ?? NaN) - (postedAt[n] ?? NaN));
    const longest = Math.max(...waits);
    if (Number.isNaN(longest)) throw new Error(`Void: ${arm.name} lost an event.`);
    return longest;
  });
}

/** @throws when an object does not know what the events said: then the round's times mean nothing. */
function checkValues(
  arm: Arm,
  objectId: number,
  values: Record<string, string>,
  expected: Record<string, string>,
): void {
  for (const [property, value] of Object.entries(expected)) {
    if (values[property] !== value) {
      throw new Error(`Void: ${arm.name} has ${property} = ${values[property]} for ${objectId} instead of ${value}.`);
    }
  }
}
