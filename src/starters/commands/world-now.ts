/** What time it is where a command works: the sandbox's world may be months ahead (`npm run sop -- advance`). */
import { z } from 'zod';
import type { Config } from '../../config.ts';

const clockSchema = z.object({ now: z.iso.datetime() });
const ANSWER_WITHIN_MS = 5000;

/** Milliseconds since 1970. HubSpot itself is not asked: there the time is this machine's. */
export async function worldNow({ hubspot }: Config): Promise<number> {
  if (new URL(hubspot.baseUrl).hostname.endsWith('.hubapi.com')) return Date.now();
  const answer = await fetch(`${hubspot.baseUrl}/__sandbox/clock`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    .then((response) => response.json())
    .catch(() => undefined);
  const clock = clockSchema.safeParse(answer);
  return clock.success ? Date.parse(clock.data.now) : Date.now();
}
