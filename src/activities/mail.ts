/**
 * Mails to contacts and what follows from a decision about them. Each may run again after it worked: mails and their records
 * in HubSpot have a key of their own, a subscription status is set to the same value.
 */
import type { ContactPortal } from '../domain/contact/policy.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { Consents } from '../journal/consents.ts';
import type { Mails } from '../journal/mails.ts';
import { consentMailWriter } from '../mail/consent-mail.ts';
import { type ContactMail, type MailOutcome, openMailDoor, type Recipient } from '../mail/door.ts';
import { failing } from './errors.ts';
import { keepRecord } from './keep.ts';
import { recipients } from './recipient.ts';

export interface MailActivityDeps {
  hubspot: HubSpot;
  /** A policy with rules for contacts. */
  policy: Policy & { contacts: ContactRules };
  /** What only the portal knows; read once and kept by the caller. */
  contactPortal: () => Promise<Pick<ContactPortal, 'stages'>>;
  consents: Pick<Consents, 'standing'>;
  mails: Mails;
  smtpUrl: string;
  /** The first one signs. */
  linkSecrets: readonly string[];
  /** Of the gateway, without trailing slash: links lead there. */
  publicUrl: string;
  /** Milliseconds since 1970. */
  now(): number;
}

export type MailActivities = ReturnType<typeof createMailActivities>;

/** A decision by the person that is to stand in HubSpot as well. */
export interface ConsentToWrite {
  portalId: string;
  contactId: string;
  state: 'subscribed' | 'unsubscribed';
  /** Reference of the proof in the journal. */
  proofRef: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** `superseded`: the person has decided otherwise since. `noAddress`, `gone`: there is nothing to write it on. */
export type ConsentWritten = 'written' | 'superseded' | 'noAddress' | 'gone';

/** @throws TemplateError, so that a worker with a broken template does not start */
export function createMailActivities(deps: MailActivityDeps) {
  const { hubspot, policy, contactPortal, consents, mails, smtpUrl, linkSecrets, publicUrl, now } = deps;
  const rules = policy.contacts;
  const { timeZone } = policy.calendar;
  const writer = consentMailWriter({ rules: rules.mail, timeZone, publicUrl, linkSecrets });
  const people = recipients({ hubspot, rules, contactPortal });
  const door = openMailDoor({
    smtpUrl,
    sender: rules.mail.sender,
    recipient: (id) => people.read(id),
    consents,
    mails,
    rules: rules.consent,
    calendar: policy.calendar,
    now,
  });

  return failing({
    /** Asks for consent, or reminds of it (K-02). Waits out a mail server that is down; an unknown end is not tried again. */
    async sendMail(mail: ContactMail): Promise<MailOutcome> {
      return door.toContact(mail, (to) => writer.write(mail, namesOf(to)));
    },

    /** The mail on the contact's timeline, once, so that its owner gets the credit (K-07). Without its personal links. */
    async logMail(mail: Omit<ContactMail, 'round'>): Promise<void> {
      const { contactId, key, at } = mail;
      const to = await people.read(contactId);
      if (to === undefined) return;
      const { subject, text } = writer.writeForRecord(mail, namesOf(to));
      await keepRecord(hubspot, policy, {
        object: 'email',
        key,
        properties: {
          hs_timestamp: new Date(at).toISOString(),
          hs_email_direction: 'EMAIL',
          hs_email_status: 'SENT',
          hs_email_subject: subject,
          hs_email_text: text,
          hs_email_headers: JSON.stringify({
            from: { email: rules.mail.sender.address },
            to: [{ email: to.email }],
            cc: [],
            bcc: [],
          }),
          ...(to.ownerId === '' ? {} : { hubspot_owner_id: to.ownerId }),
        },
        on: { object: 'contact', id: contactId },
      });
    },

    /** The person's decision in HubSpot's subscription status, with legal basis and where the proof is (K-04, K-06). */
    async writeConsent({ portalId, contactId, state, proofRef, at }: ConsentToWrite): Promise<ConsentWritten> {
      const address = await people.address(contactId);
      if (address === undefined) return 'gone';
      if (address === '') return 'noAddress';
      const subscriptionId = await people.subscriptionType();
      // A withdrawal, wherever it was made, beats what is queued (K-06); a fresh consent beats an older withdrawal (K-08).
      const standing = await consents.standing(portalId, contactId);
      if (standing?.state === (state === 'subscribed' ? 'withdrawn' : 'granted')) return 'superseded';
      const decidedAt = standing?.at ?? at;
      if (state === 'subscribed') {
        const inHubSpot = await hubspot.subscription(address, subscriptionId);
        if (inHubSpot.state === 'UNSUBSCRIBED' && inHubSpot.at > decidedAt) return 'superseded';
      }
      await hubspot.setSubscription(address, {
        subscriptionId,
        state: state === 'subscribed' ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
        explanation: `${state === 'subscribed' ? 'Consented' : 'Withdrew'} on ${new Date(decidedAt).toISOString()}, proof ${proofRef}`,
      });
      return 'written';
    },

    /** Subscribed to nothing (C-13). */
    async unsubscribeAll({ contactId }: { contactId: string }): Promise<void> {
      const address = await people.address(contactId);
      if (address !== undefined && address !== '') await hubspot.unsubscribeAll(address);
    },
  });
}

function namesOf({ firstName, owner }: Recipient) {
  return { firstName, ownerName: owner?.name ?? '' };
}
