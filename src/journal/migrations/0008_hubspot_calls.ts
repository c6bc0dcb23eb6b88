/** One count of calls to HubSpot over all processes: see call-budget.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE hubspot_calls (
      portal_id text PRIMARY KEY,
      slots jsonb NOT NULL DEFAULT '{}'
    );
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
