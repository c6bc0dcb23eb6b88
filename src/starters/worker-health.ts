/** Health check of a worker's container (docker-compose.yml): exit 0 while the worker of this machine polls both queues. */
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { temporalConnection } from '../config.ts';
import { HUBSPOT_QUEUE, WORKFLOW_QUEUE } from '../workflows/ids.ts';

/** Of Temporal's TaskQueueType, which the client package does not export. */
const WORKFLOW_TASKS = 1;
const ACTIVITY_TASKS = 2;

const DEADLINE_MS = 5_000;

const { connectionOptions, namespace } = temporalConnection();
const connection = Connection.lazy(connectionOptions);

/** A worker calls itself `pid@hostname`; Temporal forgets one that has not polled for five minutes. */
async function isPolled(name: string, taskQueueType: number): Promise<boolean> {
  const { pollers } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
  );
  return pollers.some(({ identity }) => identity?.endsWith(`@${hostname()}`) === true);
}

try {
  const healthy = (await isPolled(WORKFLOW_QUEUE, WORKFLOW_TASKS)) && (await isPolled(HUBSPOT_QUEUE, ACTIVITY_TASKS));
  if (!healthy) throw new Error('No worker of this machine polls both task queues.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await connection.close();
}
