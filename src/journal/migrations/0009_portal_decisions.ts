/** Decisions about the portal as a whole, such as the quarterly review of excluded contacts (C-14). */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    ALTER TABLE decisions DROP CONSTRAINT decisions_entity_check;
    ALTER TABLE decisions ADD CONSTRAINT decisions_entity_check CHECK (entity IN ('contact', 'deal', 'portal'));
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
