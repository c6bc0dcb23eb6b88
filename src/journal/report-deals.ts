/** The growth report's question for deals: where they stand and each time that they were won (G-01, B-04). */
import { factsOf, MERGED, millis, PLACED, textsOf } from './report-statements.ts';

/** Of these a deal does not go anywhere: they only say where it is (D-15, D-16), or whether it is there. */
const STAYS = `('bypassed', 'warned', 'fuse', 'letStand', 'gone', 'restored')`;

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
