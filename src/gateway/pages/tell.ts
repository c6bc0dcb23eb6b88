/** Tells the workflow of a contact what the person decided. */
import type { Client } from '@temporalio/client';
import { contactWorkflowId, WORKFLOW_QUEUE } from '../../workflows/ids.ts';
import { type ConsentNews, type ContactInput, consentSignal } from '../../workflows/messages.ts';

/** Resolves when Temporal has it on disk; rejects when it has not, or nobody knows. The key makes telling again harmless. */
export type Tell = (contactId: string, news: ConsentNews) => Promise<void>;

/** A person waits, and can try again. */
const CALL_DEADLINE_MS = 3_000;

/** Starts the contact's workflow or finds it running, and signals it. */
export function tellContact(client: Client, portalId: string): Tell {
  return (contactId, news) =>
    client.withDeadline(Date.now() + CALL_DEADLINE_MS, async () => {
      await client.workflow.signalWithStart<(input: ContactInput) => Promise<unknown>, [ConsentNews]>(
        'contactWorkflow',
        {
          workflowId: contactWorkflowId(portalId, contactId),
          taskQueue: WORKFLOW_QUEUE,
          args: [{ portalId, contactId }],
          signal: consentSignal,
          signalArgs: [news],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: `Contact ${contactId} of HubSpot account ${portalId}`,
        },
      );
    });
}
