/** The table of decisions, append-only by the database itself. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE decisions (
      entity text NOT NULL CHECK (entity IN ('contact', 'deal')),
      portal_id text NOT NULL,
      object_id text NOT NULL,
      seq integer NOT NULL CHECK (seq > 0),
      kind text NOT NULL,
      from_stage text,
      to_stage text,
      happened_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      caused_by text NOT NULL,
      evidence jsonb NOT NULL,
      policy_version text NOT NULL,
      clause text NOT NULL,
      detail jsonb,
      PRIMARY KEY (entity, portal_id, object_id, seq)
    );
  `);
  // Erasure of personal data is the one reason to touch a written row. Who does it names the running transaction in
  // 'journal.erasing'; a setting that leaks into a later transaction therefore opens nothing.
  pgm.sql(`
    CREATE FUNCTION decisions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('journal.erasing', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        RAISE EXCEPTION 'decisions are append-only' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END
    $$;

    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
      FOR EACH STATEMENT EXECUTE FUNCTION decisions_are_append_only();
  `);
}

/** A journal is not taken back. */
export const down = false;
