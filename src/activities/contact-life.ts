/** The end of a contact's record: forgotten on request, or merged into another. */
import type { Inheritance } from '../domain/contact/news.ts';
import type { Consents } from '../journal/consents.ts';
import type { Journal } from '../journal/journal.ts';
import { failing } from './errors.ts';

export interface ContactLifeDeps {
  journal: Pick<Journal, 'erase'>;
  consents: Pick<Consents, 'adopt' | 'erase'>;
  /** Signals the survivor's workflow, which is started if it does not run. */
  handOn(portalId: string, into: string, handed: { key: string } & Inheritance): Promise<void>;
}

export type ContactLifeActivities = ReturnType<typeof createContactLifeActivities>;

export function createContactLifeActivities({ journal, consents, handOn }: ContactLifeDeps) {
  return failing({
    /** Of a proof of consent a keyed hash, its time and its wording stay; a tombstone keeps late events from bringing the person back. */
    async eraseContact({ portalId, contactId }: { portalId: string; contactId: string }): Promise<void> {
      await consents.erase(portalId, contactId);
      await journal.erase('contact', portalId, contactId);
    },

    /** What was done for this record counts for the one it was merged into: no second consent request, deal or round. */
    async handOver(over: { portalId: string; contactId: string; into: string; handed: Inheritance }): Promise<void> {
      const { portalId, contactId, into, handed } = over;
      await consents.adopt(portalId, contactId, into);
      await handOn(portalId, into, { key: `merged:${contactId}`, ...handed });
    },
  });
}
