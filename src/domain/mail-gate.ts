/**
 * May this mail go to this contact? (K-01, K-02, K-06) Asked right in front of the mail server, with facts read at that moment,
 * whoever wants to send. Pure.
 */

/** The only mails that need no consent, because they ask for it; to one person, once each a round. */
export const CONSENT_MAILS = ['consentRequest', 'consentReminder'] as const;
export type ConsentMail = (typeof CONSENT_MAILS)[number];

/** What is known of the recipient at the moment of sending. */
export interface MailFacts {
  /** There is one address that can be mailed to; `bad`: something else stands in the field. */
  address: 'one' | 'none' | 'bad';
  /** Excluded from marketing (C-13), or asked for no contact at all (C-16). */
  excluded: boolean;
  /** The address bounced for good, or HubSpot found that it cannot be mailed to. */
  bounced: boolean;
  /** HubSpot's opt-outs: of everything, or of our kind of mail. */
  optedOut: boolean;
  /** HubSpot has a subscription to our kind of mail. */
  subscribed: boolean;
  /** The latest decision on our own pages. */
  decided: 'granted' | 'withdrawn' | undefined;
}

/** Why a mail may not go. `decided`: asking for consent that was given. `noConsent`: any other mail without it. */
export type GateRefusal = 'noAddress' | 'badAddress' | 'excluded' | 'optedOut' | 'bounced' | 'decided' | 'noConsent';

/** Undefined: it may go. The strongest reason comes first: an opt-out outweighs everything that can be repaired. */
export function mailRefusal(kind: string, facts: MailFacts): GateRefusal | undefined {
  if (facts.optedOut || facts.decided === 'withdrawn') return 'optedOut';
  if (facts.excluded) return 'excluded';
  if (facts.address === 'none') return 'noAddress';
  if (facts.address === 'bad') return 'badAddress';
  if (facts.bounced) return 'bounced';
  const consent = facts.subscribed || facts.decided === 'granted';
  if (isConsentMail(kind)) return consent ? 'decided' : undefined;
  return consent ? undefined : 'noConsent';
}

function isConsentMail(kind: string): boolean {
  return CONSENT_MAILS.some((one) => one === kind);
}
