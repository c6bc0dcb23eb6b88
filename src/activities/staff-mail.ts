/** Mails to our own people about a deal. Names are read when they are needed and go into the mail only. */
import type { Detail } from '../domain/deal/rules/rule.ts';
import { dutyMail } from '../domain/duty-words/index.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { recordUrl } from '../hubspot/record-url.ts';
import type { Mails } from '../journal/mails.ts';
import { openStaffDoor, type StaffMail, type StaffMailOutcome } from '../mail/staff-door.ts';
import { staffText } from '../mail/staff-text.ts';
import { failing } from './errors.ts';

export interface StaffMailDeps {
  hubspot: Pick<HubSpot, 'owners' | 'readRecord'>;
  /** A policy that says who sends. */
  policy: Policy & { contacts: ContactRules };
  mails: Mails;
  smtpUrl: string;
  /** HUBSPOT_BASE_URL: links to records follow from it. */
  hubspotUrl: string;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface MailAboutDeal extends StaffMail {
  dealId: string;
  about: string;
  detail: Detail;
}

export type StaffMailActivities = ReturnType<typeof createStaffMailActivities>;

export function createStaffMailActivities({ hubspot, policy, mails, smtpUrl, hubspotUrl, now }: StaffMailDeps) {
  const { sender } = policy.contacts.mail;
  const door = openStaffDoor({ smtpUrl, sender, owners: () => hubspot.owners(), mails, now });
  return failing({
    /** One mail per key. Waits out a mail server that is down; an unknown end is not tried again. */
    async mailToStaff(mail: MailAboutDeal): Promise<StaffMailOutcome> {
      return door.toStaff(mail, async (firstName) => {
        const { subject, paragraphs, link } = dutyMail(policy, mail.about, mail.detail);
        const deal = await hubspot.readRecord('deal', mail.dealId, ['dealname']);
        const name = deal.values['dealname']?.value || `deal ${mail.dealId}`;
        const inHubSpot = { label: 'Open the deal', url: recordUrl(hubspotUrl, mail.portalId, 'deal', mail.dealId) };
        return staffText({
          subject: `${subject}: ${name}`,
          firstName,
          paragraphs: [`Deal: ${name}`, ...paragraphs],
          links: [...(link === undefined ? [] : [link]), inHubSpot],
          sender: sender.name,
        });
      });
    },
  });
}
