/** A contact as the door of mails must know it, read from HubSpot at the moment of sending. */
import type { ContactPortal } from '../domain/contact/policy.ts';
import { isTakenIn } from '../domain/contact/taken-in.ts';
import { timeOf } from '../domain/contact/values.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ifThere } from '../hubspot/error.ts';
import { PortalNotReadyError } from '../hubspot/portal-ids.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import type { Recipient } from '../mail/door.ts';

export interface RecipientDeps {
  hubspot: HubSpot;
  rules: ContactRules;
  /** What only the portal knows: the value of the stage "Exclude from Marketing". */
  contactPortal: () => Promise<Pick<ContactPortal, 'stages'>>;
}

/** HubSpot's own marks of an address that cannot be mailed to: a reason, or `true`. */
const BOUNCED = ['hs_email_hard_bounce_reason_enum', 'hs_email_bad_address', 'hs_email_quarantined'];

export function recipients({ hubspot, rules, contactPortal }: RecipientDeps) {
  let knownType: number | undefined;

  /** Ids of subscription types stay; one that is missing is looked for again, until a marketer has made it. */
  async function subscriptionType(): Promise<number> {
    const name = rules.mail.subscriptionType;
    knownType ??= await hubspot.subscriptionType(name);
    if (knownType === undefined) throw new PortalNotReadyError([`the subscription type "${name}"`]);
    return knownType;
  }

  /** Undefined: deleted, or merged into another record, which has a workflow of its own. */
  async function contact(contactId: string, properties: string[]): Promise<HubSpotRecord | undefined> {
    const record = await ifThere(hubspot.readRecord('contact', contactId, ['email', ...properties]));
    return record === undefined || record.archived || record.id !== contactId ? undefined : record;
  }

  return {
    subscriptionType,

    /** The contact's address; undefined where there is no contact, `''` where it has none. */
    async address(contactId: string): Promise<string | undefined> {
      const record = await contact(contactId, []);
      return record && (record.values['email']?.value ?? '');
    },

    async read(contactId: string): Promise<Recipient | undefined> {
      const typeId = await subscriptionType();
      const { doNotContact } = rules.properties;
      const [record, { stages }] = await Promise.all([
        contact(contactId, [
          'firstname',
          'hubspot_owner_id',
          'lifecyclestage',
          'hs_email_optout',
          `hs_email_optout_${typeId}`,
          'hs_object_source',
          'createdate',
          doNotContact,
          ...BOUNCED,
        ]),
        contactPortal(),
      ]);
      if (record === undefined) return undefined;
      const value = (name: string) => record.values[name]?.value ?? '';
      const isTrue = (name: string) => value(name) === 'true';
      const [email, ownerId] = [value('email'), value('hubspot_owner_id')];
      const [owner, state] = await Promise.all([
        ownerOf(hubspot, ownerId),
        email === '' ? 'NOT_SPECIFIED' : hubspot.subscription(email, typeId).then(({ state }) => state),
      ]);
      return {
        email,
        firstName: value('firstname'),
        ownerId,
        owner,
        takenIn: isTakenIn(value('hs_object_source'), timeOf(value('createdate')), Date.parse(rules.lifecycle.since)),
        facts: {
          excluded: value('lifecyclestage') === stages.excluded || value(doNotContact) === 'yes',
          bounced: BOUNCED.some((name) => value(name) !== '' && value(name) !== 'false'),
          optedOut: isTrue('hs_email_optout') || isTrue(`hs_email_optout_${typeId}`) || state === 'UNSUBSCRIBED',
          subscribed: state === 'SUBSCRIBED',
        },
      };
    },
  };
}

/** Undefined where the contact has no owner, or one who left. */
async function ownerOf(hubspot: HubSpot, ownerId: string): Promise<Recipient['owner']> {
  if (ownerId === '') return undefined;
  const owner = (await hubspot.owners()).find(({ id }) => id === ownerId);
  return owner && { name: `${owner.firstName} ${owner.lastName}`.trim(), address: owner.email };
}
