/**
 * The database of development and tests: PGlite, which admits one process. The first one that opens a data directory serves
 * it on a loopback port, the others (the command-line tool beside a running stack) find the port there and join.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, type Claim } from './claim.ts';
import { journalError, JournalRefused, JournalUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { servePglite } from './pglite.ts';

/** A first start takes seconds (PostgreSQL's initdb), on a busy machine more. */
const OPENING_MS = 60_000;

export interface EmbeddedDatabase {
  /** For `pg`, or as `DATABASE_URL` of other processes. */
  url: string;
  /** Somebody else serves it, and may stop. */
  joined: boolean;
  close(): Promise<void>;
}

/**
 * Serves an embedded database, migrated. Anybody on this machine can connect to it: for development only.
 * @param options.dataDir where it is kept; absent: in memory. If another process serves this directory, its URL is given.
 * @param options.port loopback port to serve on; absent: any free one
 * @throws JournalUnavailable if a process has the directory and does not serve it, or the port is taken
 */
export async function serveEmbedded(options: { dataDir?: string; port?: number } = {}): Promise<EmbeddedDatabase> {
  const { dataDir, port = 0 } = options;
  if (dataDir === undefined) return { ...(await open(undefined, port)), joined: false };
  const deadline = Date.now() + OPENING_MS;
  for (;;) {
    const mine = await claim(dataDir);
    if (mine.kind === 'ours') return serveClaimed(mine, dataDir, port);
    if (mine.url !== undefined) return { url: mine.url, joined: true, close: async () => {} };
    if (Date.now() > deadline) {
      throw new JournalUnavailable(
        `process ${mine.pid} has the embedded journal and does not serve it; stop it, or if it is none of ours remove the claim file in ${dataDir}`,
      );
    }
    await sleep(50);
  }
}

async function serveClaimed(mine: Claim, dataDir: string, port: number): Promise<EmbeddedDatabase> {
  try {
    const database = await open(join(dataDir, 'pgdata'), port);
    await mine.publish(database.url);
    return {
      url: database.url,
      joined: false,
      async close() {
        await mine.publish();
        await database.close();
        await mine.release();
      },
    };
  } catch (error) {
    await mine.release();
    throw error;
  }
}

async function open(directory: string | undefined, port: number) {
  try {
    return await servePglite(directory, port, migrate);
  } catch (error) {
    if (error instanceof JournalUnavailable || error instanceof JournalRefused) throw error;
    throw journalError(error);
  }
}
