/** The growth report's questions for leads: what was delivered, what came of it, and who qualified (G-05, G-12, T-05). */
import { MERGED, millis, textsOf } from './report-statements.ts';

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
