/** What can be said to a workflow: signals and queries, their payloads, one sentence each. */
import { defineQuery, defineSignal } from '@temporalio/common';
import type { DealState } from '../domain/deal/state.ts';
import type { RecordEvent } from '../domain/events.ts';

/** Arguments of `dealWorkflow`. `carried` is absent at the first start and is what continue-as-new hands on. */
export interface DealInput {
  portalId: string;
  dealId: string;
  carried?: CarriedDeal;
}

export interface CarriedDeal {
  /** Raised when the shape changes; older shapes are lifted on the way in. */
  v: 1;
  state: DealState;
  /** Keys of events already applied, oldest first, bounded. */
  seen: string[];
}

/** HubSpot told us something about this record. One signal carries all events of a POST (and of what was merged into it). */
export const hubspotEventsSignal = defineSignal<[RecordEvent[]]>('hubspotEvents');

/** The policy was edited: load it again at the next safe point. */
export const policyChangedSignal = defineSignal('policyChanged');

/** What the deal's workflow knows: for `why`, tests and the UI's query tab. */
export const dealStateQuery = defineQuery<DealState>('state');
