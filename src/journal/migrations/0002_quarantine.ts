/** What HubSpot sent and nobody could read: see quarantine.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE quarantine (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      portal_id text NOT NULL,
      fingerprint text NOT NULL,
      field text NOT NULL,
      subscription_type text,
      object_id text,
      content bytea NOT NULL,
      size integer NOT NULL,
      times integer NOT NULL CHECK (times > 0),
      first_at timestamptz NOT NULL DEFAULT now(),
      last_at timestamptz NOT NULL DEFAULT now(),
      retried_at timestamptz,
      UNIQUE (portal_id, fingerprint)
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
