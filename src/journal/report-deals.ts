/** The growth report's question for deals: where they stand and each time that they were won (G-01, B-04). */
import { factsOf, MERGED, millis, PLACED, textsOf } from './report-statements.ts';

/** Of these a deal does not go anywhere: they only say where it is (D-15, D-16), or whether it is there. */
const STAYS = `('bypassed', 'warned', 'fuse', 'letStand', 'gone', 'restored')`;

/** Whether a merge was while the deal stood in won: the win that it brought goes on as this stay. */
const within = (link: string, stay: string) =>
  `${link}.id = ${stay}.object_id AND ${link}.seq >= ${stay}.seq AND (${stay}.ended_seq IS NULL OR ${link}.seq < ${stay}.ended_seq)`;

/** The deal stands in won by the win of a deal that was merged into it, which counts where it was won. */
const IS_BROUGHT = `EXISTS (SELECT FROM links WHERE links.taken AND ${within('links', 'wins')})`;

/** How the win of a merged deal ended with a deal that it became; one that stood open then had ended it before. */
const LATER = `
      SELECT heirs.id, coalesce(went_on.ended_seq, CASE WHEN went_on.seq IS NULL THEN heirs.seq END) AS ended_seq,
        went_on.out_seq
      FROM heirs LEFT JOIN stays went_on ON ${within('heirs', 'went_on')}
      WHERE heirs.was = stays.object_id AND (stays.ended_seq IS NULL OR heirs.taken)
        AND (went_on.seq IS NULL OR went_on.ended_seq IS NOT NULL OR went_on.out_seq IS NOT NULL)
      ORDER BY went_on.happened_at, heirs.id LIMIT 1`;

/** A decision of a deal, as the report opens it. */
const turn = (id: string, seq: string) =>
  `CASE WHEN ${seq} IS NOT NULL THEN jsonb_build_object('id', ${id}, 'seq', ${seq}) END`;

/**
 * Deals that stand in an open place or were won, with each time that they were. `$3`: won places, `$4`: open places, `$5`: names of
 * properties, `$6`: since when the lead behind a win is asked for. A win that was put back (D-15) was none, and one
 * that somebody dragged away and that was put back is the same one.
 * The wins of a deal that was merged are told of the deal that goes on, with its own id and facts, so that none is lost or counted twice.
 */
export const DEALS = `
  WITH ${MERGED}, links AS (
    SELECT object_id AS id, seq, detail->>'merged' AS was, (detail->>'taken')::boolean AS taken
    FROM decisions
    WHERE portal_id = $1 AND entity = 'deal' AND kind = 'inherited' AND happened_at <= $2
  ), heirs AS (
    SELECT was, id, seq, taken FROM links
    UNION
    SELECT heirs.was, links.id, links.seq, links.taken FROM heirs JOIN links ON links.was = heirs.id
  ), places AS (
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
      SELECT *, lag(is_won, 1, false) OVER moves AS was_won, lag(is_won, 2, false) OVER moves AS was_before,
        lead(is_won) OVER moves AND lead(kind) OVER moves = 'putBack' AS is_put_back
      FROM places WHERE kind NOT IN ${STAYS}
      WINDOW moves AS (PARTITION BY object_id ORDER BY seq)
    ) each_move
    WHERE is_won <> was_won
      AND NOT (was_won AND is_put_back IS TRUE) AND NOT (is_won AND kind = 'putBack' AND was_before)
  ), wins AS (
    SELECT object_id, seq, happened_at, ended_seq,
      row_number() OVER (PARTITION BY object_id ORDER BY seq DESC) = 1 AS is_last
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
  ), stays AS (
    SELECT wins.*, backed_out.seq AS out_seq, ${IS_BROUGHT} AS is_brought
    FROM wins LEFT JOIN backed_out ON backed_out.object_id = wins.object_id AND backed_out.win = wins.seq
  ), each_win AS (
    SELECT coalesce(heir.id, stays.object_id) AS id, stays.object_id, stays.seq, stays.happened_at,
      coalesce(${turn('stays.object_id', 'stays.ended_seq')}, ${turn('later.id', 'later.ended_seq')}) AS ended,
      coalesce(${turn('stays.object_id', 'stays.out_seq')}, ${turn('later.id', 'later.out_seq')}) AS backed_out
    FROM stays
    LEFT JOIN LATERAL (
      SELECT heirs.id FROM heirs WHERE heirs.was = stays.object_id AND heirs.id NOT IN (SELECT was FROM heirs) LIMIT 1
    ) heir ON true
    LEFT JOIN LATERAL (${LATER}) later ON stays.is_last AND stays.out_seq IS NULL
    WHERE NOT stays.is_brought
  ), won AS (
    SELECT wins.id, jsonb_agg(jsonb_build_object(
      'id', wins.object_id, 'seq', wins.seq, 'at', ${millis('wins.happened_at')}, 'ended', wins.ended,
      'backed_out', wins.backed_out, 'lead', to_jsonb(lead),
      'facts', CASE WHEN wins.object_id <> wins.id THEN ${factsOf('deal', 'wins.object_id', '$5')} ELSE '{}' END
    ) ORDER BY wins.happened_at, wins.object_id, wins.seq) AS wins
    FROM each_win wins
    LEFT JOIN LATERAL (
      WITH of_deal AS (
        SELECT DISTINCT ON (f.property) substr(f.property, 9) AS contact_id, f.value FROM record_facts f
        WHERE wins.happened_at > $6 AND f.portal_id = $1 AND f.object = 'deal'
          AND f.object_id = ANY(ARRAY[wins.object_id, wins.id])
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
    GROUP BY wins.id
  )
  SELECT deals.id, place, deals.seq, ${millis('since')} AS since, coalesce(won.wins, '[]') AS wins,
    ${factsOf('deal', 'deals.id', '$5')} AS facts,
    ${textsOf('deal', 'deals.id')} AS texts
  FROM deals LEFT JOIN won ON won.id = deals.id
  WHERE place = ANY($4::text[]) OR won.wins IS NOT NULL
  ORDER BY deals.id`;
