/**
 * The growth report's SQL (G-01). It aggregates, so that what comes out is as large as the report's periods and the deals there are,
 * not as the history. Everything is as of `$2`: what happened later is not seen. `$1` is the portal.
 */

/** Newest values of some properties of a record at that time, `{"amount": {"value": "10", "at": 1790000000000}}`. */
function factsOf(object: string, id: string, names: string): string {
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
function textsOf(object: string, id: string): string {
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

function millis(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::float8`;
}

/** Decisions that say where a deal stands or whether it is there; "missing" only repeats the place. As the index has it. */
export const PLACED = `kind <> 'missing' AND (to_stage IS NOT NULL OR kind IN ('left', 'gone', 'restored'))`;

/**
 * Deals that stand in an open place or were won. `$3`: won places, `$4`: open places, `$5`: names of properties, `$6`: since when the
 * lead behind a win is asked for. A win that was put back (D-15) was none.
 */
export const DEALS = `
  WITH places AS (
    SELECT object_id, seq, kind, to_stage, happened_at,
      kind NOT IN ('gone', 'restored', 'backedOut') AS moves,
      max(seq) FILTER (WHERE kind = 'putBack' AND from_stage = ANY($3::text[])) OVER (PARTITION BY object_id) AS put_back
    FROM decisions
    WHERE entity = 'deal' AND portal_id = $1 AND happened_at <= $2 AND ${PLACED}
  ), deals AS (
    SELECT object_id AS id,
      (array_agg(to_stage ORDER BY seq DESC) FILTER (WHERE to_stage IS NOT NULL OR kind = 'left'))[1] AS place,
      (array_agg(seq ORDER BY seq DESC) FILTER (WHERE moves))[1] AS seq,
      (array_agg(happened_at ORDER BY seq DESC) FILTER (WHERE moves))[1] AS since,
      (array_agg(seq ORDER BY seq) FILTER (WHERE moves AND to_stage = ANY($3::text[]) AND seq > coalesce(put_back, 0)))[1]
        AS won_seq,
      (array_agg(happened_at ORDER BY seq) FILTER (WHERE moves AND to_stage = ANY($3::text[]) AND seq > coalesce(put_back, 0)))[1]
        AS won_at,
      min(seq) FILTER (WHERE kind = 'backedOut') AS backed_out_seq
    FROM places
    GROUP BY object_id
    HAVING coalesce(max(seq) FILTER (WHERE kind = 'gone'), 0) <= coalesce(max(seq) FILTER (WHERE kind = 'restored'), 0)
  ), merged AS MATERIALIZED (
    SELECT object_id AS was, detail->>'into' AS contact_id
    FROM decisions
    WHERE portal_id = $1 AND entity = 'contact' AND kind = 'gone' AND happened_at <= $2 AND detail ? 'into'
  )
  SELECT id, place, deals.seq, ${millis('since')} AS since, won_seq, ${millis('won_at')} AS won_at, backed_out_seq,
    ${factsOf('deal', 'deals.id', '$5')} AS facts,
    ${textsOf('deal', 'deals.id')} AS texts,
    to_jsonb(lead) AS lead
  FROM deals LEFT JOIN LATERAL (
    WITH of_deal AS (
      SELECT DISTINCT ON (f.property) substr(f.property, 9) AS contact_id, f.value FROM record_facts f
      WHERE deals.won_at > $6 AND f.portal_id = $1 AND f.object = 'deal' AND f.object_id = deals.id
        AND f.property LIKE 'contact:%' AND f.at <= $2
      ORDER BY f.property, f.at DESC, f.value DESC
    ), ids AS (
      SELECT contact_id FROM of_deal WHERE value <> ''
      UNION
      SELECT merged.was FROM of_deal JOIN merged USING (contact_id) WHERE value <> ''
    )
    SELECT contact_id, seq, temperature
    FROM ids CROSS JOIN LATERAL (
      SELECT d.seq, d.happened_at, d.detail->>'temperature' AS temperature FROM decisions d
      WHERE d.portal_id = $1 AND d.entity = 'contact' AND d.kind = 'delivered' AND d.object_id = ids.contact_id
        AND d.happened_at <= deals.won_at
      ORDER BY d.happened_at DESC, d.seq DESC LIMIT 1
    ) newest
    ORDER BY happened_at DESC, contact_id, seq DESC LIMIT 1
  ) lead ON true
  WHERE place = ANY($4::text[]) OR won_seq IS NOT NULL
  ORDER BY id`;

/** Leads delivered after `$3`, with what came of each until the contact was delivered again (T-05, C-06). */
export const DELIVERIES = `
  SELECT d.object_id AS contact_id, d.seq, ${millis('d.happened_at')} AS at,
    d.detail->>'temperature' AS temperature, coalesce(d.detail->>'source', '') AS source,
    coalesce(d.detail->>'campaign', '') AS campaign,
    answer.kind AS answer, answer.seq AS answer_seq, ${millis('answer.happened_at')} AS answered_at,
    made.seq AS outreach_seq, ${millis('made.happened_at')} AS outreach_at, missed.seq AS missed_seq,
    CASE WHEN answer.kind = 'rejected' THEN ${textsOf('contact', 'd.object_id')} ELSE '{}' END AS texts
  FROM decisions d
  LEFT JOIN LATERAL (
    SELECT coalesce(min(n.happened_at), 'infinity') AS at FROM decisions n
    WHERE n.portal_id = $1 AND n.entity = 'contact' AND n.object_id = d.object_id AND n.kind = 'delivered'
      AND n.happened_at > d.happened_at AND n.happened_at <= $2
  ) again ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(max(b.happened_at), d.happened_at) AS at FROM decisions b
    WHERE b.portal_id = $1 AND b.entity = 'contact' AND b.object_id = d.object_id AND b.kind = 'outreachDue'
      AND b.happened_at <= d.happened_at
  ) begun ON true
  LEFT JOIN LATERAL (
    SELECT a.kind, a.seq, a.happened_at FROM decisions a
    WHERE a.portal_id = $1 AND a.entity = 'contact' AND a.object_id = d.object_id AND a.kind IN ('accepted', 'rejected')
      AND a.happened_at >= d.happened_at AND a.happened_at <= $2 AND a.happened_at < again.at
    ORDER BY a.seq DESC LIMIT 1
  ) answer ON true
  LEFT JOIN LATERAL (
    SELECT o.seq, o.happened_at FROM decisions o
    WHERE o.portal_id = $1 AND o.entity = 'contact' AND o.object_id = d.object_id AND o.kind = 'outreachMade'
      AND o.happened_at >= begun.at AND o.happened_at <= $2 AND o.happened_at < again.at
    ORDER BY o.happened_at, o.seq LIMIT 1
  ) made ON true
  LEFT JOIN LATERAL (
    SELECT m.seq FROM decisions m
    WHERE m.portal_id = $1 AND m.entity = 'contact' AND m.object_id = d.object_id AND m.kind = 'outreachMissed'
      AND m.happened_at >= begun.at AND m.happened_at <= $2 AND m.happened_at < again.at
    ORDER BY m.seq LIMIT 1
  ) missed ON true
  WHERE d.portal_id = $1 AND d.entity = 'contact' AND d.kind = 'delivered' AND d.happened_at > $3 AND d.happened_at <= $2
  ORDER BY d.happened_at, d.object_id, d.seq`;

/**
 * Qualified Opportunities that came to be after `$3` (G-05): the contact was verified as exploring a decision (C-07), and a meeting
 * with a day and a time exists that was not called off (`$4`: values that say so). Once per delivery.
 */
export const QUALIFIED = `
  WITH each_meeting AS (
    SELECT object_id, min(at) AS at, (array_agg(value ORDER BY at DESC, value DESC))[1] AS outcome
    FROM record_facts
    WHERE portal_id = $1 AND object = 'contact' AND property LIKE 'meeting:%' AND at <= $2
    GROUP BY object_id, property
  ), meetings AS (
    SELECT object_id, min(at) AS at FROM each_meeting WHERE outcome <> ALL($4::text[]) GROUP BY object_id
  ), opportunities AS (
    SELECT DISTINCT ON (q.object_id, lead.seq) q.object_id AS id, q.seq, greatest(q.happened_at, meetings.at) AS at, lead
    FROM decisions q
    JOIN meetings ON meetings.object_id = q.object_id
    LEFT JOIN LATERAL (
      SELECT d.object_id AS contact_id, d.seq, d.detail->>'temperature' AS temperature FROM decisions d
      WHERE d.portal_id = $1 AND d.entity = 'contact' AND d.kind = 'delivered' AND d.object_id = q.object_id
        AND d.happened_at <= greatest(q.happened_at, meetings.at)
      ORDER BY d.happened_at DESC, d.seq DESC LIMIT 1
    ) lead ON true
    WHERE q.portal_id = $1 AND q.entity = 'contact' AND q.kind = 'qualified' AND q.happened_at <= $2
    ORDER BY q.object_id, lead.seq, greatest(q.happened_at, meetings.at), q.seq
  )
  SELECT id, seq, ${millis('at')} AS at, to_jsonb(lead) AS lead FROM opportunities WHERE at > $3 ORDER BY at, id, seq`;

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
