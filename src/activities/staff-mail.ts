/** Mails to our own people about a deal. Names are read when they are needed and go into the mail only. */
import type { Detail } from '../domain/deal/rules/rule.ts';
import { dutyMail } from '../domain/duty-words/index.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import { addDays } from '../domain/time.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { recordUrl } from '../hubspot/record-url.ts';
import { signLink } from '../links.ts';
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
  /** The first one signs. */
  linkSecrets: readonly string[];
  /** Of the gateway, without trailing slash: links to our own pages lead there. */
  publicUrl: string;
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

export function createStaffMailActivities(deps: StaffMailDeps) {
  const { hubspot, policy, mails, smtpUrl, linkSecrets, publicUrl, hubspotUrl, now } = deps;
  const { sender } = policy.contacts.mail;
  const door = openStaffDoor({ smtpUrl, sender, owners: () => hubspot.owners(), mails, now });

  /** Signed for this deal and this reader; the same mail tried again has the same link. */
  function backOutLink({ portalId, dealId, to: ownerId, at }: MailAboutDeal): string {
    const expiresAt = addDays(at, policy.backOut?.linkDays ?? 0, policy.calendar.timeZone);
    return `${publicUrl}/back-out/${signLink(linkSecrets, { purpose: 'backOut', portalId, dealId, ownerId, expiresAt })}`;
  }

  return failing({
    /** One mail per key. Waits out a mail server that is down; an unknown end is not tried again. */
    async mailToStaff(mail: MailAboutDeal): Promise<StaffMailOutcome> {
      return door.toStaff(mail, async (firstName) => {
        const { subject, paragraphs, backOut, ticket } = dutyMail(policy, mail.about, mail.detail);
        const deal = await hubspot.readRecord('deal', mail.dealId, ['dealname']);
        const name = deal.values['dealname']?.value || `deal ${mail.dealId}`;
        const inHubSpot = { label: 'Open the deal', url: recordUrl(hubspotUrl, mail.portalId, 'deal', mail.dealId) };
        return staffText({
          subject: `${subject}: ${name}`,
          firstName,
          paragraphs: [`Deal: ${name}`, ...paragraphs],
          links: [
            ...(backOut === undefined ? [] : [{ label: backOut.label, url: backOutLink(mail) }]),
            ...(ticket === undefined
              ? []
              : [{ label: ticket.label, url: recordUrl(hubspotUrl, mail.portalId, 'ticket', ticket.id) }]),
            inHubSpot,
          ],
          sender: sender.name,
        });
      });
    },
  });
}
