/**
 * What HubSpot held and the journal does not, kept with HubSpot's own times, so that a report as of a past day finds what was on
 * the record then (G-01). Facts are keys, numbers, dates and ids. Names and whatever people typed are texts: they can be
 * forgotten, and a report only refers to them.
 */
import { type DatabasePlace, openAtFirstUse } from './open.ts';
import { PLACED } from './report-statements.ts';

export interface RecordFact {
  /** HubSpot's name of the object, e.g. `deal`. */
  object: string;
  id: string;
  property: string;
  /** When it got this value, in milliseconds since 1970 on HubSpot's clock; 0: as long as anybody knows. */
  at: number;
  /** `''`: the property was cleared. */
  value: string;
}

export interface TextPlace {
  object: string;
  id: string;
  property: string;
  /** ISO instant. */
  at: string;
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface RecordFacts {
  /** Keeps what is new of these; safe to repeat, in any order. */
  add(portalId: string, facts: RecordFact[], texts: RecordFact[]): Promise<void>;
  /** The newest value there is of each property whose name begins so, of all records of a type. */
  newest(portalId: string, object: string, prefix: string): Promise<RecordFact[]>;
  /**
   * Of which records a report wants to know more than the journal holds.
   * @param openPlaces `<pipeline>.<stage>`
   * @param since milliseconds since 1970: of what was rejected or qualified before nothing new is asked
   */
  records(portalId: string, openPlaces: string[], since: number): Promise<ReportRecords>;
  /** The texts that a report refers to, in the order of the places; undefined: forgotten, or never there. */
  texts(portalId: string, places: TextPlace[]): Promise<(string | undefined)[]>;
  /**
   * The newest text of a property by record, e.g. the names of all owners; records without one are left out.
   * @param of these records only, and only what was written by then, in milliseconds since 1970
   */
  newestTexts(
    portalId: string,
    object: string,
    property: string,
    of?: { ids: string[]; asOf: number },
  ): Promise<Map<string, string>>;
  close(): Promise<void>;
}

export interface ReportRecords {
  /** Deals that the journal knows and HubSpot still has, and those of them that stand in an open place. */
  deals: string[];
  openDeals: string[];
  /** Contacts. */
  rejected: string[];
  qualified: string[];
}

/** Rows of one statement. */
const BATCH = 5_000;

/** Connects at its first use, and again at the next one if that failed. */
export function openRecordFacts(place: DatabasePlace): RecordFacts {
  const { query, close } = openAtFirstUse(place);
  return {
    async add(portalId, facts, texts) {
      for (const [sql, rows] of [[ADD_FACTS, facts] as const, [ADD_TEXTS, texts] as const]) {
        for (let start = 0; start < rows.length; start += BATCH) {
          await query(sql, [portalId, JSON.stringify(rows.slice(start, start + BATCH))]);
        }
      }
    },
    newest: (portalId, object, prefix) => query<RecordFact>(NEWEST, [portalId, object, prefix]),
    async records(portalId, openPlaces, since) {
      const [found] = await query<ReportRecords>(RECORDS, [portalId, openPlaces, new Date(since).toISOString()]);
      return found ?? { deals: [], openDeals: [], rejected: [], qualified: [] };
    },
    async texts(portalId, places) {
      const rows = await query<{ value: string | null }>(TEXTS, [portalId, JSON.stringify(places)]);
      return rows.map(({ value }) => value ?? undefined);
    },
    async newestTexts(portalId, object, property, of) {
      const until = of === undefined ? 'infinity' : new Date(of.asOf).toISOString();
      const values = [portalId, object, property, until, of?.ids ?? null];
      const rows = await query<{ id: string; value: string }>(NEWEST_TEXTS, values);
      return new Map(rows.map(({ id, value }) => [id, value]));
    },
    close,
  };
}

const GIVEN = `jsonb_to_recordset($2::jsonb) AS given (object text, id text, property text, at float8, value text)`;

const ADD_FACTS = `
  INSERT INTO record_facts (portal_id, object, object_id, property, at, value)
  SELECT DISTINCT $1, object, id, property, to_timestamp(at / 1000), value FROM ${GIVEN}
  ON CONFLICT DO NOTHING`;

/**
 * Of two texts of one instant the first one that comes is kept. What was written before a person was forgotten stays forgotten,
 * though HubSpot still tells it: on the person's own record whenever it was written, on their deals until then.
 */
const ADD_TEXTS = `
  INSERT INTO record_texts (portal_id, object, object_id, property, at, filled, value)
  SELECT $1, object, id, property, to_timestamp(given.at / 1000), value <> '', CASE WHEN NOT EXISTS (
    SELECT FROM tombstones t WHERE t.portal_id = $1 AND t.entity = object AND t.object_id = id
  ) AND (object <> 'deal' OR NOT EXISTS (
    SELECT FROM record_facts f JOIN tombstones t ON t.portal_id = $1 AND t.entity = 'contact' AND t.object_id = substr(f.property, 9)
    WHERE f.portal_id = $1 AND f.object = 'deal' AND f.object_id = id AND f.property LIKE 'contact:%'
      AND to_timestamp(given.at / 1000) <= t.at
  )) THEN value END
  FROM ${GIVEN}
  ON CONFLICT DO NOTHING`;

const NEWEST = `
  SELECT DISTINCT ON (object_id, property)
    object, object_id AS id, property, round(extract(epoch FROM at) * 1000)::float8 AS at, value
  FROM record_facts
  WHERE portal_id = $1 AND object = $2 AND starts_with(property, $3)
  ORDER BY object_id, property, at DESC, value DESC`;

const RECORDS = `
  WITH deals AS (
    SELECT object_id AS id,
      (array_agg(to_stage ORDER BY seq DESC) FILTER (WHERE to_stage IS NOT NULL OR kind = 'left'))[1] AS place
    FROM decisions
    WHERE entity = 'deal' AND portal_id = $1 AND ${PLACED}
    GROUP BY object_id
    HAVING coalesce(max(seq) FILTER (WHERE kind = 'gone'), 0) <= coalesce(max(seq) FILTER (WHERE kind = 'restored'), 0)
  ), leads AS (
    SELECT DISTINCT kind, object_id AS id FROM decisions
    WHERE entity = 'contact' AND portal_id = $1 AND kind IN ('rejected', 'qualified') AND happened_at > $3
  )
  SELECT
    (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM deals) AS deals,
    (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM deals WHERE place = ANY($2::text[])) AS "openDeals",
    (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM leads WHERE kind = 'rejected') AS rejected,
    (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM leads WHERE kind = 'qualified') AS qualified`;

const TEXTS = `
  SELECT t.value
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS asked (place, n)
  LEFT JOIN record_texts t ON t.portal_id = $1 AND t.object = place->>'object' AND t.object_id = place->>'id'
    AND t.property = place->>'property' AND t.at = (place->>'at')::timestamptz
  ORDER BY n`;

const NEWEST_TEXTS = `
  SELECT id, value FROM (
    SELECT DISTINCT ON (object_id) object_id AS id, value FROM record_texts
    WHERE portal_id = $1 AND object = $2 AND property = $3 AND at <= $4::timestamptz
      AND ($5::text[] IS NULL OR object_id = ANY($5::text[]))
    ORDER BY object_id, at DESC
  ) newest
  WHERE value <> ''`;
