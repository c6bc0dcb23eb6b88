/** One of the two systems that are measured side by side. Both are driven by the same code, here. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { signV3 } from '../../hubspot/signature.ts';

export interface Arm {
  name: 'ours' | 'bare';
  /** Where webhooks are posted; also what is signed. */
  webhookUrl: string;
  secret: string;
  client: Client;
  workflowIdOf(objectId: number): string;
  /** Newest value of each property, as the workflow knows it: asked by a query, which sees every signal taken before. */
  valuesOf(objectId: number): Promise<Record<string, string>>;
}

/** A property change as HubSpot posts it. */
export interface BenchEvent {
  eventId: number;
  portalId: number;
  subscriptionType: 'deal.propertyChange';
  objectId: number;
  propertyName: string;
  propertyValue: string;
  /** Milliseconds since 1970. */
  occurredAt: number;
  attemptNumber: number;
  changeSource: string;
  sourceId: string;
}

/** HubSpot repeats for a day; a benchmark does not wait that long. */
const ATTEMPTS = 10;
const REPEAT_AFTER_MS = 250;

/** Delivers events in one signed POST, as HubSpot does: what is not answered 2xx comes again. */
export async function post(arm: Arm, events: BenchEvent[]): Promise<void> {
  const body = JSON.stringify(events);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await attemptPost(arm, body)) === 204) return;
    await sleep(REPEAT_AFTER_MS);
  }
  throw new Error(`${arm.name} did not take a POST in ${ATTEMPTS} attempts.`);
}

async function attemptPost({ webhookUrl, secret }: Arm, body: string): Promise<number> {
  const timestamp = Date.now();
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-HubSpot-Request-Timestamp': String(timestamp),
      'X-HubSpot-Signature-v3': signV3({ secret, method: 'POST', uri: webhookUrl, body, timestamp }),
    },
    body,
  });
  await response.arrayBuffer(); // or the connection is not used again
  return response.status;
}

/** Looking more often would be load of its own, and the server serves it before it hands out tasks. */
const LOOK_EVERY_MS = 50;

/** Waits until no object has a workflow task or an activity left to do. */
export async function untilIdle(arm: Arm, objectIds: Iterable<number>): Promise<void> {
  await inParallel(objectIds, async (objectId) => {
    const handle = arm.client.workflow.getHandle(arm.workflowIdOf(objectId));
    for (;;) {
      const { pendingWorkflowTask, pendingActivities = [] } = (await handle.describe()).raw;
      if (!pendingWorkflowTask && pendingActivities?.length === 0) return;
      await sleep(LOOK_EVERY_MS);
    }
  });
}

/** As many at once as HubSpot posts at most by default. */
export const AT_ONCE = 10;

/** Works through the items in order, ten at a time. */
export async function inParallel<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
