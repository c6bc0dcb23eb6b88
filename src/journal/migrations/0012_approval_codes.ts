/** Personal one-time codes with which the Sales VP approves a back-out (B-02): see approval-codes.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE approval_codes (
      hash text PRIMARY KEY,
      portal_id text NOT NULL,
      deal_id text NOT NULL,
      owner_id text NOT NULL,
      issued_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      wrong_tries integer NOT NULL DEFAULT 0,
      presented_at timestamptz,
      used_at timestamptz,
      used_by text,
      CHECK ((used_at IS NULL) = (used_by IS NULL))
    );
    CREATE INDEX approval_codes_of_deal ON approval_codes (portal_id, deal_id, issued_at);
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
