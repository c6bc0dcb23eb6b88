/** Health check of a worker's container (docker-compose.yml): exit 0 while Temporal is polled by a worker of this machine. */
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { temporalConnection } from '../config.ts';
import { WORKFLOW_QUEUE } from '../workflows/ids.ts';

const DEADLINE_MS = 5_000;

const { connectionOptions, namespace } = temporalConnection();
const connection = Connection.lazy(connectionOptions);

try {
  // One queue is enough: the process ends when the worker of either fails.
  const { pollers } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: WORKFLOW_QUEUE } }),
  );
  // A worker calls itself `pid@hostname`; Temporal forgets one that has not polled for five minutes.
  const isOurs = pollers.some(({ identity }) => identity?.endsWith(`@${hostname()}`) === true);
  if (!isOurs) throw new Error('No worker of this machine polls Temporal.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await connection.close();
}
