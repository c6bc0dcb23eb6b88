/** The back-out of a signed deal as data (B-01 to B-03). Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

export interface BackOutRule {
  /** yes/no property of the deal: somebody asks for it. */
  requested: string;
  /** Choice property: for whom the deal is a bad fit. */
  reason: string;
  /** Long text: the same in somebody's own words. */
  details: string;
  /** The signing is the moment at which this property of the deal took this value. */
  signed: { property: string; value: string };
  /** Calendar days after the day of the signing; through the end of the last one. */
  windowDays: number;
  /** Days after the window in which a deal still listens, so that who comes late reads why it is too late. */
  answersDays: number;
  /** Who decides. */
  approverRole: string;
  /** The lost reason category that a back-out writes. */
  lostCategory: string;
  /** Key of the stage in which the onboarding ticket ends; absent: there is no onboarding pipeline. */
  ticketStage?: string;
  /** Who updates the Client Status. */
  implementationRole: string;
  /** Who takes over from a selling rep who has left. */
  managerRole: string;
  /** Business days until the tasks are due, and after which the selling rep is reminded, again and again. */
  dueBusinessDays: number;
  remindEveryBusinessDays: number;
  /** Days for which the link in a mail opens its page. */
  linkDays: number;
  /** A personal code: how long it works, after how many wrong ones a deal's codes are dead, how many a deal has in an hour. */
  codeMinutes: number;
  codeTries: number;
  codesPerHour: number;
  /** A code that was brought in time counts as of then for so long, though no worker gets to it. */
  broughtCodeHours: number;
  /** So many refusals a day are recorded one by one for each way; beyond it somebody is only making noise. */
  refusalsPerDay: number;
  clause: Clause;
}
