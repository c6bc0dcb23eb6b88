/** Records of whom nothing may come back: see `erase` in journal.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE tombstones (
      entity text NOT NULL,
      portal_id text NOT NULL,
      object_id text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (entity, portal_id, object_id)
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
