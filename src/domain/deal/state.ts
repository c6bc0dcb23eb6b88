/** What a deal's workflow knows. Plain JSON: it travels through continue-as-new and answers queries. */
import type { Actor } from '../events.ts';
import type { DealPolicy } from './policy.ts';

/** A property as HubSpot last had it: value, when it was set (HubSpot's clock, ms) and by whom. */
export interface Known {
  value: string;
  at: number;
  by: Actor;
  /** The value before this one, as far as known. */
  previous?: string;
}

/** Property name → what is known of it. A property that never had a value is absent. */
export type Values = Record<string, Known>;

export interface DealState {
  dealId: string;
  /** Number of the last decision recorded in the journal. */
  seq: number;
  /** Loaded by an activity, so that history holds the rules it was decided by. Absent until loaded. */
  policy?: DealPolicy;
  /** The record as read, with later events folded in. Absent until read. */
  values?: Values;
  /** When it was last read, on the workflow's clock. */
  readAt?: number;
  /** The newest time that HubSpot put on a value we read: its clock may be ahead of the workflow's. */
  hubspotTime?: number;
  /** Two events of the same instant disagree, or the record came and went: only a read can tell. */
  unsure?: boolean;
  /** What the rep was last told in HubSpot. */
  shown?: Shown;
  /** Entry time of the stay in a stage for which the note of what is missing was written. */
  notedStay?: number;
  /** Workflow time at which the deal was found closed; it listens for a while and then ends. */
  closedAt?: number;
  /** The record is not there any more. */
  gone?: { why: 'deleted' | 'merged'; into?: string };
  /** HubSpot refused something for good: a person has to look. Cleared when a later attempt succeeds. */
  attention?: { reason: string; since: number };
}

export interface Shown {
  /** Key of pipeline and stage, or undefined where the deal stands outside of the policy's pipelines. */
  pipeline?: string;
  stage?: string;
  /** Entry time of this stay in the stage. */
  since: number;
  missing: string[];
  /** A person moved the deal back and nothing changed since (D-14). */
  resting: boolean;
}

/** The state of a deal of which only its id is known. */
export function newDeal(dealId: string): DealState {
  return { dealId, seq: 0 };
}
