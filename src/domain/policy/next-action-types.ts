/** The rule of a deal's next action as data (D-20). Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

export interface NextActionRule {
  /** Deal properties: what, one of the portal's users, and the day. */
  action: string;
  owner: string;
  date: string;
  /** Choice of the engine's: what is wrong with them. */
  flag: string;
  /** Keys of the open stages in which a deal needs a next action. */
  stages: string[];
  /** Business days in which a new or reopened deal, or one whose next action was just done, is left in peace. */
  graceBusinessDays: number;
  /** Local hour of the next business day at which the owner's task is due, 0 to 23. */
  dueHour: number;
  /** The task proposes a follow-up so many business days on. */
  proposeAfterBusinessDays: number;
  /**
   * So many days after it was last known, it is asked again whether the owner of the next action still works here: when something
   * happens with the deal, and at the latest when the day of the action comes.
   */
  ownerCheckDays: number;
  clause: Clause;
}
