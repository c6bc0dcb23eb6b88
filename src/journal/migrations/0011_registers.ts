/** What people told the growth report and no CRM holds (G-10), append-only: see registers.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE register_imports (
      portal_id text NOT NULL,
      register text NOT NULL,
      n integer NOT NULL CHECK (n > 0),
      imported_at timestamptz NOT NULL,
      imported_by text NOT NULL,
      as_of date NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (portal_id, register, n)
    );

    CREATE TABLE register_changes (
      portal_id text NOT NULL,
      register text NOT NULL,
      key text COLLATE "C" NOT NULL,
      n integer NOT NULL,
      content jsonb,
      PRIMARY KEY (portal_id, register, key, n),
      FOREIGN KEY (portal_id, register, n) REFERENCES register_imports (portal_id, register, n)
    );
  `);
  // An old report is made again from what was known then: nothing of that may change.
  pgm.sql(`
    CREATE FUNCTION registers_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'registers are append-only' USING ERRCODE = 'restrict_violation';
    END
    $$;

    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON register_imports
      FOR EACH STATEMENT EXECUTE FUNCTION registers_are_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON register_changes
      FOR EACH STATEMENT EXECUTE FUNCTION registers_are_append_only();
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
