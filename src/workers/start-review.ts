/** The one workflow that nobody's event starts: the quarterly review of excluded contacts (C-14). */
import type { Client } from '@temporalio/client';
import { exclusionReviewId, WORKFLOW_QUEUE } from '../workflows/ids.ts';
import type { ReviewInput } from '../workflows/messages.ts';

/** Starts it, or leaves the running one alone: every worker may ask. */
export async function startExclusionReview(client: Client, portalId: string): Promise<void> {
  await client.workflow.start<(input: ReviewInput) => Promise<void>>('exclusionReviewWorkflow', {
    workflowId: exclusionReviewId(portalId),
    taskQueue: WORKFLOW_QUEUE,
    args: [{ portalId }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Quarterly review of excluded contacts of HubSpot account ${portalId}`,
  });
}
