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

/** Decisions that say where a deal stands or whether it is there; as the index has it, so that "missing" is left out. */
export const PLACED = `kind <> 'missing' AND (to_stage IS NOT NULL OR kind IN ('left', 'gone', 'restored'))`;

/** Of these a deal does not go anywhere: they only say where it is (D-15, D-16), or whether it is there. */
const STAYS = `('bypassed', 'warned', 'fuse', 'letStand', 'gone', 'restored')`;

/** Into which contacts one was merged, over all the merges after it, and since when what is decided there is about it. */
const MERGED = `RECURSIVE merged AS (
    SELECT object_id AS was, detail->>'into' AS contact_id, happened_at AS at
    FROM decisions
    WHERE portal_id = $1 AND entity = 'contact' AND kind = 'gone' AND happened_at <= $2 AND detail ? 'into'
    UNION
    SELECT merged.was, later.detail->>'into', later.happened_at
    FROM merged JOIN decisions later ON later.object_id = merged.contact_id
    WHERE later.portal_id = $1 AND later.entity = 'contact' AND later.kind = 'gone' AND later.happened_at <= $2
      AND later.detail ? 'into'
  )`;

/**
 * Deals that stand in an open place or were won, with each time that they were. `$3`: won places, `$4`: open places, `$5`: names of
 * properties, `$6`: since when the lead behind a win is asked for. A win that was put back (D-15) was none.
 */
export const DEALS = `
  WITH ${MERGED}, places AS (
    SELECT object_id, seq, kind, to_stage, happened_at, coalesce(to_stage = ANY($3::text[]), false) AS is_won
    FROM decisions
    WHERE entity = 'deal' AND portal_id = $1 AND happened_at <= $2 AND ${PLACED}
  ), deals AS (
    SELECT object_id AS id,
      (array_agg(to_stage ORDER BY seq DESC) FILTER (WHERE kind NOT IN ${STAYS}))[1] AS place,
      (array_agg(seq ORDER BY seq DESC) FILTER (WHERE kind NOT IN ${STAYS}))[1] AS seq,
      (array_agg(happened_at ORDER BY seq DESC) FILTER (WHERE kind NOT IN ${STAYS}))[1] AS since
    FROM places
    GROUP BY object_id
    HAVING coalesce(max(seq) FILTER (WHERE kind = 'gone'), 0) <= coalesce(max(seq) FILTER (WHERE kind = 'restored'), 0)
  ), turns AS (
    SELECT object_id, seq, kind, happened_at, is_won
    FROM (
      SELECT *, lag(is_won, 1, false) OVER (PARTITION BY object_id ORDER BY seq) AS was_won
      FROM places WHERE kind NOT IN ${STAYS}
    ) moves
    WHERE is_won <> was_won
  ), wins AS (
    SELECT object_id, seq, happened_at, ended_seq
    FROM (
      SELECT *, lead(seq) OVER later AS ended_seq, lead(kind) OVER later AS ended_by
      FROM turns WINDOW later AS (PARTITION BY object_id ORDER BY seq)
    ) each_turn
    WHERE is_won AND ended_by IS DISTINCT FROM 'putBack'
  ), backed_out AS (
    SELECT object_id, win, min(seq) AS seq
    FROM (
      SELECT out.object_id, out.seq, max(wins.seq) AS win
      FROM places out JOIN wins ON wins.object_id = out.object_id AND wins.seq < out.seq
      WHERE out.kind = 'backedOut'
      GROUP BY out.object_id, out.seq
    ) each_out
    GROUP BY object_id, win
  ), won AS (
    SELECT wins.object_id, jsonb_agg(jsonb_build_object(
      'seq', wins.seq, 'at', ${millis('wins.happened_at')}, 'ended_seq', wins.ended_seq, 'backed_out_seq', backed_out.seq,
      'lead', to_jsonb(lead)
    ) ORDER BY wins.seq) AS wins
    FROM wins
    LEFT JOIN backed_out ON backed_out.object_id = wins.object_id AND backed_out.win = wins.seq
    LEFT JOIN LATERAL (
      WITH of_deal AS (
        SELECT DISTINCT ON (f.property) substr(f.property, 9) AS contact_id, f.value FROM record_facts f
        WHERE wins.happened_at > $6 AND f.portal_id = $1 AND f.object = 'deal' AND f.object_id = wins.object_id
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
          AND d.happened_at <= wins.happened_at
        ORDER BY d.happened_at DESC, d.seq DESC LIMIT 1
      ) newest
      ORDER BY happened_at DESC, contact_id, seq DESC LIMIT 1
    ) lead ON true
    GROUP BY wins.object_id
  )
  SELECT id, place, deals.seq, ${millis('since')} AS since, coalesce(won.wins, '[]') AS wins,
    ${factsOf('deal', 'deals.id', '$5')} AS facts,
    ${textsOf('deal', 'deals.id')} AS texts
  FROM deals LEFT JOIN won ON won.object_id = deals.id
  WHERE place = ANY($4::text[]) OR won.wins IS NOT NULL
  ORDER BY id`;

/**
 * Decisions about a delivered contact, and about those that it was merged into from then on. Apart, because the planner does not see that
 * hardly anybody was merged.
 */
