/**
 * What we compare with: a bare entity behind a plain gateway, on the same server, in the same process. The gateway checks the
 * signature as ours does, and sends one signal for each object of a POST at once: no schema, no dedupe key, no merging.
 */
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { Hono } from 'hono';
import { serveGateway } from '../../gateway/server.ts';
import { verifyV3 } from '../../hubspot/signature.ts';
import type { TemporalPlace } from '../parts.ts';
import type { Arm, BenchEvent } from './arm.ts';
import { type BareEvent, bareEventsSignal, bareValuesQuery, bareWorkflow } from './bare-workflow.ts';

const QUEUE = 'bench-bare';
const PATH = '/webhooks/hubspot';

const workflowIdOf = (objectId: number) => `bench-bare-${objectId}`;

export async function startBare(temporal: TemporalPlace, secret: string): Promise<Arm & { close(): Promise<void> }> {
  const connection = await Connection.connect(temporal.connectionOptions);
  const client = new Client({ connection, namespace: temporal.namespace });
  const workers = await NativeConnection.connect(temporal.connectionOptions);
  const worker = await Worker.create({
    connection: workers,
    namespace: temporal.namespace,
    taskQueue: QUEUE,
    workflowBundle: await bundleBare(),
    maxCachedWorkflows: 1_000,
  });
  const running = worker.run();

  let publicUrl = '';
  const app = new Hono();
  app.post(PATH, async (c) => {
    const rawBody = new Uint8Array(await c.req.arrayBuffer());
    const verdict = verifyV3({
      secrets: [secret],
      method: 'POST',
      uri: publicUrl + PATH,
      rawBody,
      signature: c.req.header('x-hubspot-signature-v3'),
      timestamp: c.req.header('x-hubspot-request-timestamp'),
      now: Date.now(),
    });
    if (!verdict.ok) return c.body(null, 401);
    const groups = byObject(await c.req.json<BenchEvent[]>());
    await Promise.all([...groups].map(([objectId, events]) => signal(client, objectId, events)));
    return c.body(null, 204);
  });
  const server = await serveGateway(app, 0, '127.0.0.1');
  publicUrl = `http://127.0.0.1:${server.port}`;
  return {
    name: 'bare',
    webhookUrl: publicUrl + PATH,
    secret,
    client,
    workflowIdOf,
    valuesOf: (objectId) => client.workflow.getHandle(workflowIdOf(objectId)).query(bareValuesQuery),
    async close() {
      await server.close();
      worker.shutdown();
      await running;
      await workers.close();
      await connection.close();
    },
  };
}

function byObject(events: BenchEvent[]): Map<number, BareEvent[]> {
  const groups = new Map<number, BareEvent[]>();
  for (const { objectId, propertyName, propertyValue, occurredAt } of events) {
    const group = groups.get(objectId) ?? [];
    group.push({ propertyName, propertyValue, occurredAt });
    groups.set(objectId, group);
  }
  return groups;
}

async function signal(client: Client, objectId: number, events: BareEvent[]): Promise<void> {
  await client.workflow.signalWithStart(bareWorkflow, {
    workflowId: workflowIdOf(objectId),
    taskQueue: QUEUE,
    args: [],
    signal: bareEventsSignal,
    signalArgs: [events],
  });
}

function bundleBare() {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`bare-workflow.${extension}`, import.meta.url)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
}
