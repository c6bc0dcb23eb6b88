/** Contacts that became one in HubSpot: what was decided under an old id counts for the survivor. See consents.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE contact_aliases (
      portal_id text NOT NULL,
      contact_id text NOT NULL,
      was text NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (portal_id, contact_id, was)
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
