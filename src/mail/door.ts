/**
 * The one door through which mails leave (K-01). Whoever wants to send says whom and what kind; the door reads the recipient
 * itself, asks the gate with what is true at that moment, and keeps a row before and after, so that no mail goes twice and a
 * lost answer is told from a mail that never left.
 */
import { type ConsentMail, type GateRefusal, type MailFacts, mailRefusal } from '../domain/mail-gate.ts';
import { nextOpening } from '../domain/business-hours.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { CalendarRule } from '../domain/policy/types.ts';
import { localDate } from '../domain/time.ts';
import type { Consents } from '../journal/consents.ts';
import type { KeptMail, Mails } from '../journal/mails.ts';
import { cleanLine, readAddress } from './addresses.ts';
import { messageIdOf } from './message-id.ts';
import { type HandedOver, handOver, type Mail, type Mailbox } from './smtp.ts';
import type { MailText } from './templates.ts';

export interface ContactMail {
  portalId: string;
  contactId: string;
  /** The same for the same mail, however often it is tried: `<workflow id>:mail:<kind>:<round>`. */
  key: string;
  kind: ConsentMail;
  round: number;
  /** Milliseconds since 1970, on the caller's clock. */
  at: number;
}

/** A contact as HubSpot has it at this moment. */
export interface Recipient {
  /** The field as it is; `''` where it is empty. */
  email: string;
  firstName: string;
  /** `''` where it has none. */
  ownerId: string;
  /** Undefined without an owner, or when that person has left. */
  owner: Mailbox | undefined;
  /** It came by import, or was there before the engine: such mails have a quota (K-02). */
  takenIn: boolean;
  facts: Omit<MailFacts, 'address' | 'decided'>;
}

/**
 * Why a mail did not go. `gone`: there is no such contact any more. `unknown`: it was handed over and nobody knows whether it
 * arrived; it is never sent again. `rejected`: the mail server refused it for good. `alreadySent`: this kind of mail went out
 * in this round under another key.
 */
export type MailRefusal = GateRefusal | 'gone' | 'unknown' | 'rejected' | 'alreadySent';

export type MailOutcome =
  | { outcome: 'sent'; messageId: string; at: number }
  | { outcome: 'refused'; reason: MailRefusal }
  /** The day's quota is used up; from `at` on there is another one. */
  | { outcome: 'later'; at: number };

export interface MailDoorDeps {
  smtpUrl: string;
  sender: Mailbox;
  /** Reads the contact; undefined when it is gone. */
  recipient(contactId: string): Promise<Recipient | undefined>;
  consents: Pick<Consents, 'standing'>;
  mails: Pick<Mails, 'begin' | 'end' | 'giveBack'>;
  /** When mails go out, and how many a day to contacts that came by import. */
  rules: Pick<ContactRules['consent'], 'businessHours' | 'importsPerDay'>;
  calendar: CalendarRule;
  /** Milliseconds since 1970. */
  now(): number;
}

export function openMailDoor(deps: MailDoorDeps) {
  const { smtpUrl, sender, recipient, consents, mails, rules, calendar, now } = deps;

  async function look(mail: ContactMail, { facts, email }: Recipient): Promise<GateRefusal | undefined> {
    const standing = await consents.standing(mail.portalId, mail.contactId);
    return mailRefusal(mail.kind, { ...facts, address: readAddress(email).is, decided: standing?.state });
  }

  /** Past the gate; throws if it is certain that the mail did not leave. */
  async function send(
    mail: ContactMail,
    to: Recipient,
    messageId: string,
    compose: Compose,
  ): Promise<HandedOver | GateRefusal> {
    const address = readAddress(to.email);
    const refusal = await look(mail, to);
    if (address.is !== 'one' || refusal !== undefined) return refusal ?? 'badAddress';
    const { subject, text, html, unsubscribeUrl } = compose(to);
    const letter: Mail = {
      from: sender,
      to: address.address,
      replyTo: replyTo(to.owner, sender),
      subject: cleanLine(subject),
      text,
      html,
      messageId,
      unsubscribeUrl,
    };
    // A withdrawal that is accepted while the mail server takes its time stops the mail, too (K-06).
    let late: GateRefusal | undefined;
    const handedOver = handOver(smtpUrl, letter, async () => {
      late = await look(mail, to);
      if (late !== undefined) throw new Error('stopped at the gate');
    });
    return handedOver.catch((error: unknown) => {
      if (late !== undefined) return late;
      throw error;
    });
  }

  return {
    /**
     * Sends a mail to a contact, or says why not. Safe to repeat with the same key.
     * @throws MailServerUnavailable, JournalUnavailable, what `recipient` throws: nothing left, try again
     */
    async toContact(mail: ContactMail, compose: Compose): Promise<MailOutcome> {
      const { key } = mail;
      const to = await recipient(mail.contactId);
      if (to === undefined) return refused('gone');
      const messageId = messageIdOf(key, sender.address);
      const quota = { day: localDate(mail.at, calendar.timeZone), perDay: rules.importsPerDay };
      const row = await mails.begin({ ...mail, messageId }, to.takenIn ? quota : undefined);
      if (row === 'usedUp') return { outcome: 'later', at: nextOpening(mail.at, rules.businessHours, calendar) };
      if (row !== 'begun') return outcomeOf(row, key);

      const result = await send(mail, to, messageId, compose).catch(async (error: unknown) => {
        await mails.giveBack(key);
        throw error;
      });
      const at = Math.max(mail.at, now());
      if (result === 'accepted') {
        // The caller's history remembers it, too: a database that fails now makes no mail unknown that is known.
        await mails.end(key, 'sent', at).catch(() => undefined);
        return { outcome: 'sent', messageId, at };
      }
      if (result === 'refused' || result === 'unknown') {
        await mails.end(key, result === 'refused' ? 'failed' : 'unknown', at);
        return refused(result === 'refused' ? 'rejected' : 'unknown');
      }
      await mails.giveBack(key);
      return refused(result);
    },
  };
}

type Compose = (to: Recipient) => MailText & { unsubscribeUrl: string };

const refused = (reason: MailRefusal): MailOutcome => ({ outcome: 'refused', reason });

/** What an earlier attempt came to, or another mail of the same kind and round. */
function outcomeOf(row: KeptMail, key: string): MailOutcome {
  if (row.key !== key) return refused('alreadySent');
  if (row.state === 'sent') return { outcome: 'sent', messageId: row.messageId, at: row.endedAt ?? row.at };
  return refused(row.state === 'failed' ? 'rejected' : 'unknown');
}

/** Answers reach the contact's owner; without one, or with an address that is none, the company (K-02). */
function replyTo(owner: Mailbox | undefined, sender: Mailbox): Mailbox {
  const address = readAddress(owner?.address ?? '');
  return address.is === 'one' ? { name: cleanLine(owner?.name ?? ''), address: address.address } : sender;
}
