/** Signals workflows of deals and contacts from an activity (docs/decisions/0008-relay.md). */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { ContactLifeDeps } from '../activities/contact-life.ts';
import type { DealLifeDeps } from '../activities/deal-life.ts';
import type { Tell } from '../activities/relay.ts';
import type { Listener, RelatedEvent } from '../domain/related.ts';
import { signalContact, signalDeal } from '../gateway/temporal.ts';
import { contactWorkflowId, dealWorkflowId } from '../workflows/ids.ts';
import { hubspotEventsSignal, inheritSignal, inheritWinSignal } from '../workflows/messages.ts';

export function tellRecords(client: Client): Record<Listener, Tell> {
  return {
    /** Starts nothing: a deal without a workflow has nothing to hear yet, or has ended. */
    deal: (portalId, dealId, events) => signalRunning(client, dealWorkflowId(portalId, dealId), events),

    /** What a person did is news about that person and starts the workflow; what became of their company does not. */
    async contact(portalId, contactId, events) {
      if (events.every(({ object }) => object === 'company')) {
        return signalRunning(client, contactWorkflowId(portalId, contactId), events);
      }
      await signalContact(client, { portalId, contactId }, hubspotEventsSignal, events);
      return true;
    },
  };
}

/** Hands what was done for a merged contact to the survivor's workflow, which is started if it does not run. */
export function handOnTo(client: Client): ContactLifeDeps['handOn'] {
  return (portalId, into, handed) => signalContact(client, { portalId, contactId: into }, inheritSignal, handed);
}

/** Hands a merged deal's win to the survivor's workflow, which is started if it does not run. */
export function handWinTo(client: Client): DealLifeDeps['handOn'] {
  return (portalId, into, handed) => signalDeal(client, { portalId, dealId: into }, inheritWinSignal, handed);
}

async function signalRunning(client: Client, workflowId: string, events: RelatedEvent[]): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(hubspotEventsSignal, events);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
