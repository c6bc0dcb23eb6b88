/**
 * One budget of HubSpot calls for all processes (design, decision 10): one row per portal, in which calls are counted by the
 * tenth of a second. A process takes leave for a few calls in one statement; whoever comes meanwhile waits for the row.
 */
import { type DatabasePlace, openAtFirstUse } from './open.ts';

/** HubSpot's window (reference `hubspot.md` §5). */
export const WINDOW_MS = 10_000;
/** A call that was allowed has to start within this time, so that it is known in which windows it can fall. */
export const START_WITHIN_MS = 1_000;
const SLOT_MS = 100;
/** Calls of any ten seconds were allowed in so many slots: those of the window, of the time to start, and the one it begins in. */
const COUNTED_SLOTS = (WINDOW_MS + START_WITHIN_MS) / SLOT_MS + 1;

export interface Lease {
  /** How many calls may be started within {@link START_WITHIN_MS} of the question; 0 when the budget is used up. */
  calls: number;
  /** When it makes sense to ask again, in milliseconds. */
  againMs: number;
}

export interface CallBudget {
  /** @throws JournalUnavailable (try again), JournalRefused (do not) */
  take(wanted: number): Promise<Lease>;
  close(): Promise<void>;
}

/**
 * Connects at its first use. Calls that were taken and not made count all the same.
 * @param perWindow calls that all processes together may make in any ten seconds
 * @param now milliseconds since 1970; absent: the database's clock, which all processes share
 */
export function openCallBudget(
  place: DatabasePlace,
  portalId: string,
  perWindow: number,
  now?: () => number,
): CallBudget {
  const { query, close } = openAtFirstUse(place);
  let started: Promise<unknown> | undefined;
  return {
    async take(wanted) {
      started ??= query('INSERT INTO hubspot_calls (portal_id) VALUES ($1) ON CONFLICT DO NOTHING', [portalId]).catch(
        (error: unknown) => {
          started = undefined;
          throw error;
        },
      );
      await started;
      const [lease] = await query<Lease>(TAKE, [portalId, wanted, perWindow, now?.() ?? null]);
      return lease ?? { calls: 0, againMs: SLOT_MS };
    },
    close,
  };
}

/**
 * The row is locked first and the clock read afterwards. All that is written is part of `lease`: had the row been waited for,
 * PostgreSQL would work out anything else again, from the row as it was before.
 */
const TAKE = `
  WITH budget AS (
    SELECT slots FROM hubspot_calls WHERE portal_id = $1 FOR UPDATE
  ), clock AS (
    SELECT slots, floor(coalesce($4::float8, extract(epoch FROM clock_timestamp()) * 1000) / ${SLOT_MS})::bigint AS slot
    FROM budget
  ), recent AS (
    SELECT each.key::bigint AS slot, each.value::integer AS calls
    FROM clock, jsonb_each_text(clock.slots) AS each
    WHERE each.key::bigint > clock.slot - ${COUNTED_SLOTS}
  ), granted AS (
    SELECT slot, greatest(0, least($2::integer, $3::integer - (SELECT coalesce(sum(calls), 0) FROM recent)))::integer AS calls
    FROM clock
  ), counted AS (
    SELECT slot, sum(calls) AS calls
    FROM (SELECT slot, calls FROM recent UNION ALL SELECT slot, calls FROM granted WHERE calls > 0) AS both_of
    GROUP BY slot
  ), lease AS (
    SELECT
      calls,
      (SELECT coalesce(jsonb_object_agg(counted.slot, counted.calls), '{}') FROM counted) AS slots,
      (SELECT coalesce(min(recent.slot) + ${COUNTED_SLOTS} - granted.slot, 1) FROM recent) * ${SLOT_MS} AS again
    FROM granted
  )
  UPDATE hubspot_calls SET slots = lease.slots FROM lease WHERE portal_id = $1
  RETURNING lease.calls, greatest(${SLOT_MS}, lease.again)::integer AS "againMs"`;
