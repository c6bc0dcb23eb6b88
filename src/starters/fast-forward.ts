/** One workflow's time is skipped on the real Temporal server; the calls have no wrapper in the SDK. */
import type { Client } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';

interface Polled {
  /** `FastForwardPollingResult` of Temporal's API. */
  fastForwardPollingResult: number;
  failedReason: string;
}

const POLL_TIMEOUT = 1;
const COMPLETED = 2;

const ARRIVES_WITHIN_MS = 120_000;

/** Skips a workflow's time to an instant (ms since 1970). Nothing is done to one that is there already, or has ended. */
export async function fastForward(client: Client, workflowId: string, instant: number, id: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const { status, raw } = await handle.describe();
  if (status.name !== 'RUNNING') return;
  const current = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  const itsNow = current ? tsToMs(current) : Date.now();
  if (itsNow >= instant) return;
  const place = { namespace: client.options.namespace, workflowExecution: { workflowId } };
  await client.workflowService.updateWorkflowExecutionOptions({
    ...place,
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: 100_000,
        fastForwardConfig: { id, duration: msToTs(instant - itsNow) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await untilThere(
    workflowId,
    () => client.workflowService.pollWorkflowExecutionTimeSkipping({ ...place, fastForwardId: id }),
    async () => (await handle.describe()).status.name === 'RUNNING',
  );
}

/**
 * Asks until the skip has reached its target; one answer may come before.
 * @throws an Error when it can reach it no more, unless the workflow has ended on the way, or when it takes too long
 */
export async function untilThere(
  workflowId: string,
  poll: () => Promise<Polled>,
  isRunning: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const { fastForwardPollingResult: result, failedReason } = await poll();
    if (result === COMPLETED || !(await isRunning())) return;
    if (result !== POLL_TIMEOUT) throw new Error(`The time of ${workflowId} cannot be skipped: ${failedReason}`);
    if (Date.now() > giveUpAt) throw new Error(`The time of ${workflowId} is not skipped: its work does not end.`);
  }
}
