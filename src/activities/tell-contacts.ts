/** A deal's news for its contacts and for all contacts of its companies (C-12, C-15, C-17, C-18, D-21). */
import { type ContactPortal, PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { Circle } from '../domain/deal/circle.ts';
import type { RelatedEvent } from '../domain/related.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { failing } from './errors.ts';

export interface TellContactsDeps {
  hubspot: Pick<HubSpot, 'associatedIds' | 'readRecords'>;
  /** HubSpot's values of the lifecycle stages; read once and kept by the caller. */
  contactPortal: () => Promise<Pick<ContactPortal, 'stages'>>;
  /** Signals the contact's workflow and starts it where none runs. */
  tell: (portalId: string, contactId: string, events: RelatedEvent[]) => Promise<unknown>;
}

export interface TellContactsInput {
  portalId: string;
  dealId: string;
  /** The same for the same news, however often it is told: contacts recognise it. */
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The deal is not there any more. */
  gone: boolean;
  /** Only Additional Sales Contacts of the companies need to hear of it (C-15). */
  opened?: true;
  circle: Circle;
  /** Contacts told by earlier calls. */
  from: number;
}

export type TellContactsActivities = ReturnType<typeof createTellContactsActivities>;

/** Few enough to leave the server to others. */
const SIGNALS_AT_ONCE = 10;
/** Contacts of one call: some seconds of work, so that a worker's death repeats little. */
const CONTACTS_A_CALL = 300;

export function createTellContactsActivities({ hubspot, contactPortal, tell }: TellContactsDeps) {
  /**
   * Of a deal that is gone HubSpot answers no associations. One with more contacts than the state holds has then nobody to
   * tell but its companies' contacts; the others look again on their tick.
   */
  async function contactsOf({ dealId, gone, circle }: TellContactsInput): Promise<string[]> {
    const { companies, contacts } = circle;
    const own = contacts ?? (gone ? [] : (await hubspot.associatedIds('deal', [dealId], 'contact')).get(dealId));
    const ofCompanies = companies.length === 0 ? [] : await hubspot.associatedIds('company', companies, 'contact');
    return [...new Set([...(own ?? []), ...[...ofCompanies.values()].flat()])].sort();
  }

  /** One call for 50 of them, which is far less than waking up whom it does not concern. */
  async function additionalAmong(contacts: string[]): Promise<string[]> {
    const { stage } = PORTAL_PROPERTIES;
    const { stages } = await contactPortal();
    const records = await hubspot.readRecords('contact', contacts, [stage]);
    return records.filter(({ values }) => values[stage]?.value === stages.additional).map(({ id }) => id);
  }

  return failing({
    /**
     * Says that something became of the deal; each contact looks for itself. Answers with how many contacts the next call
     * goes on, absent when all were told. A repeat tells the same again.
     */
    async tellContacts(news: TellContactsInput): Promise<{ next?: number }> {
      const { portalId, dealId, key, at, from } = news;
      const event: RelatedEvent = { kind: 'related', object: 'deal', otherId: dealId, key, occurredAt: at, by: 'us' };
      const contacts = await contactsOf(news);
      const end = from + CONTACTS_A_CALL;
      const some = contacts.slice(from, end);
      const mine = news.opened === true ? await additionalAmong(some) : some;
      for (let start = 0; start < mine.length; start += SIGNALS_AT_ONCE) {
        const batch = mine.slice(start, start + SIGNALS_AT_ONCE);
        await Promise.all(batch.map((contactId) => tell(portalId, contactId, [event])));
      }
      return end < contacts.length ? { next: end } : {};
    },
  });
}
