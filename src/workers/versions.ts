/** Versions of the worker deployment: which code decides for workflows that start or continue as new. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { DEPLOYMENT } from '../workflows/ids.ts';

const PATIENCE_MS = 30_000;

/**
 * Makes a version current. Temporal refuses until a worker of it has polled both queues, so it is tried until it does.
 * `first-only` leaves another current version alone: in production a person promotes (docs/run.md).
 * @returns whether this version is the current one now
 */
export async function makeCurrent(
  connection: NativeConnection,
  namespace: string,
  buildId: string,
  when: 'always' | 'first-only',
): Promise<boolean> {
  const service = connection.workflowService;
  const version = `${DEPLOYMENT}.${buildId}`;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const current = when === 'first-only' ? await currentBuildId(connection, namespace) : '';
      if (current !== '') return current === buildId;
      await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: DEPLOYMENT, buildId, version });
      return true;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/** Empty when the deployment has no current version. */
async function currentBuildId(connection: NativeConnection, namespace: string): Promise<string> {
  const service = connection.workflowService;
  const { workerDeploymentInfo } = await service.describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT });
  return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? '';
}
