/** How many mails a day go to contacts that came by import (K-02): each takes one of the day's numbers. See mails.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    ALTER TABLE mails
      ADD COLUMN quota_day text,
      ADD COLUMN quota_number integer,
      ADD UNIQUE (portal_id, quota_day, quota_number);
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
