/** What a deal's workflow remembers of its duties. Plain JSON, part of `DealState`. */
import type { BackOutState } from './back-out/state.ts';
import type { ActionOwner } from './rules/next-action.ts';
import type { SeenTicket } from './onboarding-ticket.ts';
import type { SeenSop } from './sop.ts';
import type { SeenTouches } from './touches/seen.ts';

export interface Duties {
  /** Effects carried out and when, by key. */
  done: Record<string, number>;
  /** Keys of the effects that made the tasks whose occasion is not over. */
  tasks: string[];
  /** Owners' ids by the keys of tasks that are for the deal's owner, `''` for nobody: to whom each was given. Also of the gate's own. */
  owners?: Record<string, string>;
  /** What HubSpot or the mail server refused, by key: not tried again before this time. */
  held: Record<string, number>;
  /** Records around the deal as last read. A section that is absent or stale is read when a rule asks for it. */
  around: Partial<Around>;
  /** Sections that something happened to since they were read. */
  stale: (keyof Around)[];
  /** Engine properties as they were last shown: a reading answers of free text only that there is some. */
  shown?: Record<string, string>;
  /** Who asked for a back-out and what was decided (B). */
  backOut?: BackOutState;
  /** The deal that was won and was merged into this one, and in which stage that found this one. */
  mergedWin?: { dealId: string; pipeline: string; stage: string; stays: boolean };
}

/** What rules look at beyond the deal itself, each section read by its own activity. */
export interface Around {
  /** The onboarding ticket of this win (D-18). */
  ticket: SeenTicket;
  /** The "#S&OP" note and the company's blanks (D-10). */
  sop: SeenSop;
  /** The timelines of the deal and its contacts (S). */
  touches: SeenTouches;
  /** Whoever the next action belongs to, where that is nobody whom the policy's snapshot knows (D-20). */
  actionOwner: ActionOwner;
  /** The selling rep's task after a back-out (B-03): completed, or deleted, when and by whom. */
  sellerTask: { isOver: boolean; at?: number; by?: string; readAt: number };
}

export const noDuties: Duties = { done: {}, tasks: [], held: {}, around: {}, stale: [] };
