/** How mails to contacts look and where they come from, as data. Part of a contact's rules (K). */
import type { Clause } from './types.ts';

export interface MailRules {
  /** The company (K-02). Without an owner of the contact, answers go here too. */
  sender: { name: string; address: string };
  /** The company's postal address in one line, without its name; at the end of each mail. */
  postalAddress: string;
  /** Folder of the templates, from the project's folder. */
  templates: string;
  /** Templates by name: `consent` is `consent.html` and `consent.txt`, with the subject in the first line of the latter. */
  request: string;
  reminder: string;
  /** Stands for a first name that is not known, or is none: "Hello there". */
  nameless: string;
  /** Days from sending until the link of a mail has expired (K-03). */
  linkDays: number;
  /** What a person consents to on the consent page: a sentence or two, in the company's words (K-03). */
  consentWording: string;
  /** Version of that wording, kept with each proof (K-04). Raised by whoever changes it. */
  wordingVersion: string;
  /** Name of HubSpot's subscription type that consent is for. */
  subscriptionType: string;
  clause: Clause;
}