function about(kinds: string): string {
  const decisions = `SELECT a.object_id, a.kind, a.seq, a.happened_at`;
  const known = `a.portal_id = $1 AND a.entity = 'contact' AND a.kind IN (${kinds}) AND a.happened_at <= $2`;
  return `(
      ${decisions} FROM decisions a WHERE a.object_id = d.object_id AND ${known}
      UNION ALL
      ${decisions} FROM merged JOIN decisions a ON a.object_id = merged.contact_id AND a.happened_at >= merged.at
      WHERE heirs.was IS NOT NULL AND merged.was = d.object_id AND ${known}
    )`;
}

/** Leads delivered after `$3`, with what came of each until the contact was delivered again (T-05, C-06). */
export const DELIVERIES = `
  WITH ${MERGED}, heirs AS (SELECT DISTINCT was FROM merged)
  SELECT d.object_id AS contact_id, d.seq, ${millis('d.happened_at')} AS at,
    d.detail->>'temperature' AS temperature, coalesce(d.detail->>'source', '') AS source,
    coalesce(d.detail->>'campaign', '') AS campaign,
    answer.kind AS answer, answer.object_id AS answer_id, answer.seq AS answer_seq,
    ${millis('answer.happened_at')} AS answered_at,
    made.object_id AS outreach_id, made.seq AS outreach_seq, ${millis('made.happened_at')} AS outreach_at,
    missed.object_id AS missed_id, missed.seq AS missed_seq,
    CASE WHEN answer.kind = 'rejected' THEN ${textsOf('contact', 'answer.object_id')} ELSE '{}' END AS texts
  FROM decisions d
  LEFT JOIN heirs ON heirs.was = d.object_id
  LEFT JOIN LATERAL (
    SELECT coalesce(min(n.happened_at), 'infinity') AS at FROM ${about(`'delivered'`)} n
    WHERE n.happened_at > d.happened_at
  ) again ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(max(b.happened_at), d.happened_at) AS at FROM decisions b
    WHERE b.portal_id = $1 AND b.entity = 'contact' AND b.object_id = d.object_id AND b.kind = 'outreachDue'
      AND b.happened_at <= d.happened_at
  ) begun ON true
  LEFT JOIN LATERAL (
    SELECT a.kind, a.object_id, a.seq, a.happened_at FROM ${about(`'accepted', 'rejected'`)} a
    WHERE a.happened_at >= d.happened_at AND a.happened_at < again.at
    ORDER BY a.object_id = d.object_id, a.seq DESC LIMIT 1
  ) answer ON true
  LEFT JOIN LATERAL (
    SELECT o.object_id, o.seq, o.happened_at FROM ${about(`'outreachMade'`)} o
    WHERE o.happened_at >= begun.at AND o.happened_at < again.at
    ORDER BY o.happened_at, o.object_id, o.seq LIMIT 1
  ) made ON true
  LEFT JOIN LATERAL (
    SELECT m.object_id, m.seq FROM ${about(`'outreachMissed'`)} m
    WHERE m.happened_at >= begun.at AND m.happened_at < again.at
    ORDER BY m.happened_at, m.object_id, m.seq LIMIT 1
  ) missed ON true
  WHERE d.portal_id = $1 AND d.entity = 'contact' AND d.kind = 'delivered' AND d.happened_at > $3 AND d.happened_at <= $2
  ORDER BY d.happened_at, d.object_id, d.seq`;

/**
 * Qualified Opportunities that came to be after `$3` (G-05): the contact was verified as exploring a decision (C-07), and a meeting
 * with a day and a time exists that was not called off (`$4`: values that say so). Once per delivery. Contacts that became one are one.
 */
export const QUALIFIED = `
  WITH ${MERGED}, people AS (
    SELECT was, contact_id AS person FROM merged WHERE contact_id NOT IN (SELECT was FROM merged)
  ), ids AS (
    SELECT person, array_agg(was) AS others FROM people GROUP BY person
  ), each_meeting AS (
    SELECT object_id, min(at) AS at, (array_agg(value ORDER BY at DESC, value DESC))[1] AS outcome
    FROM record_facts
    WHERE portal_id = $1 AND object = 'contact' AND property LIKE 'meeting:%' AND at <= $2
    GROUP BY object_id, property
  ), meetings AS (
    SELECT coalesce(person, object_id) AS person, min(at) AS at
    FROM each_meeting LEFT JOIN people ON was = object_id
    WHERE outcome <> ALL($4::text[])
    GROUP BY 1
  ), opportunities AS (
    SELECT DISTINCT ON (meetings.person, lead.contact_id, lead.seq)
      q.object_id AS id, q.seq, greatest(q.happened_at, meetings.at) AS at, lead
    FROM decisions q
    LEFT JOIN people ON people.was = q.object_id
    JOIN meetings ON meetings.person = coalesce(people.person, q.object_id)
    LEFT JOIN ids ON ids.person = meetings.person
    LEFT JOIN LATERAL (
      SELECT d.object_id AS contact_id, d.seq, d.detail->>'temperature' AS temperature FROM decisions d
      WHERE d.portal_id = $1 AND d.entity = 'contact' AND d.kind = 'delivered'
        AND d.object_id = ANY(array_append(ids.others, meetings.person))
        AND d.happened_at <= greatest(q.happened_at, meetings.at)
      ORDER BY d.happened_at DESC, d.object_id, d.seq DESC LIMIT 1
    ) lead ON true
    WHERE q.portal_id = $1 AND q.entity = 'contact' AND q.kind = 'qualified' AND q.happened_at <= $2
    ORDER BY meetings.person, lead.contact_id, lead.seq, greatest(q.happened_at, meetings.at), q.object_id, q.seq
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
