/**
 * What the growth report's SQL has in common (G-01); its big questions are in report-deals.ts and report-leads.ts. It aggregates, so that
 * what comes out is as large as the report's periods and the deals there are, not as the history. Everything is as of `$2`: what happened
 * later is not seen. `$1` is the portal.
 */

/** Newest values of some properties of a record at that time, `{"amount": {"value": "10", "at": 1790000000000}}`. */
export function factsOf(object: string, id: string, names: string): string {
  return `(
    SELECT coalesce(jsonb_object_agg(property, jsonb_build_object('value', value, 'at', ${millis('at')})), '{}')
    FROM (
      SELECT DISTINCT ON (f.property) f.property, f.value, f.at FROM record_facts f
      WHERE f.portal_id = $1 AND f.object = '${object}' AND f.object_id = ${id} AND f.property = ANY(${names}::text[])
        AND f.at <= $2
      ORDER BY f.property, f.at DESC, f.value DESC
    ) newest
    WHERE value <> ''
  )`;
}

/** When the texts that a record has at that time were written, `{"dealname": 1790000000000}`. */
export function textsOf(object: string, id: string): string {
  return `(
    SELECT coalesce(jsonb_object_agg(property, ${millis('at')}), '{}')
    FROM (
      SELECT DISTINCT ON (t.property) t.property, t.at, t.filled FROM record_texts t
      WHERE t.portal_id = $1 AND t.object = '${object}' AND t.object_id = ${id} AND t.at <= $2
      ORDER BY t.property, t.at DESC
    ) newest
    WHERE filled
  )`;
}

export function millis(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::float8`;
}

/** Decisions that say where a deal stands or whether it is there; as the index has it, so that "missing" is left out. */
export const PLACED = `kind <> 'missing' AND (to_stage IS NOT NULL OR kind IN ('left', 'gone', 'restored'))`;

/** Into which contacts one was merged, over all the merges after it, and since when what is decided there is about it. */
export const MERGED = `RECURSIVE merged AS (
    SELECT object_id AS was, detail->>'into' AS contact_id, happened_at AS at
    FROM decisions
    WHERE portal_id = $1 AND entity = 'contact' AND kind = 'gone' AND happened_at <= $2 AND detail ? 'into'
    UNION
    SELECT merged.was, later.detail->>'into', later.happened_at
    FROM merged JOIN decisions later ON later.object_id = merged.contact_id
    WHERE later.portal_id = $1 AND later.entity = 'contact' AND later.kind = 'gone' AND later.happened_at <= $2
      AND later.detail ? 'into'
  )`;

/** Companies: the name's time, for those asked for (`$3`). */
export const COMPANIES = `
  SELECT id, ${textsOf('company', 'id')} AS texts FROM unnest($3::text[]) AS id ORDER BY id`;

/** HubSpot's owners by e-mail address: the only text that a report looks into, to find staff of the policy. */
export const OWNERS = `
  SELECT id, email FROM (
    SELECT DISTINCT ON (object_id) object_id AS id, lower(coalesce(value, '')) AS email, filled FROM record_texts
    WHERE portal_id = $1 AND object = 'owner' AND property = 'email' AND at <= $2
    ORDER BY object_id, at DESC
  ) newest
  WHERE filled
  ORDER BY id`;
