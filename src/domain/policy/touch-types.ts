/** S: what counts as a touch, what as an answer, and when a deal that nobody answers is lost. Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

/** What we did and they did not answer (S-02). */
export type TouchKind = 'voicemail' | 'noAnswer' | 'busy' | 'liveMessage' | 'email' | 'message';

export interface TouchRules {
  /** Keys of the open stages in which a deal without an answer is lost. */
  stages: string[];
  /** So many touches, and among them so many voicemails (S-01). */
  touches: number;
  voicemails: number;
  /** Business days after the last needed touch: the owner is warned, the deal is lost (S-05). */
  warnAfterDays: number;
  closeAfterDays: number;
  /** Business days until the owner has looked at an answer that became known after the deal was lost. */
  lateAnswerDueDays: number;
  /**
   * Outcomes by their ids in HubSpot (`hs_call_disposition`); portals add their own. One that stands nowhere here is reported.
   * A call that came in is an answer with whichever outcome, unless it is ignored.
   */
  calls: {
    touches: { kind: Exclude<TouchKind, 'email' | 'message'>; outcomes: string[] }[];
    answers: string[];
    /** Neither touch nor answer: a wrong number. */
    ignored: string[];
    incoming: string;
  };
  emails: {
    /** Directions. */
    sent: string[];
    received: string[];
    /** Values of `hs_email_status` of mails that did not go out or did not arrive. */
    undelivered: string[];
    /** Whether a mail that a sequence sends in a rep's name counts. */
    sequences: boolean;
  };
  messages: {
    /** Property of a logged message that says who wrote it, and the value for "they did". Without a value we did. */
    direction: string;
    received: string;
  };
  meetings: { answers: string[] };
  /** Deal properties that the engine fills in: two numbers, and the sentence that a rep reads. */
  properties: { touches: string; voicemails: string; summary: string };
  /** Value of the lost reason category. */
  lostCategory: string;
  clause: Clause;
}

/** What a deal's workflow has to know of them; what a record is, activities tell by the whole. */
export type TouchCountRules = Omit<TouchRules, 'calls' | 'emails' | 'meetings'>;
