/**
 * `npm run record`: plays stories of deals and contacts on the real parts and keeps their histories, as the server gives them.
 *
 * To be run when replay.unit.test.ts says that workflow code does something else than it did. Running workflows stay on
 * their version and do not mind (docs/decisions/0007); the histories kept here are those of the newest.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createLogger } from '../../src/log.ts';
import { loadPolicy } from '../../src/policy-file.ts';
import { People } from '../../src/starters/people.ts';
import { startStack } from '../../src/starters/stack.ts';
import { startTemporalServer } from '../../src/starters/temporal-server.ts';
import { seldomPolicy } from './contact-policy.ts';
import { contactStories } from './contact-stories.ts';
import type { Story } from './scene.ts';
import { stories } from './stories.ts';
import { strictPolicy } from './strict-policy.ts';
import { strictStories } from './strict-stories.ts';

const FOLDER = fileURLToPath(new URL('histories', import.meta.url));
/** Few, so that a story of some changes continues as new. */
const EVENTS_A_RUN = 45;

const scratch = await mkdtemp(join(tmpdir(), 'sop-record-'));
const fresh = join(scratch, 'histories');
try {
  const strict = join(scratch, 'strict.json');
  await writeFile(strict, JSON.stringify(strictPolicy));
  const seldom = join(scratch, 'seldom.json');
  await writeFile(seldom, JSON.stringify(seldomPolicy));
  await mkdir(fresh);
  await playUnder('small', stories);
  await playUnder(strict, strictStories);
  await playUnder(seldom, contactStories);
  // Only now, so that a story that cannot be played leaves the old ones in place.
  await rm(FOLDER, { recursive: true, force: true });
  await cp(fresh, FOLDER, { recursive: true });
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function playUnder(policy: string, plays: Record<string, Story>): Promise<void> {
  const server = await startTemporalServer({
    cli: process.env['TEMPORAL_CLI'] ?? 'temporal',
    ui: false,
    extraArgs: ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${EVENTS_A_RUN}`],
  });
  try {
    const stack = await startStack({
      env: { TEMPORAL_ADDRESS: server.address, SOP_POLICY: policy, PORT: '0', SANDBOX_PORT: '0' },
      log: createLogger(),
      onProgress: (words) => console.error(`… ${words}`),
    });
    try {
      const { client, config, sandbox, world } = stack;
      if (sandbox === undefined || world === undefined) throw new Error('stories are played in the sandbox');
      const people = await People.of(config, loadPolicy(config.policy));
      for (const [story, play] of Object.entries(plays)) {
        await keep(client, story, await play({ client, config, sandbox, world, people }));
      }
    } finally {
      await stack.close();
    }
  } finally {
    await server.stop();
  }
}

/** One file for each run of the workflow, oldest first. */
async function keep(client: Client, story: string, workflowId: string): Promise<void> {
  const runs: { runId: string; startTime: Date }[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
  for (const [index, { runId }] of runs.entries()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const name = runs.length === 1 ? story : `${story}-${index + 1}`;
    await writeFile(
      join(fresh, `${name}.json`),
      `${withoutMachine(JSON.stringify(JSON.parse(historyToJSON(history))))}\n`,
    );
    console.error(`${name}: ${history.events?.length} events`);
  }
}

/** Workers call themselves `<pid>@<host name>`, and stack traces name folders; whose machine it was is nobody's business. */
function withoutMachine(json: string): string {
  return json.replaceAll(/"\d+@[\w.-]+/g, '"worker').replaceAll(`${process.cwd()}/`, '');
}
