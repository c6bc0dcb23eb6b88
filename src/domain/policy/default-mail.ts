/** How the shipped policy mails. */
import type { MailRules } from './mail-types.ts';

export const defaultMail: MailRules = {
  sender: { name: 'Health Prime', address: 'hello@healthprime.example' },
  postalAddress: '100 Example Street, Baltimore, MD 21202, USA',
  templates: 'templates',
  request: 'consent',
  reminder: 'consent-reminder',
  nameless: 'there',
  // The reminder follows after 30 days (K-02) with a link of its own; the first one works until then.
  linkDays: 30,
  consentWording:
    'With your address below you agree that Health Prime may send you emails about its services for medical ' +
    'practices, about events and about what is new in revenue cycle management. ' +
    'You can withdraw this at any time with the link in each of our emails.',
  wordingVersion: '2026-11-1',
  subscriptionType: 'Marketing Information',
  clause: 'K-02, "Email Marketing Consent form"',
};
