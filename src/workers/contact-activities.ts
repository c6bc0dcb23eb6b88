/** The activities of contacts, composed from what a worker has. */
import type { Client } from '@temporalio/client';
import { createContactActivities } from '../activities/contact/index.ts';
import { createContactLifeActivities } from '../activities/contact-life.ts';
import { createMailActivities, type MailActivityDeps } from '../activities/mail.ts';
import { createStaffMailActivities, type StaffMailDeps } from '../activities/staff-mail.ts';
import type { PortalFacts } from '../activities/deal.ts';
import type { ContactPortal } from '../domain/contact/policy.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { contactPlaces } from '../hubspot/contact-places.ts';
import type { Consents } from '../journal/consents.ts';
import type { Journal } from '../journal/journal.ts';
import type { Rota } from '../journal/rota.ts';
import { remembered } from './portal-facts.ts';
import { handOnTo } from './tell-record.ts';

/** How mails leave, and what their links need. */
export type MailSettings = Pick<MailActivityDeps, 'smtpUrl' | 'linkSecrets' | 'publicUrl' | 'now'> &
  Pick<StaffMailDeps, 'hubspotUrl'>;

export interface ContactWorkerDeps {
  client: Client;
  hubspot: HubSpot;
  policy: Policy;
  journal: Journal;
  consents: Consents;
  mails: MailActivityDeps['mails'];
  rota: Rota;
  mail: MailSettings;
  dealPortal: () => Promise<PortalFacts>;
  contactPortal: () => Promise<ContactPortal>;
}

/** For HubSpot's queue and for the queue of mails; undefined under a policy without rules for contacts. */
export function contactActivities(deps: ContactWorkerDeps): { hubspot: object; mail: object } | undefined {
  const { client, hubspot, policy, journal, consents, mails, rota, mail, dealPortal, contactPortal } = deps;
  if (!hasContacts(policy)) return undefined;
  const { sendMail, ...aboutMail } = createMailActivities({ hubspot, policy, contactPortal, consents, mails, ...mail });
  const places = remembered(() => contactPlaces(hubspot));
  return {
    hubspot: {
      ...createContactActivities({ hubspot, policy, dealPortal, contactPortal, places, journal, rota }),
      ...createContactLifeActivities({ journal, consents, handOn: handOnTo(client) }),
      ...aboutMail,
    },
    mail: { sendMail, ...createStaffMailActivities({ hubspot, policy, mails, ...mail }) },
  };
}

function hasContacts(policy: Policy): policy is Policy & { contacts: ContactRules } {
  return policy.contacts !== undefined;
}
