/**
 * Which mail was sent, or may have been. SMTP cannot be asked afterwards: after the text of a mail was handed over and the
 * answer got lost, nobody knows. So a row says `sending` before, and whoever finds it there later does not send again.
 */
import { JournalUnavailable } from './errors.ts';
import { type DatabasePlace, openAtFirstUse } from './open.ts';

/**
 * `sending`: handed over at this moment, or when a process died. `sent`: the mail server took it. `unknown`: nobody knows.
 * `failed`: the mail server refused it for good.
 */
export type MailState = 'sending' | 'sent' | 'unknown' | 'failed';

export interface MailIntent {
  /** `<workflow id>:mail:<kind>:<round>`. Ids only. */
  key: string;
  portalId: string;
  contactId: string;
  kind: string;
  round: number;
  messageId: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Of a day's mails to contacts that came by import there are so many. */
export interface MailQuota {
  /** `YYYY-MM-DD` in the policy's zone. */
  day: string;
  perDay: number;
}

export interface KeptMail extends MailIntent {
  state: MailState;
  /** When it became what it is; absent while `sending`. */
  endedAt?: number;
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Mails {
  /**
   * `begun`: the row is on disk as `sending`, and the caller may hand the mail over, once. Otherwise the row that is in the
   * way: that of the same key, which was `sending` and is `unknown` now; or of the same contact, kind and round.
   * @param quota the mail counts against it; `usedUp`: the day has no more
   */
  begin(mail: MailIntent, quota?: MailQuota): Promise<'begun' | 'usedUp' | KeptMail>;
  /** What became of it. `sent` is also believed of what counted as unknown. */
  end(key: string, state: Exclude<MailState, 'sending'>, at: number): Promise<void>;
  /** It was certainly not taken: the row is gone, and {@link begin} may be called again. */
  giveBack(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects at its first use, and again at the next one if that failed. */
export function openMails(place: DatabasePlace): Mails {
  const { query, close } = openAtFirstUse(place);
  return {
    async begin(mail, quota) {
      const counted = [quota?.day ?? null, quota?.perDay ?? null];
      // A row that is given back between the statements leaves nothing in the way, and one number of a day is taken by one.
      for (let round = 1; round <= 3; round++) {
        const begun = await query(BEGIN, [...toValues(mail), ...counted]);
        if (begun.length > 0) return 'begun';
        const [row] = await query<Row>(IN_THE_WAY, [mail.key, mail.portalId, mail.contactId, mail.kind, mail.round]);
        if (row !== undefined) return toMail(row);
        const full = quota === undefined ? [] : await query(USED_UP, [mail.portalId, ...counted]);
        if (full.length > 0) return 'usedUp';
      }
      throw new JournalUnavailable(`${mail.key}: this mail is being sent by somebody else`);
    },
    async end(key, state, at) {
      await query(
        `UPDATE mails SET state = $2, ended_at = $3
         WHERE key = $1 AND (state = 'sending' OR state = 'unknown' AND $2 = 'sent')`,
        [key, state, new Date(at)],
      );
    },
    async giveBack(key) {
      await query(`DELETE FROM mails WHERE key = $1 AND state = 'sending'`, [key]);
    },
    close,
  };
}

const BEGIN = `
  INSERT INTO mails (key, portal_id, contact_id, kind, round, message_id, begun_at, state, quota_day, quota_number)
  SELECT $1, $2, $3, $4, $5::integer, $6, $7::timestamptz, 'sending', $8::text, free.number
  FROM (
    SELECT min(number) AS number FROM generate_series(1, $9::integer) AS number
    WHERE NOT EXISTS (
      SELECT FROM mails WHERE portal_id = $2 AND quota_day = $8::text AND quota_number = number)
  ) AS free
  WHERE $8::text IS NULL OR free.number IS NOT NULL
  ON CONFLICT DO NOTHING
  RETURNING key`;

const USED_UP = `
  SELECT count(*) FROM mails WHERE portal_id = $1 AND quota_day = $2
  HAVING count(*) >= $3::integer`;

/** One statement, so that of two who find a row `sending` neither sees it so. */
const IN_THE_WAY = `
  UPDATE mails SET
    state = CASE WHEN key = $1 AND state = 'sending' THEN 'unknown' ELSE state END,
    ended_at = CASE WHEN key = $1 AND state = 'sending' THEN now() ELSE ended_at END
  WHERE key = $1 OR (portal_id = $2 AND contact_id = $3 AND kind = $4 AND round = $5)
  RETURNING key, portal_id, contact_id, kind, round, message_id, state, begun_at, ended_at`;

function toValues({ key, portalId, contactId, kind, round, messageId, at }: MailIntent): unknown[] {
  return [key, portalId, contactId, kind, round, messageId, new Date(at)];
}

interface Row {
  key: string;
  portal_id: string;
  contact_id: string;
  kind: string;
  round: number;
  message_id: string;
  state: MailState;
  begun_at: Date;
  ended_at: Date | null;
}

function toMail(row: Row): KeptMail {
  return {
    key: row.key,
    portalId: row.portal_id,
    contactId: row.contact_id,
    kind: row.kind,
    round: row.round,
    messageId: row.message_id,
    at: row.begun_at.getTime(),
    state: row.state,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.getTime() }),
  };
}
