/** A contact whose rules HubSpot does not help to load: it waits, says so, and goes on by itself. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { runWorker, type WorkerProcess } from '../src/starters/parts.ts';
import { contactWorkflowId, searchAttributes } from '../src/workflows/ids.ts';
import { startTestStack, type TestStack, waitFor } from './support/stack.ts';

let stack: TestStack;
let worker: WorkerProcess;
beforeAll(async () => {
  stack = await startTestStack({ worker: false });
});
afterAll(async () => {
  await worker.close();
  await stack.close();
});

it('[R-02] [R-05] a token that is not accepted is asked about once, shown, and over within the hour after it works again', async () => {
  const { people, sandbox, client, config, world } = stack;
  const good = config.hubspot.accessToken;
  const bundle = { code: await readFile(inject('workflowBundlePath'), 'utf8') };
  const log = createLogger(() => {});
  const wrong = { ...config, hubspot: { ...config.hubspot, accessToken: `not-${good}-${randomInt(1_000)}` } };
  worker = await runWorker(wrong, stack.temporal, bundle, 'always', log);

  const rep = people.owner('ruth.amado@healthprime.example');
  const id = await people.create(rep, 'contacts', { email: 'dana@dogwood.example', firstname: 'Dana' });
  const workflow = client.workflow.getHandle(contactWorkflowId(config.hubspot.portalId, id));
  await waitFor('the contact to ask for a person', async () => {
    const { typedSearchAttributes } = await workflow.describe();
    return typedSearchAttributes.get(searchAttributes.needsAttention) === true ? true : undefined;
  });
  await world.settle();
  const loads = async () => {
    const { events } = await workflow.fetchHistory();
    const names = (events ?? []).map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    return names.filter((name) => name === 'loadContact').length;
  };
  // Once, and once more for each POST of its creation that came meanwhile.
  expect(await loads()).toBeLessThanOrEqual(3);
  expect(sandbox.requests.since(0).filter(({ status }) => status === 401).length).toBeLessThan(40);

  await worker.close();
  worker = await runWorker(config, stack.temporal, bundle, 'always', log);
  await world.advanceTo(world.now() + 61 * 60_000);
  const { contact } = await stack.contact(id);
  expect(contact.settled?.stage).toBe('target');
  expect(contact.attention).toBeUndefined();
});
