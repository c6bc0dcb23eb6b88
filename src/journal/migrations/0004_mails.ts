/** Which mail was sent, or may have been (K-02): see mails.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE mails (
      key text PRIMARY KEY,
      portal_id text NOT NULL,
      contact_id text NOT NULL,
      kind text NOT NULL,
      round integer NOT NULL,
      message_id text NOT NULL,
      state text NOT NULL CHECK (state IN ('sending', 'sent', 'unknown', 'failed')),
      begun_at timestamptz NOT NULL,
      ended_at timestamptz,
      UNIQUE (portal_id, contact_id, kind, round)
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
