/** What the Temporal server answers while it skips a workflow's time (numbers: its `FastForwardPollingResult`). */
import { expect, test } from 'vitest';
import { untilThere } from '../../src/starters/fast-forward.ts';

const [TIMEOUT, COMPLETED, FAILED] = [1, 2, 3] as const;

/** Answers one result after the other, and counts. */
function server(...results: number[]) {
  let asked = 0;
  const poll = () => {
    const result = results[asked] ?? COMPLETED;
    asked += 1;
    return Promise.resolve({ fastForwardPollingResult: result, failedReason: result === FAILED ? 'another one' : '' });
  };
  return { poll, asked: () => asked };
}
const running = () => Promise.resolve(true);
const ended = () => Promise.resolve(false);

test('an answer before the target is no arrival: it is asked again', async () => {
  const { poll, asked } = server(TIMEOUT, TIMEOUT, COMPLETED);
  await untilThere('deal-1', poll, running);
  expect(asked()).toBe(3);
});

test('a skip that cannot arrive any more is an error with the server’s reason', async () => {
  await expect(untilThere('deal-1', server(FAILED).poll, running)).rejects.toThrow(
    'The time of deal-1 cannot be skipped: another one',
  );
});

test('a workflow that ended on the way has no time left to skip', async () => {
  const { poll, asked } = server(FAILED, TIMEOUT);
  await untilThere('deal-1', poll, ended);
  expect(asked()).toBe(1);
});
