/** The mail that asks for consent (K-02) and its reminder: who reads what, with links that are signed for that one person. */
import type { ConsentMail } from '../domain/mail-gate.ts';
import type { MailRules } from '../domain/policy/mail-types.ts';
import { addDays } from '../domain/time.ts';
import { signLink, UNSUBSCRIBE_DAYS } from '../links.ts';
import { cleanLine, greetingName } from './addresses.ts';
import { type Fields, loadTemplate, type MailText, type Template } from './templates.ts';

/** Names as they stand in HubSpot; they are cleaned here. */
export interface Names {
  firstName: string;
  /** The contact's owner; `''` where it has none. */
  ownerName: string;
}

export interface ConsentMailDeps {
  rules: MailRules;
  /** IANA zone in which a day ends for whoever reads the mail. */
  timeZone: string;
  /** Without trailing slash. */
  publicUrl: string;
  linkSecrets: readonly string[];
}

export interface ConsentMailRequest {
  kind: ConsentMail;
  portalId: string;
  contactId: string;
  round: number;
  /** When it was decided to send; the same again gives the same links. Milliseconds since 1970. */
  at: number;
}

export interface ConsentMailWriter {
  write(request: ConsentMailRequest, names: Names): MailText & { unsubscribeUrl: string };
  /** As it is kept where others read it: without the links, which are the person's own. */
  writeForRecord(request: Pick<ConsentMailRequest, 'kind' | 'at'>, names: Names): Pick<MailText, 'subject' | 'text'>;
}

/** @throws TemplateError, so that a worker with a broken template does not start */
export function consentMailWriter({ rules, timeZone, publicUrl, linkSecrets }: ConsentMailDeps): ConsentMailWriter {
  const templates: Record<ConsentMail, Template> = {
    consentRequest: loadTemplate(rules.templates, rules.request),
    consentReminder: loadTemplate(rules.templates, rules.reminder),
  };
  const expiry = (at: number) => addDays(at, rules.linkDays, timeZone);
  const fields = (at: number, names: Names, links: Pick<Fields, 'link' | 'unsubscribeLink'>): Fields => ({
    firstName: greetingName(names.firstName, rules.nameless),
    company: rules.sender.name,
    postalAddress: rules.postalAddress,
    ownerName: cleanLine(names.ownerName) || rules.sender.name,
    expires: dayInWords(expiry(at), timeZone),
    ...links,
  });

  return {
    write(request, names) {
      const { kind, portalId, contactId, round, at } = request;
      const link = (purpose: 'consent' | 'unsubscribe', expiresAt: number) =>
        `${publicUrl}/${purpose}/${signLink(linkSecrets, { purpose, portalId, contactId, round, expiresAt })}`;
      const unsubscribeUrl = link('unsubscribe', addDays(at, UNSUBSCRIBE_DAYS, timeZone));
      const links = { link: link('consent', expiry(at)), unsubscribeLink: unsubscribeUrl };
      return { ...templates[kind](fields(at, names, links)), unsubscribeUrl };
    },

    writeForRecord: ({ kind, at }, names) =>
      templates[kind](fields(at, names, { link: PERSONAL_LINK, unsubscribeLink: PERSONAL_LINK })),
  };
}

const PERSONAL_LINK = '(personal link)';

function dayInWords(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(instant);
}
