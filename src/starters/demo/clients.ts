/** Clients of long ago, whom the example registers tell of (G-06): in the sandbox they are companies from the story's first day on. */
import { fileURLToPath } from 'node:url';
import { loadPolicy } from '../../policy-file.ts';
import { People } from '../people.ts';
import { rowsOfFile } from '../registers/rows-of-file.ts';
import type { Stack } from '../stack.ts';

const OWNERS = fileURLToPath(new URL('../../../examples/registers/client-owners.csv', import.meta.url));

/** @returns their ids in HubSpot by those of the examples */
export async function formerClients({ config }: Stack): Promise<Map<string, string>> {
  const policy = loadPolicy(config.policy);
  const people = await People.of(config, policy);
  const ids = new Map<string, string>();
  for (const { company_id, client, owner } of await rowsOfFile(policy, 'client-owners', OWNERS)) {
    ids.set(company_id, await people.create(people.owner(owner), 'companies', { name: client }));
  }
  return ids;
}
