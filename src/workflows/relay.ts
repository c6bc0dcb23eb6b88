/** Brings news of other records to the deals and contacts they belong to, and ends (design, decision 5). */
import {
  ActivityFailure,
  ApplicationFailure,
  setHandler,
  setWorkflowOptions,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Relayed } from '../activities/relay.ts';
import type { RelayInput } from '../domain/related.ts';
import { relay } from './effects.ts';
import { searchAttributes } from './ids.ts';
import { openStateQuery } from './messages.ts';

/** Answers how many records there were. HubSpot's final "no" is shown, not failed: deals and contacts look again by themselves. */
export async function relayWorkflow(input: RelayInput): Promise<Relayed | { refused: string }> {
  setHandler(openStateQuery, () => ({}));
  const summary = `look for deals and contacts of ${input.events.length} changed records`;
  try {
    return await relay.relayNews.executeWithOptions({ summary }, [input]);
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
    return { refused: error.cause.type ?? 'unknown' };
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, relayWorkflow);
