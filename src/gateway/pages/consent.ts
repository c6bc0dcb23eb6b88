/**
 * `/consent/<token>`: the person submits the address at which they got our mail, and that is consent (K-03). Opening the
 * page changes nothing, because mail scanners open links. The order when it is submitted: proof on disk, workflow told,
 * proof marked as told. Whatever fails in between, sending the form again goes on from there, and counts once.
 */
import type { MailRules } from '../../domain/policy/mail-types.ts';
import type { Consents } from '../../journal/consents.ts';
import { hashAddress } from '../../links.ts';
import { normalAddress } from './address.ts';
import { isCrossSite, readForm } from './form.ts';
import { createQueue } from './one-at-a-time.ts';
import type { Tell } from './tell.ts';
import type { Pages } from './texts.ts';
import type { PageAnswer, Visit } from './visit.ts';

/** The contact whom HubSpot has under an id: another one's after a merge. */
export interface ContactAddresses {
  id: string;
  /** The primary and the additional ones. */
  addresses: string[];
}

export interface ConsentDeps {
  pages: Pages;
  portalId: string;
  /** The newest first. */
  linkSecrets: string[];
  mail: MailRules;
  consents: Pick<Consents, 'isUsed' | 'grant' | 'confirm'>;
  /** `undefined`: there is no such contact any more. */
  readContact(contactId: string): Promise<ContactAddresses | undefined>;
  tell: Tell;
  now(): number;
}

export function consentPage({ pages, consents, tell, now, ...deps }: ConsentDeps) {
  const invalidLink: PageAnswer = { outcome: 'invalid_link', html: pages.invalidLink() };
  // Of two that come with one link in the same moment the second finds it used.
  const inTurn = createQueue();

  async function decide({ claims, tokenHash, visitor }: Visit, typed: string): Promise<PageAnswer> {
    if (await consents.isUsed(tokenHash)) return invalidLink;
    const address = normalAddress(typed);
    if (address === undefined) return { outcome: 'incomplete', html: pages.consent('incomplete', typed) };
    const contact = await deps.readContact(claims.contactId);
    if (contact === undefined) return invalidLink;
    if (!contact.addresses.some((one) => normalAddress(one) === address)) {
      return { outcome: 'other_address', html: pages.consent('other_address', typed) };
    }

    const at = now();
    const { portalId, linkSecrets, mail } = deps;
    const granted = await consents.grant({
      portalId,
      contactId: contact.id,
      round: claims.round,
      tokenHash,
      address,
      addressHash: hashAddress(linkSecrets, address),
      at,
      wordingVersion: mail.wordingVersion,
      source: 'consent page',
      ...visitor,
    });
    if (granted === 'used') return invalidLink;
    await tell(contact.id, {
      key: `granted-${tokenHash}`,
      state: 'granted',
      at,
      proof: tokenHash,
    });
    await consents.confirm(tokenHash);
    return { outcome: 'granted', html: pages.thanks() };
  }

  return {
    async show({ tokenHash }: Visit): Promise<PageAnswer> {
      if (await consents.isUsed(tokenHash)) return invalidLink;
      return { outcome: 'shown', html: pages.consent() };
    },

    async submit(visit: Visit): Promise<PageAnswer> {
      if (isCrossSite(visit.request)) return invalidLink;
      const form = await readForm(visit.request);
      if (typeof form === 'string') return { outcome: 'bad_form', html: pages.consent('incomplete') };
      return inTurn(visit.tokenHash, () => decide(visit, form.get('email') ?? ''));
    },
  };
}
