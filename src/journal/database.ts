/** One way to talk to PostgreSQL and to the embedded database: `pg` with a small pool. */
import { Pool, type QueryResultRow } from 'pg';
import { journalError, JournalRefused, JournalUnavailable } from './errors.ts';

/** A journal's statements are short. The embedded database carries out one at a time and allows 64 connections in all. */
const POOL_SIZE = 4;

export interface Database {
  /** @throws JournalUnavailable, JournalRefused */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Where the database is for the moment. */
export interface Place {
  url: string;
  /** Another process of ours serves it. When it is gone, `find` is asked again: then somebody else does, or we do. */
  joined: boolean;
  close(): Promise<void>;
}

/** Connects to the place that `find` names. @throws what `find` throws, and JournalUnavailable */
export async function openDatabase(find: () => Promise<Place>): Promise<Database> {
  let link: Promise<Link> | undefined = connect(find);
  let closed = false;
  await link;

  const current = () => {
    link ??= connect(find);
    link.catch(() => (link = undefined));
    return link;
  };

  return {
    async query<Row extends QueryResultRow>(sql: string, values: unknown[] = []) {
      if (closed) throw new JournalUnavailable('this journal was closed');
      const used = current();
      const { pool, place } = await used;
      try {
        return (await pool.query<Row>(sql, values)).rows;
      } catch (error) {
        const failure = journalError(error);
        if (failure instanceof JournalUnavailable && place.joined && link === used) {
          link = undefined;
          void pool.end();
        }
        throw failure;
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      const last = await link?.catch(() => undefined);
      await last?.pool.end();
      await last?.place.close();
    },
  };
}

interface Link {
  place: Place;
  pool: Pool;
}

async function connect(find: () => Promise<Place>): Promise<Link> {
  const place = await find();
  const pool = new Pool({
    connectionString: place.url,
    max: POOL_SIZE,
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
    application_name: 'sop-journal',
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    await place.close();
    const failure = journalError(error);
    throw failure instanceof JournalRefused ? new JournalRefused(`opening the journal: ${failure.message}`) : failure;
  }
  return { place, pool };
}
