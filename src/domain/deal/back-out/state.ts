/** What a deal's workflow remembers of its back-out. Plain JSON: it travels through continue-as-new and answers queries. */
import type { Actor } from '../../events.ts';

/** The win that can be backed out. */
export interface Sale {
  /** The signing, from which the window counts (B-01); milliseconds since 1970. */
  signedAt: number;
  /** When the deal entered Closed Won. */
  wonAt: number;
  /** Owner's id of the rep who sold: the deal's owner at the win. */
  seller?: string;
  /** The deal that was won, where it was merged into this one. */
  from?: string;
}

/** How the Sales VP got there. */
export const BACK_OUT_WAYS = ['page', 'hubspot', 'command', 'signal'] as const;
export type BackOutWay = (typeof BACK_OUT_WAYS)[number];

/**
 * Why a code did not show who brought it (journal/approval-codes.ts). `noCode`: none was brought. `otherDeal`: it was made for another deal, and is void now,
 * because where it was shown others may read it.
 */
export const CODE_PROBLEMS = ['noCode', 'wrongCode', 'usedCode', 'expiredCode', 'otherDeal', 'tooManyTries'] as const;
export type CodeProblem = (typeof CODE_PROBLEMS)[number];

/** `ownerId`: to whom the code was mailed; `at`: when it was brought, which may be a while before a workflow got to it (ms since 1970). */
export type Redeemed = { ok: true; ownerId: string; at: number } | { ok: false; why: CodeProblem };

/** Somebody asks for a back-out or decides on it; who it is was established before. */
export interface BackOutRequest {
  /** Names this request; the asker's own name for it where it has one. */
  key: string;
  way: BackOutWay;
  /** `unknown` with a `problem`. */
  by: Actor;
  /** `noReason`: the code was not even looked at, because without a reason it decides nothing, and is good for another try. */
  problem?: CodeProblem | 'noReason';
  /** A value of the policy's choice. */
  reason?: string;
  /** When the person did it; milliseconds since 1970. */
  at: number;
}

/** Why not. Everything that is refused is recorded and explained (B-02). */
export type BackOutRefusal =
  | CodeProblem
  /** Somebody who does not hold the role, or a program. */
  | 'notVP'
  | 'notAPerson'
  /** The deal is not there, stands in no pipeline of the policy, was never won, or is backed out already. */
  | 'gone'
  | 'elsewhere'
  | 'notWon'
  | 'backedOut'
  /** The window is over: this is churn (B-01). */
  | 'tooLate'
  | 'noReason';

export interface BackOutRefused {
  request: BackOutRequest;
  why: BackOutRefusal;
  /** Beyond the day's: whoever waits for the answer gets it, and it is neither recorded nor explained on the deal. */
  quiet?: true;
}

/** The Sales VP's decision. */
export interface BackOutApproval {
  /** Of the request: whoever asked finds the answer by it. What follows is named by `at`, because senders choose their names. */
  key: string;
  way: BackOutWay;
  by: Actor;
  reason: string;
  at: number;
  sale: Sale;
}

/** Under this key a workflow remembers that everything is done that follows from the approval of this time. */
export const backOutOver = (approvedAt: number): string => `backOut:${approvedAt}:over`;
/** Key of the effect that makes the selling rep's task. */
export const lifecycleTask = (approvedAt: number): string => `backOut:${approvedAt}:lifecycle`;

export interface BackOutState {
  /** Brought with a code and not judged yet: that takes a fresh reading. */
  waiting?: BackOutRequest[];
  /** Key of the newest request in HubSpot's screen that was judged. */
  heard?: string;
  /** A rep's request on which the Sales VP has not decided. */
  asked?: { key: string; by: Actor; at: number };
  /** The latest refusals, oldest first. */
  refused?: BackOutRefused[];
  /** It was approved; carried out once the deal is lost. */
  approved?: BackOutApproval;
}
