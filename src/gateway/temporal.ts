/** The gateway's side of Temporal: events to the workflow of their record, and whether Temporal answers. */
import type { Client, Connection } from '@temporalio/client';
import type { RecordEvent } from '../domain/events.ts';
import { dealWorkflowId, WORKFLOW_QUEUE } from '../workflows/ids.ts';
import { type DealInput, hubspotEventsSignal } from '../workflows/messages.ts';
import type { Send } from './dispatcher.ts';

/** Shorter than the gateway's answer to HubSpot, so that most POSTs learn the outcome of their own call. */
const CALL_DEADLINE_MS = 3_000;
const HEALTH_DEADLINE_MS = 2_000;
/** Of gRPC's health protocol; the client package does not export the enum. */
const SERVING = 1;

/** Starts a record's workflow or finds it running, and signals it; resolves when the server has it on disk. */
export function sendToWorkflow(client: Client, portalId: string): Send {
  return async ({ objectId }, events) => {
    const input: DealInput = { portalId, dealId: objectId };
    // By name and type only: importing the workflow would load its code here, where it cannot run.
    await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      client.workflow.signalWithStart<(input: DealInput) => Promise<unknown>, [RecordEvent[]]>('dealWorkflow', {
        workflowId: dealWorkflowId(portalId, objectId),
        taskQueue: WORKFLOW_QUEUE,
        args: [input],
        signal: hubspotEventsSignal,
        signalArgs: [events],
        // The workflow of a closed deal ends after its time of listening. A later event starts a run that reads the
        // record, records the event and repeats no effect (effects have business keys; design, decisions 6 and 7).
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `Deal ${objectId} of HubSpot account ${portalId}`,
      }),
    );
  };
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
