/** The gateway's side of Temporal: events to the workflow of their record, and whether Temporal answers. */
import { createHash } from 'node:crypto';
import { type Client, type Connection, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { RecordEvent } from '../domain/events.ts';
import type { RelatedEvent, RelayInput } from '../domain/related.ts';
import { contactWorkflowId, dealWorkflowId, WORKFLOW_QUEUE } from '../workflows/ids.ts';
import { type ContactInput, type DealInput, hubspotEventsSignal } from '../workflows/messages.ts';
import type { Send } from './dispatcher.ts';

/** Shorter than the gateway's answer to HubSpot, so that most POSTs learn the outcome of their own call. */
const CALL_DEADLINE_MS = 3_000;
const HEALTH_DEADLINE_MS = 2_000;
/** Of gRPC's health protocol; the client package does not export the enum. */
const SERVING = 1;

/** Hands events to the workflow they are for; resolves when the server has them on disk. */
export function sendToWorkflow(client: Client, portalId: string): Send {
  return (record, events) =>
    client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => {
      switch (record.workflow) {
        case 'relay':
          return startRelay(client, portalId, withoutRepeats(events.filter(isRelated)));
        case 'deal':
          return signalDeal(client, { portalId, dealId: record.objectId }, hubspotEventsSignal, events);
        case 'contact':
          return signalContact(client, { portalId, contactId: record.objectId }, hubspotEventsSignal, events);
      }
    });
}

// By name and type only: importing the workflows would load their code here, where it cannot run.

/** Starts the deal's workflow or finds it running, and signals it. Everybody who has something to tell a deal does it by this. */
export async function signalDeal<News>(
  client: Client,
  input: DealInput,
  signal: SignalDefinition<[News]>,
  news: News,
): Promise<void> {
  const { portalId, dealId } = input;
  await client.workflow.signalWithStart<(input: DealInput) => Promise<unknown>, [News]>('dealWorkflow', {
    ...STARTING,
    workflowId: dealWorkflowId(portalId, dealId),
    args: [input],
    signal,
    signalArgs: [news],
    staticSummary: `Deal ${dealId} of HubSpot account ${portalId}`,
  });
}

/** Starts the contact's workflow or finds it running, and signals it. Everybody who has something to tell a contact does it by this. */
export async function signalContact<News>(
  client: Client,
  input: ContactInput,
  signal: SignalDefinition<[News]>,
  news: News,
): Promise<void> {
  const { portalId, contactId } = input;
  await client.workflow.signalWithStart<(input: ContactInput) => Promise<unknown>, [News]>('contactWorkflow', {
    ...STARTING,
    workflowId: contactWorkflowId(portalId, contactId),
    args: [input],
    signal,
    signalArgs: [news],
    staticSummary: `Contact ${contactId} of HubSpot account ${portalId}`,
  });
}

const STARTING = {
  taskQueue: WORKFLOW_QUEUE,
  // The workflow of a closed deal ends after its time of listening. A later event starts a run that reads the
  // record, records the event and repeats no effect (effects have business keys; design, decisions 6 and 7).
  workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  workflowIdConflictPolicy: 'USE_EXISTING',
} as const;

/** One short workflow per batch (docs/decisions/0008-relay.md). The same batch delivered again finds that it was taken. */
async function startRelay(client: Client, portalId: string, events: RelatedEvent[]): Promise<void> {
  try {
    await client.workflow.start<(input: RelayInput) => Promise<unknown>>('relayWorkflow', {
      workflowId: `relay-${portalId}-${batchKey(events)}`,
      taskQueue: WORKFLOW_QUEUE,
      args: [{ portalId, events }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: `News for deals and contacts of HubSpot account ${portalId}: ${objectsIn(events)}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function isRelated(event: RecordEvent): event is RelatedEvent {
  return event.kind === 'related';
}

/** HubSpot may say a thing twice in one POST. */
function withoutRepeats(events: RelatedEvent[]): RelatedEvent[] {
  return [...new Map(events.map((event) => [event.key, event])).values()];
}

/** The same for the same events in any order. */
function batchKey(events: RelatedEvent[]): string {
  const keys = events.map(({ key }) => key).toSorted();
  return createHash('sha256').update(keys.join()).digest('base64url').slice(0, 16);
}

function objectsIn(events: RelatedEvent[]): string {
  return [...new Set(events.map(({ object }) => object))].toSorted().join(', ');
}

/** Resolves when Temporal's frontend says that it serves. */
export function checkTemporal(connection: Connection): () => Promise<void> {
  return async () => {
    const { status } = await connection.withDeadline(Date.now() + HEALTH_DEADLINE_MS, () =>
      connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' }),
    );
    const code: number = status;
    if (code !== SERVING) throw new Error(`Temporal's frontend is not serving (health status ${code})`);
  };
}
