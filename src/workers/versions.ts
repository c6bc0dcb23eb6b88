/** Versions of the worker deployment: which code decides for workflows that start or continue as new. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { DEPLOYMENT } from '../workflows/ids.ts';

const PATIENCE_MS = 30_000;

/**
 * Makes a version current. Temporal refuses until a worker of it has polled both queues, so it is tried until it does.
 * `first-only` leaves another current version alone: in production a person promotes (docs/run.md).
 */
export async function makeCurrent(
  connection: NativeConnection,
  namespace: string,
  buildId: string,
  when: 'always' | 'first-only',
): Promise<void> {
  const service = connection.workflowService;
  const version = `${DEPLOYMENT}.${buildId}`;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      if (when === 'first-only' && (await hasCurrentVersion(connection, namespace))) return;
      await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: DEPLOYMENT, buildId, version });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function hasCurrentVersion(connection: NativeConnection, namespace: string): Promise<boolean> {
  const service = connection.workflowService;
  const { workerDeploymentInfo } = await service.describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT });
  const current = workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? '';
  return current !== '';
}
