/**
 * `/unsubscribe/<token>`: the page with its button, and the one-click POST of mail clients (RFC 8058), which is the same
 * form sent by a machine: no cookie, no redirect, as often as one likes. Success is said only when the withdrawal is on
 * disk, where the send gate reads it, and the contact's workflow has heard of it (K-06).
 */
import type { Consents } from '../../journal/consents.ts';
import { readForm } from './form.ts';
import type { Tell } from './tell.ts';
import type { Pages } from './texts.ts';
import type { PageAnswer, Visit } from './visit.ts';

export interface UnsubscribeDeps {
  pages: Pages;
  portalId: string;
  consents: Pick<Consents, 'withdraw'>;
  tell: Tell;
  now(): number;
}

export function unsubscribePage({ pages, portalId, consents, tell, now }: UnsubscribeDeps) {
  return {
    async show(): Promise<PageAnswer> {
      return { outcome: 'shown', html: pages.unsubscribe() };
    },

    async submit({ request, claims }: Visit): Promise<PageAnswer> {
      const form = await readForm(request);
      if (typeof form === 'string' || form.get('List-Unsubscribe') !== 'One-Click') {
        return { outcome: 'bad_form', html: pages.unsubscribe('no_button') };
      }
      const source = form.get('from') === 'page' ? 'unsubscribe page' : 'one-click';
      const at = now();
      await consents.withdraw({ portalId, contactId: claims.contactId, source, at });
      const key = `withdrawn-${at}`;
      await tell(claims.contactId, { key, state: 'withdrawn', at, proof: key });
      return { outcome: 'withdrawn', html: pages.unsubscribed() };
    },
  };
}
