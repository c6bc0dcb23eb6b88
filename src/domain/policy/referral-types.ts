/** The rule of internal referrals as data (D-19). Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

export interface ReferralRule {
  /** Pipeline in which a referral opens a deal, by the policy's key. */
  pipeline: string;
  /** Deal property that is unique: of several referrals at once one opens the deal. */
  keyProperty: string;
  /** Contact properties that the form fills in: the day, whose change is the referral; the employee's e-mail address; what it is about. */
  date: string;
  employee: string;
  interest: string;
  /**
   * Contact date-time in which HubSpot keeps the last form. Filled in by an employee, within so many minutes of the referral, it is
   * no engagement of the client's (T-02).
   */
  lastForm: string;
  lastFormWithinMinutes: number;
  /** Contact property of the engine's: when the newest referral that was taken up came in. */
  takenOn: string;
  /** Deal properties of the engine's: who referred it, all of them, and the day of the newest referral. */
  dealEmployees: string;
  dealDate: string;
  /** Business days in which the owner of the deal is to see to it. */
  dueBusinessDays: number;
  clause: Clause;
}
