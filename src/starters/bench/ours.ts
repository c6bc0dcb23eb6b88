/** Our arm: the real gateway, worker and deal workflow of `npm run dev`, with deals that have come to rest. */
import { loadPolicy } from '../../policy-file.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import { People } from '../people.ts';
import type { Stack } from '../stack.ts';
import { type Arm, inParallel, untilIdle } from './arm.ts';

export function ourArm({ client, config }: Stack): Arm {
  const { portalId, clientSecrets } = config.hubspot;
  const workflowIdOf = (objectId: number) => dealWorkflowId(portalId, String(objectId));
  return {
    name: 'ours',
    webhookUrl: `${config.publicUrl}/webhooks/hubspot`,
    secret: clientSecrets[0] ?? '',
    client,
    workflowIdOf,
    async valuesOf(objectId) {
      const { deal } = await client.workflow.getHandle(workflowIdOf(objectId)).query(dealStateQuery);
      return Object.fromEntries(Object.entries(deal.values ?? {}).map(([name, { value }]) => [name, value]));
    },
  };
}

/** Creates deals that move to Engaged by themselves, and waits until all is done about them: what comes next changes no verdict. Answers their ids. */
export async function settledDeals({ config, sandbox }: Stack, ours: Arm, count: number): Promise<number[]> {
  if (sandbox === undefined) throw new Error('The benchmark brings its own HubSpot: unset HUBSPOT_BASE_URL.');
  const people = await People.of(config, loadPolicy(config.policy));
  const rep = people.owner('ruth.amado@healthprime.example');
  const objectIds: number[] = [];
  await inParallel(Array.from({ length: count }), async () => {
    const id = await people.createDeal(rep, {
      name: 'Benchmark',
      pipeline: 'new_business',
      stage: 'sql',
      properties: { enterprise_deal_status: 'no', hp_products: 'rcm' },
    });
    objectIds.push(Number(id));
  });
  // Twice: what was done about the deals comes back as webhooks.
  for (const _ of ['created', 'written']) {
    await sandbox.webhooks.idle();
    await untilIdle(ours, objectIds);
  }
  return objectIds;
}
