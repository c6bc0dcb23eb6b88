/** The rules of a deal's human side as data: what people owe around the gates. Part of the policy, plain JSON. */
import type { Clause, ObjectName } from './types.ts';

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

/** D-10: the note that shows deal and company side by side. */
export interface SopNoteRule {
  /** What the note is called; one of a rep's counts when it holds this, in small or capital letters. */
  tag: string;
  /** Names of the properties of deal and company, in the order in which they are shown. */
  deal: string[];
  company: string[];
  clause: Clause;
}

/** How values are written for people. */
export interface FormatRule {
  /** BCP 47, e.g. `en-US`. */
  locale: string;
  /** ISO 4217. */
  currency: string;
  /** Number properties that are amounts of money. */
  money: { object: ObjectName; property: string }[];
  clause: Clause;
}

/** D-18: who takes a won deal over, and how they are reminded until they do. */
export interface AcceptanceRule {
  /** Owns the new ticket. */
  role: string;
  /** Business days until the first reminder, and between two of them; how often that is. */
  remindAfterBusinessDays: number;
  reminders: number;
  /** Hears of it when the reminders did not help. */
  managerRole: string;
  clause: Clause;
}

/** S-03, T-02: out-of-office mails whose headers do not say what they are, as HubSpot often logs them. */
export interface AutomaticAnswersRule {
  /** How their subjects begin, in small letters; replies to them ("Re: …") are a person's. */
  subjects: string[];
  clause: Clause;
}
