/** What a growth report is made of besides decisions and registers, and the frozen reports (G-01): see report-*.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  // The index's order is that of the question "what was known of this record at that time, newest first". A repeat adds nothing.
  pgm.sql(`
    CREATE TABLE record_facts (
      portal_id text NOT NULL,
      object text NOT NULL,
      object_id text NOT NULL,
      property text NOT NULL,
      at timestamptz NOT NULL,
      value text NOT NULL
    );
    CREATE UNIQUE INDEX record_facts_newest_first
      ON record_facts (portal_id, object, object_id, property, at DESC, value DESC);

    CREATE TABLE record_texts (
      portal_id text NOT NULL,
      object text NOT NULL,
      object_id text NOT NULL,
      property text NOT NULL,
      at timestamptz NOT NULL,
      filled boolean NOT NULL,
      value text,
      PRIMARY KEY (portal_id, object, object_id, property, at)
    );

    CREATE TABLE reports (
      portal_id text NOT NULL,
      as_of timestamptz NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      created_at timestamptz NOT NULL DEFAULT now(),
      body text NOT NULL,
      changed text[] NOT NULL,
      PRIMARY KEY (portal_id, as_of, version)
    );
  `);
  // The report looks at few kinds of decisions, by time for a period and by record for what came of them.
  pgm.sql(`
    CREATE INDEX decisions_of_period ON decisions (portal_id, entity, kind, happened_at);
    CREATE INDEX decisions_of_leads ON decisions (portal_id, object_id, kind, happened_at, seq)
      WHERE entity = 'contact' AND kind IN ('delivered', 'accepted', 'rejected', 'outreachDue', 'outreachMade', 'outreachMissed');
    CREATE INDEX decisions_of_places ON decisions (portal_id, object_id, seq)
      INCLUDE (kind, from_stage, to_stage, happened_at)
      WHERE entity = 'deal' AND kind <> 'missing' AND (to_stage IS NOT NULL OR kind IN ('left', 'gone', 'restored'));
  `);
  // A text may be forgotten; when it was written, and that there was one, stays.
  pgm.sql(`
    CREATE FUNCTION reports_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'what reports are made of is append-only' USING ERRCODE = 'restrict_violation';
    END
    $$;

    CREATE FUNCTION texts_are_only_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF to_jsonb(NEW) - 'value' IS DISTINCT FROM to_jsonb(OLD) - 'value' OR NEW.value IS NOT NULL THEN
        RAISE EXCEPTION 'what reports are made of is append-only' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END
    $$;

    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_facts
      FOR EACH STATEMENT EXECUTE FUNCTION reports_are_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports
      FOR EACH STATEMENT EXECUTE FUNCTION reports_are_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE ON record_texts
      FOR EACH ROW EXECUTE FUNCTION texts_are_only_forgotten();
    CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON record_texts
      FOR EACH STATEMENT EXECUTE FUNCTION reports_are_append_only();
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
