/** The journal's SQL. It runs unchanged on PostgreSQL and on PGlite; every statement is a transaction of its own. */

/**
 * Writes the decisions of `$4` that are not there yet, unless one of them clashes with what is there. Parameters: entity,
 * portal id, object id, JSON array of rows.
 *
 * A statement does not see what another one writes meanwhile; such a row is skipped and counted neither as added nor as
 * known, so `present` falls short and the caller asks again.
 */
export const RECORD = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($4::jsonb) AS g (
      seq integer, kind text, from_stage text, to_stage text, happened_at timestamptz, caused_by text,
      evidence jsonb, policy_version text, clause text, detail jsonb)
  ), known AS (
    SELECT g.seq,
      (g.kind, g.from_stage, g.to_stage, g.happened_at, g.caused_by, g.evidence, g.policy_version, g.clause, g.detail)
        IS DISTINCT FROM
      (d.kind, d.from_stage, d.to_stage, d.happened_at, d.caused_by, d.evidence, d.policy_version, d.clause, d.detail)
        AS clashes
    FROM given g JOIN decisions d
      ON d.entity = $1 AND d.portal_id = $2 AND d.object_id = $3 AND d.seq = g.seq
  ), added AS (
    INSERT INTO decisions (
      entity, portal_id, object_id, seq, kind, from_stage, to_stage, happened_at, caused_by, evidence,
      policy_version, clause, detail)
    SELECT $1, $2, $3, seq, kind, from_stage, to_stage, happened_at, caused_by, evidence, policy_version, clause, detail
    FROM given
    WHERE NOT EXISTS (SELECT FROM known WHERE clashes)
    ORDER BY seq
    ON CONFLICT DO NOTHING
    RETURNING seq
  )
  SELECT
    coalesce((SELECT array_agg(seq ORDER BY seq) FROM known WHERE clashes), '{}') AS clashes,
    ((SELECT count(*) FROM known) + (SELECT count(*) FROM added))::integer AS present`;

export const READ_HISTORY = `
  SELECT seq, kind, from_stage, to_stage, happened_at, recorded_at, caused_by, evidence, policy_version, clause, detail
  FROM decisions
  WHERE entity = $1 AND portal_id = $2 AND object_id = $3
  ORDER BY seq`;

export const LAST_SEQ = `
  SELECT coalesce(max(seq), 0) AS last
  FROM decisions
  WHERE entity = $1 AND portal_id = $2 AND object_id = $3`;

/**
 * Names and texts that reports refer to are forgotten too: those of the record, of contacts that were merged into it, and of the deals
 * that the person was on.
 */
export const ERASE = `
  WITH ids AS (
    SELECT $3::text AS id UNION SELECT was FROM contact_aliases WHERE $1 = 'contact' AND portal_id = $2 AND contact_id = $3
  ), forgotten AS (
    UPDATE record_texts SET value = NULL
    WHERE portal_id = $2 AND value IS NOT NULL AND (
      (object = $1 AND object_id IN (SELECT id FROM ids))
      OR ($1 = 'contact' AND object = 'deal' AND object_id IN (
        SELECT object_id FROM record_facts
        WHERE portal_id = $2 AND object = 'deal' AND property IN (SELECT 'contact:' || id FROM ids))))
  )
  INSERT INTO tombstones (entity, portal_id, object_id) SELECT $1::text, $2::text, id FROM ids ON CONFLICT DO NOTHING`;

export const IS_ERASED = `
  SELECT 1 FROM tombstones WHERE entity = $1 AND portal_id = $2 AND object_id = $3`;

export const COUNT_ALL = `
  SELECT
    coalesce(sum(written), 0)::integer AS decisions,
    count(*)::integer AS records,
    (count(*) FILTER (WHERE written < last))::integer AS "recordsWithGaps"
  FROM (
    SELECT count(*) AS written, max(seq) AS last FROM decisions GROUP BY entity, portal_id, object_id
  ) AS by_record`;
