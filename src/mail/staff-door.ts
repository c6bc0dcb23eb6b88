/**
 * The door for mails to our own people (D-07, B-02, G-13). It takes the id of a HubSpot owner and no address, so that nothing
 * reaches anybody outside through it: mails to contacts have a gate of their own (door.ts). A row before and after keeps a mail
 * from going twice.
 */
import type { Mails } from '../journal/mails.ts';
import { cleanLine, readAddress } from './addresses.ts';
import { messageIdOf } from './message-id.ts';
import { handOver, type Mailbox } from './smtp.ts';
import type { MailText } from './templates.ts';

export interface StaffMail {
  portalId: string;
  /** The same for the same mail, however often it is tried. Ids only. */
  key: string;
  /** Id of the HubSpot owner. */
  to: string;
  /** Milliseconds since 1970, on the caller's clock. */
  at: number;
}

/** `gone`: no active owner has that id. The others as for contacts. */
export type StaffMailOutcome =
  | { outcome: 'sent'; at: number }
  | { outcome: 'refused'; reason: 'gone' | 'badAddress' | 'rejected' | 'unknown' };

export interface StaffDoorDeps {
  smtpUrl: string;
  sender: Mailbox;
  /** Active owners of the portal. */
  owners(): Promise<{ id: string; email: string; firstName: string; lastName: string }[]>;
  mails: Pick<Mails, 'begin' | 'end' | 'giveBack'>;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface StaffText extends MailText {
  /** Pictures that the HTML part names as `cid:<id>`. */
  images?: { id: string; png: Buffer }[];
}

export function openStaffDoor({ smtpUrl, sender, owners, mails, now }: StaffDoorDeps) {
  return {
    /**
     * Sends a mail to one of the staff, or says why not. Safe to repeat with the same key.
     * @param compose gets the first name
     * @throws MailServerUnavailable, JournalUnavailable, what `owners` throws: nothing left, try again
     */
    async toStaff(
      mail: StaffMail,
      compose: (firstName: string) => StaffText | Promise<StaffText>,
    ): Promise<StaffMailOutcome> {
      const { key, portalId, at } = mail;
      const owner = (await owners()).find(({ id }) => id === mail.to);
      if (owner === undefined) return { outcome: 'refused', reason: 'gone' };
      const address = readAddress(owner.email);
      if (address.is !== 'one') return { outcome: 'refused', reason: 'badAddress' };
      const text = await compose(cleanLine(owner.firstName));
      const messageId = messageIdOf(key, sender.address);
      // One of its kind: the key alone says whether it went.
      const row = await mails.begin({
        key,
        portalId,
        contactId: `owner:${owner.id}`,
        kind: key,
        round: 0,
        messageId,
        at,
      });
      if (row === 'usedUp') throw new Error('mails to staff have no quota');
      if (row !== 'begun') {
        if (row.state === 'sent') return { outcome: 'sent', at: row.endedAt ?? row.at };
        return { outcome: 'refused', reason: row.state === 'failed' ? 'rejected' : 'unknown' };
      }
      const letter = {
        from: sender,
        to: address.address,
        replyTo: sender,
        messageId,
        ...text,
        subject: cleanLine(text.subject),
      };
      const result = await handOver(smtpUrl, letter).catch(async (error: unknown) => {
        await mails.giveBack(key);
        throw error;
      });
      const endedAt = Math.max(at, now());
      const state = result === 'accepted' ? 'sent' : result === 'refused' ? 'failed' : 'unknown';
      await mails.end(key, state, endedAt).catch(() => undefined);
      if (result === 'accepted') return { outcome: 'sent', at: endedAt };
      return { outcome: 'refused', reason: result === 'refused' ? 'rejected' : 'unknown' };
    },
  };
}
