/** What can be said to a workflow: signals and queries, their payloads, one sentence each. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Inheritance } from '../domain/contact/news.ts';
import type { ContactState } from '../domain/contact/state.ts';
import type { ReviewState } from '../domain/contact/review.ts';
import type { BackOutMessage } from '../domain/deal/back-out/message.ts';
import type { Inheritance as DealInheritance } from '../domain/deal/merge/inheritance.ts';
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
  /** Events taken in and not decided on yet: a record that never comes to rest is continued all the same. */
  queue: RecordEvent[];
  /** Codes brought and not redeemed yet, with the time of each. */
  brought?: BroughtBackOut[];
  /** Keys of events already applied, oldest first, bounded. */
  seen: string[];
  /** Current details of the Temporal UI (Markdown); they end with a run. */
  details: string;
}

export interface BroughtBackOut extends BackOutMessage {
  /** Milliseconds since 1970. */
  at: number;
}

/** Arguments of `contactWorkflow`. `carried` is absent at the first start and is what continue-as-new hands on. */
export interface ContactInput {
  portalId: string;
  contactId: string;
  carried?: CarriedContact;
}

export interface CarriedContact {
  /** Raised when the shape changes; older shapes are lifted on the way in. */
  v: 1;
  state: ContactState;
  queue: RecordEvent[];
  /** Keys of events already applied, oldest first, bounded. */
  seen: string[];
  /** Current details of the Temporal UI (Markdown); they end with a run. */
  details: string;
}

/** Arguments of `growthReportWorkflow`. `asOf`: milliseconds since 1970; absent: the time for which the schedule started it. */
export interface GrowthReportInput {
  portalId: string;
  asOf?: number;
}

/** Arguments of `exclusionReviewWorkflow`. `carried` is absent at the first start and is what continue-as-new hands on. */
export interface ReviewInput {
  portalId: string;
  carried?: ReviewState;
}

/** What a person decided on one of our pages (K-03, K-06). Ids only: address and proof stay in the journal. */
export interface ConsentNews {
  /** The same for the same decision, however often it is told. */
  key: string;
  state: 'granted' | 'withdrawn';
  /** Milliseconds since 1970. */
  at: number;
  /** Reference of the proof in the journal. */
  proof: string;
}

/** HubSpot told us something about this record. One signal carries all events of a POST (and of what was merged into it). */
export const hubspotEventsSignal = defineSignal<[RecordEvent[]]>('hubspotEvents');

/** The person gave or withdrew consent on our page; it was kept before this is said. */
export const consentSignal = defineSignal<[ConsentNews]>('consent');

/** A record that was merged into this contact hands on what was done for it; `key` names the record that is gone. */
export const inheritSignal = defineSignal<[{ key: string } & Inheritance]>('inherit');

/** A deal that was won and is merged into this one hands on its win; `key` names the record that is gone. */
export const inheritWinSignal = defineSignal<[{ key: string } & DealInheritance]>('inherit');

/**
 * The Sales VP backs the deal out (B-02): `{"code": "ABCDE-FGHJK", "reason": "client"}`. Whoever reaches Temporal can send it; the
 * personal code, mailed by `npm run sop -- backout-code <deal>`, tells who it was.
 */
export const backOutSignal = defineSignal<[Partial<BackOutMessage>]>('backOut');

/** The policy was edited: load it again at the next safe point. */
export const policyChangedSignal = defineSignal('policyChanged');

/** What every entity answers to `state`. */
export interface OpenState {
  /**
   * When its timer rings (ms since 1970), and what it was set for. One that is set is kept when the plan changes to something later:
   * it then rings for nothing, which is cheaper than setting another.
   */
  wakesAt?: number;
  wakesFor?: string;
  /** What it does next by itself if nothing happens before, by its rules as they stand, and when; absent before they say anything. */
  nextAt?: number;
  nextFor?: string;
}

/** What the deal's workflow knows and when it wakes up: for `why`, tests and the UI's query tab. */
export const dealStateQuery = defineQuery<OpenState & { deal: DealState }>('state');

/** What the contact's workflow knows and when it wakes up. */
export const contactStateQuery = defineQuery<OpenState & { contact: ContactState }>('state');

/** What the quarterly review knows and when it is due. */
export const reviewStateQuery = defineQuery<OpenState & { review: ReviewState }>('state');

/** The same query for callers that do not care which kind of entity answers. */
export const openStateQuery = defineQuery<OpenState>('state');
