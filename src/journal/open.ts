/** Where the tables are: a PostgreSQL that somebody brings, or the embedded database. */
import { type Database, openDatabase } from './database.ts';
import { serveEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

export interface DatabasePlace {
  /** PostgreSQL ≥ 15, or what `serveEmbedded` serves. Absent: the embedded database. */
  databaseUrl?: string | undefined;
  /** Directory of the embedded database; `memory` keeps nothing. */
  dataDir?: string | undefined;
}

/** Beside other things of development; not in git. */
const DATA_DIR = '.dev/journal';

/**
 * Opens the database and brings its tables up to date. Any number of processes may have it open at once.
 * @throws JournalUnavailable, JournalRefused
 */
export async function openMigrated({ databaseUrl, dataDir = DATA_DIR }: DatabasePlace): Promise<Database> {
  if (databaseUrl === undefined) {
    return openDatabase(() => serveEmbedded(dataDir === 'memory' ? {} : { dataDir }));
  }
  await migrate(databaseUrl);
  return openDatabase(async () => ({ url: databaseUrl, joined: false, close: async () => {} }));
}

/** Connects at the first statement, and again at the next one if that failed: whoever uses it starts without its database. */
export function openAtFirstUse(place: DatabasePlace): Database {
  let opening: Promise<Database> | undefined;
  return {
    async query(sql, values) {
      opening ??= openMigrated(place).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return (await opening).query(sql, values);
    },
    async close() {
      const database = await opening?.catch(() => undefined);
      await database?.close();
    },
  };
}
