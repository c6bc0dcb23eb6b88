/** What a rule of a deal says to people: the shapes that its file of words fills in. */
import type { Detail } from '../deal/rules/rule.ts';
import type { Policy } from '../policy/types.ts';

export interface TaskWords {
  /** Plain text. */
  subject: string;
  /** HTML; whatever a policy says is escaped. */
  body: string;
}

export interface MailWords {
  subject: string;
  /** Plain text, one paragraph each. */
  paragraphs: string[];
  /** A ticket in HubSpot to open besides the deal. */
  ticket?: { label: string; id: string };
  /** The button that leads to the page of the back-out; its link is signed for the deal and the reader. */
  backOut?: { label: string };
}

/** All words of one rule, by what they are about. No word comes from a record. */
export interface DutyWords {
  /** HTML. */
  notes?: Record<string, (policy: Policy, detail: Detail) => string>;
  tasks?: Record<string, (policy: Policy, detail: Detail) => TaskWords>;
  mails?: Record<string, (policy: Policy, detail: Detail) => MailWords>;
}
