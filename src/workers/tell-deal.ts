/** Signals a deal's workflow that is running, from an activity. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { TellDeal } from '../activities/relay.ts';
import { dealWorkflowId } from '../workflows/ids.ts';
import { hubspotEventsSignal } from '../workflows/messages.ts';

/** Starts nothing: a deal without a workflow has nothing to hear yet, or has ended (docs/decisions/0008-relay.md). */
export function tellDeal(client: Client): TellDeal {
  return async (portalId, dealId, events) => {
    try {
      await client.workflow.getHandle(dealWorkflowId(portalId, dealId)).signal(hubspotEventsSignal, events);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}
