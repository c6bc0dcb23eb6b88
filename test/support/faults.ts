/** The sandbox's controls of what HubSpot does to calls, for end-to-end tests. */
import { z } from 'zod';
import type { RequestEntry } from '../../src/sandbox/request-log.ts';
import type { TestStack } from './stack.ts';

export interface FaultOrder {
  kind: string;
  method?: string;
  /** A regular expression for how the path begins. */
  path: string;
  /** Calls it hits; absent: every one until it is cleared. */
  times?: number;
  seconds?: number;
}

const faultsSchema = z.object({ faults: z.array(z.object({ kind: z.string(), path: z.string(), hits: z.number() })) });

/** What our app's calls meet from now on. */
export async function order({ people }: TestStack, { times, ...fault }: FaultOrder): Promise<void> {
  await people.call(undefined, 'POST', '/__sandbox/faults', {
    ...fault,
    ...(times === undefined ? { rate: 1 } : { times }),
  });
}

/** All is well from now on. */
export async function clearFaults({ people }: TestStack): Promise<void> {
  await people.call(undefined, 'DELETE', '/__sandbox/faults');
}

/** Those that have struck no call yet, as `kind path`. */
export async function untouchedFaults({ people }: TestStack): Promise<string[]> {
  const { faults } = faultsSchema.parse(await people.call(undefined, 'GET', '/__sandbox/faults'));
  return faults.filter(({ hits }) => hits === 0).map(({ kind, path }) => `${kind} ${path}`);
}

/** Calls of our app since a number of the request log, whose path begins so. */
export function appCalls({ sandbox }: TestStack, since: number, method: string, path: string): RequestEntry[] {
  return sandbox.requests
    .since(since)
    .filter((one) => one.by === 'app' && one.method === method && one.path.startsWith(path));
}

/** The stages a deal has been in, newest first. */
export async function stagesOf({ people }: TestStack, dealId: string): Promise<string[]> {
  const path = `/crm/v3/objects/deals/${dealId}?propertiesWithHistory=dealstage`;
  const answer = await people.call(undefined, 'GET', path);
  const { propertiesWithHistory } = z
    .object({ propertiesWithHistory: z.object({ dealstage: z.array(z.object({ value: z.string() })) }) })
    .parse(answer);
  return propertiesWithHistory.dealstage.map(({ value }) => value);
}

/** Ids of all records of a type, with those that hang on no deal. */
export async function idsOf({ people }: TestStack, plural: string): Promise<string[]> {
  const pageSchema = z.object({
    results: z.array(z.object({ id: z.string() })),
    paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
  });
  const ids: string[] = [];
  let after = '';
  for (;;) {
    const page = pageSchema.parse(
      await people.call(undefined, 'GET', `/crm/v3/objects/${plural}?limit=100${after && `&after=${after}`}`),
    );
    ids.push(...page.results.map(({ id }) => id));
    if (page.paging === undefined) return ids;
    after = page.paging.next.after;
  }
}
