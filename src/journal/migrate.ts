/** Brings a database to the shape this version needs. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runner } from 'node-pg-migrate';
import { journalError, JournalRefused } from './errors.ts';

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
      databaseUrl: { connectionString: databaseUrl, connectionTimeoutMillis: 5000 },
      dir: fileURLToPath(new URL('./migrations', import.meta.url)),
      // In `dist` the compiler's source maps lie beside the migrations.
      ignorePattern: String.raw`.*\.map`,
      // The library's own loader compiles each file again and leaves a cache on disk; Node, tsx and vitest need neither.
      migrationLoaderStrategies: [{ extensions: ['.ts', '.js'], loader: importMigrations }],
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

function importMigrations(paths: string[]) {
  return Promise.all(
    paths.map(async (path) => ({ id: path, filePaths: [path], actions: await import(pathToFileURL(path).href) })),
  );
}
