/** Whose turn it was (C-06): see rota.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE rota (
      portal_id text NOT NULL,
      role text NOT NULL,
      key text NOT NULL,
      n integer NOT NULL CHECK (n >= 0),
      PRIMARY KEY (portal_id, role, key),
      UNIQUE (portal_id, role, n)
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
