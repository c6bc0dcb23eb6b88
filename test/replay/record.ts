/**
 * Plays stories of deals on the real parts and keeps their histories, as the server gives them:
 * `TEMPORAL_CLI=<binary> node --import tsx test/replay/record.ts`.
 *
 * To be run when replay.unit.test.ts says that workflow code does something else than it did. Running deals stay on their
 * version and do not mind (docs/decisions/0007); the histories kept here are those of the newest.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createLogger } from '../../src/log.ts';
import { loadPolicy } from '../../src/policy-file.ts';
import { People } from '../../src/starters/people.ts';
import { startStack } from '../../src/starters/stack.ts';
import { startTemporalServer } from '../../src/starters/temporal-server.ts';
import { dealWorkflowId } from '../../src/workflows/ids.ts';
import { stories, type Scene } from './stories.ts';

const FOLDER = fileURLToPath(new URL('histories', import.meta.url));
/** Few, so that a story of some changes continues as new. */
const EVENTS_A_RUN = 60;

const server = await startTemporalServer({
  cli: process.env['TEMPORAL_CLI'] ?? 'temporal',
  ui: false,
  extraArgs: ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${EVENTS_A_RUN}`],
});
const stack = await startStack({
  env: { TEMPORAL_ADDRESS: server.address, SOP_POLICY: 'small', PORT: '0', SANDBOX_PORT: '0' },
  log: createLogger(),
  onProgress: (words) => console.error(`… ${words}`),
});
try {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER);
  for (const [story, play] of Object.entries(stories)) await keep(story, await play(await scene()));
} finally {
  await stack.close();
  await server.stop();
}

async function scene(): Promise<Scene> {
  const { client, config, sandbox, world } = stack;
  if (sandbox === undefined || world === undefined) throw new Error('stories are played in the sandbox');
  const workflow = (dealId: string) => client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, dealId));
  return { people: await People.of(config, loadPolicy(config.policy)), sandbox, world, workflow };
}

/** One file for each run of the deal's workflow, oldest first. */
async function keep(story: string, dealId: string): Promise<void> {
  const workflowId = dealWorkflowId(stack.config.hubspot.portalId, dealId);
  const runs: { runId: string; startTime: Date }[] = [];
  for await (const run of stack.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
  for (const [index, { runId }] of runs.entries()) {
    const history = await stack.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const name = runs.length === 1 ? story : `${story}-${index + 1}`;
    await writeFile(`${FOLDER}/${name}.json`, `${JSON.stringify(JSON.parse(historyToJSON(history)))}\n`);
    console.error(`${name}: ${history.events?.length} events`);
  }
}
