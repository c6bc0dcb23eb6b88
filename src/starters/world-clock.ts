/** The time of the world that a command works in: beside a development stack that of its sandbox, else the wall clock's. */
import { z } from 'zod';
import type { Config } from '../config.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const clockSchema = z.object({ now: z.iso.datetime() });
const ANSWER_WITHIN_MS = 5_000;

/** @returns milliseconds since 1970, going on from when it was asked */
export async function worldClock({ hubspot }: { hubspot: Pick<Config['hubspot'], 'baseUrl'> }): Promise<() => number> {
  // A portal has no such address, and is not asked for it.
  if (!LOOPBACK.has(new URL(hubspot.baseUrl).hostname)) return Date.now;
  const answer = await fetch(`${hubspot.baseUrl}/__sandbox/clock`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    .then((response) => response.json())
    .catch(() => undefined);
  const clock = clockSchema.safeParse(answer);
  const ahead = clock.success ? Date.parse(clock.data.now) - Date.now() : 0;
  return () => Date.now() + ahead;
}
