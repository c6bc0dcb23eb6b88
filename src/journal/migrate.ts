/** Brings a database to the shape this version needs. */
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MigrationBuilder, runner } from 'node-pg-migrate';
import { journalError, JournalRefused } from './errors.ts';
import * as decisions from './migrations/0001_decisions.ts';
import * as quarantine from './migrations/0002_quarantine.ts';
import * as consents from './migrations/0003_consents.ts';
import * as mails from './migrations/0004_mails.ts';
import * as tombstones from './migrations/0005_tombstones.ts';
import * as rota from './migrations/0006_rota.ts';
import * as aliases from './migrations/0007_contact_aliases.ts';
import * as hubspotCalls from './migrations/0008_hubspot_calls.ts';
import * as portalDecisions from './migrations/0009_portal_decisions.ts';
import * as mailQuota from './migrations/0010_mail_quota.ts';
import * as registers from './migrations/0011_registers.ts';
import * as approvalCodes from './migrations/0012_approval_codes.ts';
import * as reports from './migrations/0013_reports.ts';

interface Migration {
  up(pgm: MigrationBuilder): void;
  down: false;
}

/** A database that has just been started answers late on a busy machine; nobody else waits for it yet. */
const CONNECTING_MS = 30_000;

/** By the name under which the database remembers them: the file's, without its ending. */
const migrations = new Map<string, Migration>([
  ['0001_decisions', decisions],
  ['0002_quarantine', quarantine],
  ['0003_consents', consents],
  ['0004_mails', mails],
  ['0005_tombstones', tombstones],
  ['0006_rota', rota],
  ['0007_contact_aliases', aliases],
  ['0008_hubspot_calls', hubspotCalls],
  ['0009_portal_decisions', portalDecisions],
  ['0010_mail_quota', mailQuota],
  ['0011_registers', registers],
  ['0012_approval_codes', approvalCodes],
  ['0013_reports', reports],
]);

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Runs the migrations that the database has not had yet. Safe to repeat and to start in several processes at once: an
 * advisory lock lets one work and the others wait. (PGlite's clients share one session and so one lock: its server
 * migrates before it lets anybody in.)
 * @throws JournalUnavailable, JournalRefused
 */
export async function migrate(databaseUrl: string): Promise<void> {
  try {
    await runner({
      databaseUrl: { connectionString: databaseUrl, connectionTimeoutMillis: CONNECTING_MS },
      dir: fileURLToPath(new URL('./migrations', import.meta.url)),
      // In `dist` the compiler's source maps lie beside the migrations.
      ignorePattern: String.raw`.*\.map`,
      migrationLoaderStrategies: [{ extensions: ['.ts', '.js'], loader: loadMigrations }],
      migrationsTable: 'journal_migrations',
      direction: 'up',
      advisoryLockMode: 'wait',
      logger: quiet,
    });
  } catch (error) {
    const failure = journalError(error);
    if (failure instanceof JournalRefused) throw new JournalRefused(`migrating the journal: ${failure.message}`);
    throw failure;
  }
}

/** The library finds the files and would compile each again, leaving a cache on disk; they are here already. */
async function loadMigrations(paths: string[]) {
  return paths.map((path) => {
    const actions = migrations.get(basename(path, extname(path)));
    if (actions === undefined) throw new Error(`${basename(path)} is not listed in migrate.ts`);
    return { id: path, filePaths: [path], actions };
  });
}
