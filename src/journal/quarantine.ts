/**
 * Quarantine: what HubSpot sent, signed, and the gateway could not read. HubSpot would only repeat it (reference
 * `hubspot.md` §2.4), so it is answered 2xx, and kept here until somebody has looked: `npm run sop -- quarantine`.
 *
 * Content is kept as it came, because only then it can be tried again; it may hold values of properties, and with them names
 * and addresses. So it is in this table and in what `quarantine show` prints, never in a list, log, metric or error, and it
 * is deleted {@link KEPT_DAYS} days after it was last received.
 */
import { type DatabasePlace, openAtFirstUse } from './open.ts';

/** A month of working time to look at it, and erased within the month that privacy law grants, without anybody searching here. */
export const KEPT_DAYS = 30;

/** The longest value HubSpot has (65,536 characters) fits in any script. Longer content is cut, and then cannot be retried. */
export const MAX_CONTENT_BYTES = 300_000;

export interface BadEvent {
  /** The same for every delivery of one event. */
  fingerprint: string;
  /** The first wrong field, from a closed list; never a value. */
  field: string;
  /** Of a form that can hold no name; absent where it has another. */
  subscriptionType?: string;
  objectId?: string;
  content: Uint8Array;
}

export interface QuarantinedEvent {
  id: number;
  field: string;
  subscriptionType?: string;
  objectId?: string;
  /** How often it was delivered. */
  times: number;
  /** On the database's clock, milliseconds since 1970. */
  firstAt: number;
  lastAt: number;
  /** When it was retried with success. A later delivery takes it back. */
  retriedAt?: number;
}

export interface QuarantinedContent extends QuarantinedEvent {
  content: Uint8Array;
  /** Bytes before it was cut; the length of `content` where it was not. */
  size: number;
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Quarantine {
  /** Keeps all of them or none; resolves when they are on disk. What is there already is counted. */
  keep(portalId: string, events: BadEvent[]): Promise<void>;
  /** What nobody has retried with success, oldest first. */
  list(portalId: string): Promise<QuarantinedEvent[]>;
  find(portalId: string, id: number): Promise<QuarantinedContent | undefined>;
  markRetried(portalId: string, id: number): Promise<void>;
  /** Deletes what was last received more than {@link KEPT_DAYS} days ago. */
  forgetOld(): Promise<void>;
  /** Resolves when the database answers and has its tables. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Connects at its first use, and again at the next one if that failed: a gateway starts without its database. */
export function openQuarantine(place: DatabasePlace): Quarantine {
  const { query, close } = openAtFirstUse(place);
  return {
    async keep(portalId, events) {
      if (events.length > 0) await query(KEEP, [portalId, JSON.stringify(toRows(events))]);
    },
    async list(portalId) {
      const rows = await query<Row>(
        `SELECT ${COLUMNS} FROM quarantine WHERE portal_id = $1 AND retried_at IS NULL ORDER BY first_at, id`,
        [portalId],
      );
      return rows.map(toEvent);
    },
    async find(portalId, id) {
      const [row] = await query<Row & { content: Buffer; size: number }>(
        `SELECT ${COLUMNS}, content, size FROM quarantine WHERE portal_id = $1 AND id = $2`,
        [portalId, id],
      );
      return row && { ...toEvent(row), content: row.content, size: row.size };
    },
    async markRetried(portalId, id) {
      await query('UPDATE quarantine SET retried_at = now() WHERE portal_id = $1 AND id = $2', [portalId, id]);
    },
    async forgetOld() {
      await query('DELETE FROM quarantine WHERE last_at < now() - make_interval(days => $1)', [KEPT_DAYS]);
    },
    async check() {
      await query('SELECT 1');
    },
    close,
  };
}

const COLUMNS = 'id, field, subscription_type, object_id, times, first_at, last_at, retried_at';

/** One order for all writers, so that two POSTs with the same events do not wait for each other in a circle. */
const KEEP = `
  INSERT INTO quarantine (portal_id, fingerprint, field, subscription_type, object_id, content, size, times)
  SELECT $1, fingerprint, field, subscription_type, object_id, decode(content, 'base64'), size, times
  FROM jsonb_to_recordset($2::jsonb) AS given (
    fingerprint text, field text, subscription_type text, object_id text, content text, size integer, times integer)
  ORDER BY fingerprint
  ON CONFLICT (portal_id, fingerprint) DO UPDATE
  SET times = quarantine.times + excluded.times, last_at = now(), field = excluded.field, retried_at = NULL`;

/** One row each: a statement cannot insert and count the same event. */
function toRows(events: BadEvent[]) {
  const rows = new Map<string, ReturnType<typeof toRow>>();
  for (const event of events) {
    const known = rows.get(event.fingerprint);
    if (known) known.times += 1;
    else rows.set(event.fingerprint, toRow(event));
  }
  return [...rows.values()];
}

function toRow({ fingerprint, field, subscriptionType, objectId, content }: BadEvent) {
  return {
    fingerprint,
    field,
    subscription_type: subscriptionType ?? null,
    object_id: objectId ?? null,
    content: Buffer.from(content.subarray(0, MAX_CONTENT_BYTES)).toString('base64'),
    size: content.length,
    times: 1,
  };
}

interface Row {
  id: number;
  field: string;
  subscription_type: string | null;
  object_id: string | null;
  times: number;
  first_at: Date;
  last_at: Date;
  retried_at: Date | null;
}

function toEvent(row: Row): QuarantinedEvent {
  return {
    id: row.id,
    field: row.field,
    ...(row.subscription_type === null ? {} : { subscriptionType: row.subscription_type }),
    ...(row.object_id === null ? {} : { objectId: row.object_id }),
    times: row.times,
    firstAt: row.first_at.getTime(),
    lastAt: row.last_at.getTime(),
    ...(row.retried_at === null ? {} : { retriedAt: row.retried_at.getTime() }),
  };
}
