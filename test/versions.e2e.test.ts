import { readFile } from 'node:fs/promises';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { runWorker, type WorkerProcess } from '../src/starters/parts.ts';
import { makeCurrent } from '../src/workers/versions.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { newProject, READY, repOf } from './support/projects.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

let stack: TestStack;
let connection: NativeConnection;
/** Both at once, as while a version drains. */
let first: WorkerProcess;
let second: WorkerProcess;
beforeAll(async () => {
  stack = await startTestStack({ policy: 'small', worker: false });
  const code = await readFile(inject('workflowBundlePath'), 'utf8');
  first = await start({ code });
  second = await start({ code: `// the next version\n${code}` });
  connection = await NativeConnection.connect(stack.temporal.connectionOptions);
});
afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
  await connection.close();
  await stack.close();
});

const start = (bundle: { code: string }) =>
  runWorker(
    stack.config,
    stack.temporal,
    bundle,
    'first-only',
    createLogger(() => {}),
  );

it('deals stay on their version while another is only there, and move on when it is current: at the next event or tick', async () => {
  const { people, world, temporal } = stack;
  const [active, asleep] = [await newProject(people, 'Larch Waterworks'), await newProject(people, 'Maple Waterworks')];
  await Promise.all([active, asleep].map(missing(2)));
  const started = await Promise.all([active, asleep].map(runOf));
  await people.changeDeal(repOf(people), active, { rb_flow_rate: '12' });
  await missing(1)(active);
  await world.settle();
  expect(await Promise.all([active, asleep].map(runOf))).toEqual(started);
  expect(started.map(({ buildId }) => buildId)).toEqual([first.buildId, first.buildId]);

  await makeCurrent(connection, temporal.namespace, second.buildId, 'always');
  const fresh = await newProject(people, 'Nutmeg Waterworks');
  await missing(2)(fresh);
  await people.changeDeal(repOf(people), active, { rb_flow_rate: '' });
  await missing(2)(active);
  await world.settle();
  expect(await runOf(fresh)).toMatchObject({ buildId: second.buildId });
  expect(await runOf(active)).toMatchObject({ buildId: second.buildId });
  expect(await runOf(asleep)).toEqual(started[1]);

  const before = await knownOf(asleep);
  await world.advanceTo(world.now() + 15 * 86_400_000); // the small policy looks again after 14
  expect(await runOf(asleep)).toMatchObject({ buildId: second.buildId });
  expect(await knownOf(asleep)).toMatchObject(before); // and what the look found besides

  for (const id of [active, asleep]) {
    await people.changeDeal(repOf(people), id, READY);
    await waitFor('the deal to move', async () => (await stack.deal(id)).deal.shown?.stage === 'survey');
  }
  await world.settle();
  expect(await journalOf(active)).toEqual(['started', 'missing', 'missing', 'missing', 'moved']);
  expect(await journalOf(asleep)).toEqual(['started', 'missing', 'moved']);
  for (const id of [active, asleep]) expect(await people.seeNotes(id)).toHaveLength(2); // one in each stage
});

const missing = (count: number) => (dealId: string) =>
  waitFor('the deal to miss this many', async () => (await stack.deal(dealId)).deal.shown?.missing.length === count);

/** The deal's present run, and the code it is pinned to. */
async function runOf(dealId: string) {
  const { runId, raw } = await stack.client.workflow
    .getHandle(dealWorkflowId(stack.config.hubspot.portalId, dealId))
    .describe();
  return { runId, buildId: raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId };
}

/** What continue-as-new must not lose. */
async function knownOf(dealId: string) {
  const { seq, shown, notedStay, values } = (await stack.deal(dealId)).deal;
  return { seq, shown, notedStay, values };
}

async function journalOf(dealId: string): Promise<string[]> {
  const history = await stack.journal.history('deal', stack.config.hubspot.portalId, dealId);
  return history.map(({ kind }) => kind);
}
