/** PGlite as a server that several `pg` clients can talk to. */
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** More than any development stack has: each process holds `POOL_SIZE` at most. */
const MAX_CONNECTIONS = 64;
/** Message types of the extended query protocol before its `Sync`: Parse, Bind, Describe, Execute, Close, Flush. */
const UNFINISHED = new Set(Buffer.from('PBDECH'));

/**
 * All clients share PGlite's one session. The socket server keeps a client's turn only inside a transaction, so a
 * statement with parameters, which is several messages, can mix with another client's when it does not arrive in one
 * piece (seen with large parameters). This subclass calls an unfinished statement a transaction too.
 */
class OneStatementAtATime extends PGlite {
  #unfinished = false;

  override async execProtocolRawStream(...[message, options]: Parameters<PGlite['execProtocolRawStream']>) {
    await super.execProtocolRawStream(message, options);
    this.#unfinished = UNFINISHED.has(message[0] ?? 0);
  }

  override isInTransaction(): boolean {
    return this.#unfinished || super.isInTransaction();
  }
}

/**
 * Opens PGlite and serves it on loopback. Whoever can connect to the port can do everything: development only.
 * @param directory where the data is kept; absent: in memory
 * @param port 0: any free one
 * @param prepare runs on a port of its own before `port` opens
 */
export async function servePglite(
  directory: string | undefined,
  port: number,
  prepare: (url: string) => Promise<void>,
): Promise<{ url: string; close(): Promise<void> }> {
  const db = directory === undefined ? new OneStatementAtATime() : new OneStatementAtATime(directory);
  try {
    await db.waitReady;
    const first = await listen(db, 0);
    try {
      await prepare(first.url);
    } finally {
      await first.stop();
    }
    const { url, stop } = await listen(db, port);
    return {
      url,
      async close() {
        await stop();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function listen(db: PGlite, port: number) {
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port, maxConnections: MAX_CONNECTIONS });
  await server.start();
  return { url: `postgres://postgres@${server.getServerConn()}/postgres`, stop: () => server.stop() };
}
