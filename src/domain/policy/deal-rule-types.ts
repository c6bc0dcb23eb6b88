/** The rules of a deal's human side as data: what people owe around the gates. Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

/** D-07: who approves a deal. */
export interface ApprovalRule {
  /** yes/no property: a deal meeting is required. */
  required: string;
  /** Choice property, and its values. */
  status: string;
  approved: string;
  pending: string;
  /** Choice of the engine's: why it approved, and the value that says "no meeting required". */
  reason: string;
  automatic: string;
  /** Who is asked. */
  role: string;
  /** Business days until the task is due and the approver is reminded, and how often that is. */
  remindAfterBusinessDays: number;
  reminders: number;
  clause: Clause;
}
