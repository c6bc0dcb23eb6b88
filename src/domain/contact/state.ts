/** What a contact's workflow knows. Plain JSON: it travels through continue-as-new and answers queries. No name, no address. */
import type { Attention, Values } from '../deal/state.ts';
import type { Decision } from '../decision.ts';
import type { Actor } from '../events.ts';
import type { LifecycleKey } from '../policy/contact-types.ts';
import type { Effect } from './commands.ts';
import type { ContactPolicy } from './policy.ts';

/** The newest fact of a kind, and the record that shows it. Milliseconds since 1970 on HubSpot's clock. */
export interface Seen {
  at: number;
  object: string;
  id: string;
  /** Of the contact, where HubSpot keeps the time there: it tells a form from a visit. */
  property?: string;
}

/** A deal of the contact, or of a company of the contact. */
export interface DealFact {
  id: string;
  /** Keys of the policy; absent where the policy does not know the place. */
  pipeline?: string;
  stage?: string;
  kind: 'open' | 'won' | 'lost';
  /** The contact itself is associated with it. */
  own: boolean;
  /** The engine opened it for a contact without a company, and it belongs to none yet (C-10). */
  alone?: true;
  /** When it entered its stage. */
  at: number;
  /** Who moved it there; absent: not known. */
  by?: Actor;
  lostCategory?: string;
}

/** A lead record of the contact (L-01). */
export interface LeadFact {
  id: string;
  open: boolean;
}

/** A PrimeSupport ticket of the contact with the category "Lead creation" that is not closed (L-02). */
export interface TicketFact {
  id: string;
  at: number;
}

/** The record as read, with later events folded in. */
export interface ContactFacts {
  /** By property name. Of free text and personal values only whether there is one (`FILLED`). */
  values: Values;
  /** Newest engagement of each kind, by the key of its row (T-02). */
  engagements: Record<string, Seen>;
  /** Newest call, e-mail, meeting or note of anybody's (C-11). */
  activity?: Seen;
  /** Next meeting or call that is planned (L-01, "next activity"). */
  nextActivity?: Seen;
  /** First outreach of ours after the hand-off is looked for among these: calls, e-mails, meetings of staff (C-06). */
  outreach?: Seen;
  /** The primary company. */
  companyId?: string;
  /** Values of the company that campaigns ask for; numbers, choices and single words only. */
  company: Record<string, string>;
  /** The contact's own deals and those of its companies. */
  deals: DealFact[];
  leads: LeadFact[];
  tickets: TicketFact[];
}

/** The lifecycle stage in which the contact was accepted. */
export interface SettledStage {
  stage: LifecycleKey;
  /** When it entered the stage, or was put back there. */
  since: number;
  by: Actor;
  /** It was an MQL or SQL at some time (C-16). */
  qualified: boolean;
  /** Engagement counts for C-05, and conversation and statement for C-07, only from here on: what was before a loss is used up. */
  evidenceFrom: number;
}

/** A task of ours, by the key of its effect. */
export interface OurTask {
  task: string;
  /** The contact's owner when it was given to them, `''` for a contact without; absent: it is a role's. */
  ownerId?: string;
}

/** What the person decided about mail, on our pages (K). HubSpot's own opt-out is among the values. */
export interface ConsentFact {
  state: 'granted' | 'withdrawn';
  at: number;
  /** Reference of the proof in the journal. */
  proof: string;
}

/** What people were last told: on the record, and in the Temporal UI. */
export interface ContactShown {
  /** Engine properties by name, as written. */
  values: Record<string, string>;
  /** Ids of what keeps the contact from moving on. */
  missing: string[];
  stage: LifecycleKey;
  /** What it wakes up for next, and when. */
  next?: { at: number; what: string };
}

export interface ContactState {
  contactId: string;
  /** Number of the last decision recorded in the journal. */
  seq: number;
  policy?: ContactPolicy;
  facts?: ContactFacts;
  /** When the record was last read, on the workflow's clock. */
  readAt?: number;
  /** The newest time that HubSpot put on a value we read: its clock may be ahead of the workflow's. */
  hubspotTime?: number;
  /** Something happened that only a read can tell. */
  unsure?: boolean;
  /** The facts are as read in this round: what cannot be taken back may rest on them (design, decision 4). */
  fresh?: boolean;
  settled?: SettledStage;
  consent?: ConsentFact;
  shown?: ContactShown;
  /** Effects carried out and when, by key; the oldest of some hundred are forgotten. `<key>:<outcome>` where one did not succeed. */
  done: Record<string, number>;
  /** Tasks of ours that nobody is known to have done, oldest first. Absent: none was ever made. */
  tasks?: OurTask[];
  /** What goes with a move that was made: notes and tasks still to be written. */
  pending: Effect[];
  /** What HubSpot refused, by key, and when it is tried again. */
  held: Record<string, number>;
  /** Decisions that are not in the journal yet. */
  unrecorded: Decision[];
  /** The record is not there any more. */
  gone?: { why: 'deleted' | 'merged' | 'erased'; into?: string; at: number };
  /** A person has to look. Cleared when a later attempt succeeds. */
  attention?: Attention;
}

/** The state of a contact of which only its id is known. */
export function newContact(contactId: string): ContactState {
  return { contactId, seq: 0, done: {}, pending: [], held: {}, unrecorded: [] };
}
