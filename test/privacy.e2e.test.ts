import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { wordsOf } from './replay/words.ts';
import { LOST, newProject, repOf } from './support/projects.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** People type it into everything that takes text; it must stay in HubSpot. */
const TYPED = 'Quillfeather';

let stack: TestStack;
let worker: WorkerProcess;
let gatewayLog = '';
beforeAll(async () => {
  stack = await startTestStack({ policy: 'small', worker: false, log: (line) => (gatewayLog += line) });
  worker = await startWorkerProcess(stack.config, stack.temporal, inject('workflowBundlePath'));
});
afterAll(async () => {
  await worker.kill();
  await stack.close();
});

it('what people type stays out of Temporal, of the journal and of every log', async () => {
  const { people, world, client, config } = stack;
  const rep = repOf(people);
  const id = await newProject(people, `${TYPED} Waterworks`, { description: `${TYPED} wants a pump.` });
  const note = await people.call(rep, 'POST', '/crm/v3/objects/notes', {
    properties: { hs_note_body: `${TYPED} rang.`, hs_timestamp: new Date(world.now()).toISOString() },
  });
  const noteId = (note as { id: string }).id;
  await people.call(rep, 'PUT', `/crm/v4/objects/notes/${noteId}/associations/default/deals/${id}`);
  await people.changeDeal(rep, id, { dealname: `${TYPED} Drinking Water` });
  await people.changeDeal(rep, id, { ...LOST, rb_lost_story: `${TYPED} has no budget.` });
  await waitFor('the deal to close', async () => (await stack.deal(id)).deal.shown?.stage === 'lost');
  await world.settle();

  const handle = client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, id));
  const history = wordsOf(await handle.fetchHistory());
  const listed = [];
  for await (const { raw } of client.workflow.list()) listed.push(...wordsOf(raw));
  const described = wordsOf((await handle.describe()).raw);
  const recorded = wordsOf(await stack.journal.history('deal', config.hubspot.portalId, id));

  // What the search finds where something is: the decoded input, the deal's stage, the reason's category.
  expect(history.some((word) => word.includes(LOST.rb_lost_to))).toBe(true);
  expect(described).toContain('"lost"');
  expect([...history, ...listed, ...described, ...recorded].filter((word) => word.includes(TYPED))).toEqual([]);
  expect(gatewayLog + worker.log()).not.toContain(TYPED);
});
