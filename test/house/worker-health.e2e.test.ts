/** The health check of a worker's container, on the real server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStack, waitFor, type TestStack } from '../support/stack.ts';
import { start } from './processes.ts';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.close());

function check(env: { TEMPORAL_ADDRESS?: string; TEMPORAL_NAMESPACE?: string }) {
  const { address, namespace } = stack.temporal;
  return start(['--import', 'tsx', 'src/starters/worker-health.ts'], {
    cwd: process.cwd(),
    env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, ...env },
  });
}

test('says yes while a worker of this machine polls', async () => {
  await waitFor('the check to succeed', async () => (await check({}).ended) === 0);
});

test('says no where none polls', async () => {
  const answer = check({ TEMPORAL_NAMESPACE: 'default' });
  expect(await answer.ended).toBe(1);
  expect(answer.output()).toContain('No worker of this machine polls Temporal.');
});

test('says no, in one line, when Temporal does not answer', async () => {
  const answer = check({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(await answer.ended).toBe(1);
  expect(answer.output().trim()).not.toContain('\n');
});
