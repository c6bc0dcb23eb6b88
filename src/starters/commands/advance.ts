/** `advance 91d`: moves the clock of the development stack's whole world. */
import { Command } from 'commander';
import { z } from 'zod';
import { commandContext } from './context.ts';

/** The time where it worked, the sandbox's words where it did not. */
const answerSchema = z.object({ now: z.string().optional(), error: z.string().optional() });

export const advanceCommand = new Command('advance')
  .description('development only: move the whole world forward, e.g. 91d, 3 months, P3M')
  .argument('<duration...>', 'a number with h, d, w, months or years, or an ISO 8601 duration')
  .action(async (words: string[]) => {
    const by = toIsoDuration(words.join(''));
    const { config } = await commandContext();
    console.error(`Moving the world by ${by} …`);
    const now = await moveWorld(config.hubspot.baseUrl, by);
    console.log(`It is ${now} now.`);
  });

/** @returns what time it is then; @throws an Error with the sandbox's own words, or that there is no sandbox */
async function moveWorld(sandbox: string, by: string): Promise<string> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ by }) };
  const response = await fetch(`${sandbox}/__sandbox/advance`, request).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${sandbox}. Start a stack with npm run dev.`, { cause });
  });
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
  const { now, error } = answer.success ? answer.data : {};
  if ((response.status === 400 || response.status === 500) && error !== undefined) throw new Error(error);
  if (response.ok && now !== undefined) return now;
  throw new Error(`There is no sandbox at ${sandbox}: only a world of npm run dev can be moved.`);
}

const UNITS: Record<string, (count: string) => string> = {
  h: (count) => `PT${count}H`,
  d: (count) => `P${count}D`,
  w: (count) => `P${count}W`,
  m: (count) => `P${count}M`,
  y: (count) => `P${count}Y`,
};

/** `91d` → `P91D`, `3 months` → `P3M`; an ISO duration stays. Minutes are not asked for: `m` means months. */
export function toIsoDuration(text: string): string {
  if (/^p/i.test(text)) return text.toUpperCase();
  const [, count, unit] = /^(\d+)(h|hours?|d|days?|w|weeks?|m|months?|y|years?)$/i.exec(text) ?? [];
  const iso = count !== undefined && unit !== undefined ? UNITS[unit[0]?.toLowerCase() ?? '']?.(count) : undefined;
  if (iso === undefined) throw new Error(`"${text}" is no duration. Try 91d, 3 months or P3M.`);
  return iso;
}
