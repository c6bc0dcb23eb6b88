/** Brings news of other records to the deals and contacts they belong to, and ends (design, decision 5). */
import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  setHandler,
  setWorkflowOptions,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Relayed } from '../activities/relay.ts';
import type { RelayInput } from '../domain/related.ts';
import { nearestDeadline } from './deadline.ts';
import { contacts, relay } from './effects.ts';
import { searchAttributes } from './ids.ts';
import { openStateQuery } from './messages.ts';

/** Answers how many records there were. HubSpot's final "no" is shown, not failed: deals and contacts look again by themselves. */
export async function relayWorkflow(input: RelayInput): Promise<Relayed | { refused: string }> {
  const deadline = nearestDeadline();
  setHandler(openStateQuery, () => deadline.armed());
  const summary = `look for deals and contacts of ${input.events.length} changed records`;
  try {
    const relayed = await relay.relayNews.executeWithOptions({ summary }, [input]);
    if (relayed.contactless !== undefined) await answerContactless(relayed.contactless);
    return relayed;
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
    return { refused: error.cause.type ?? 'unknown' };
  }

  /** L-02: whoever opens a ticket has a while to associate its contact, whose workflow then answers. */
  async function answerContactless(ids: string[]): Promise<void> {
    const looked = { summary: 'does a ticket without contact ask for a lead?' };
    const { tickets, graceMs } = await contacts.contactlessTickets.executeWithOptions(looked, [{ tickets: ids }]);
    if (tickets.length === 0) return;
    deadline.arm(Date.now() + graceMs, 'answer a ticket that has no contact');
    await condition(() => deadline.rang());
    const answer = { portalId: input.portalId, tickets, at: Date.now() };
    await contacts.answerContactless.executeWithOptions({ summary: 'answer the ticket' }, [answer]);
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, relayWorkflow);
