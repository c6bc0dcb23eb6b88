/** What only the embedded database has to prove: one process owns it, many use it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { JournalUnavailable } from '../../src/journal/errors.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { aDecision, PORTAL } from './support/decisions.ts';
import { otherProcess, type OtherProcess } from './support/other-process.ts';
import { until } from './support/until.ts';

const started: OtherProcess[] = [];

function start(dataDir: string, objectId: string): OtherProcess {
  const process = otherProcess(dataDir, objectId);
  started.push(process);
  return process;
}

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'journal-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((process) => process.kill()));
});

describe('several clients of one embedded database', () => {
  it('do not mix their statements, however large and in how many pieces they arrive', async () => {
    const served = await serveEmbedded();
    const journals = await Promise.all([1, 2, 3].map(() => openJournal({ databaseUrl: served.url })));
    // Larger than what a socket hands over at once, among statements of other shapes.
    const detail = { text: 'x'.repeat(400_000) };
    const seen = await Promise.all(
      journals.flatMap((journal, writer) =>
        Array.from({ length: 12 }, async (_, n) => {
          const id = `${writer}-${n}`;
          await Promise.all([
            journal.lastSeq('deal', PORTAL, id),
            journal.record('deal', PORTAL, id, [aDecision({ detail })]),
          ]);
          return (await journal.history('deal', PORTAL, id)).map((decision) => decision.detail);
        }),
      ),
    );
    expect(seen.every(([only, ...more]) => only?.['text'] === detail.text && more.length === 0)).toBe(true);
    expect(await journals[0]?.counts()).toEqual({ decisions: 36, records: 36, recordsWithGaps: 0 });
    await Promise.all(journals.map((journal) => journal.close()));
    await served.close();
  }, 60_000);

  it('do not wait for one that went away in the middle of a transaction or of a statement', async () => {
    const served = await serveEmbedded();
    const journal = await openJournal({ databaseUrl: served.url });

    const quitter = new Client({ connectionString: served.url });
    quitter.on('error', () => {});
    await quitter.connect();
    await quitter.query('BEGIN');
    const waiting = journal.record('deal', PORTAL, '1', [aDecision()]);
    const [ended] = [quitter.end(), await waiting];
    await ended;

    const { port } = new URL(served.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(startup({ user: 'postgres', database: 'postgres' }));
    await new Promise((resolve) => socket.once('data', resolve));
    // A statement that does not exist, and no Sync after it: PostgreSQL would now ignore everything up to the next Sync.
    socket.write(message('P', '\0nonsense\0\0\0'));
    await new Promise((resolve) => socket.once('data', resolve));
    const behind = journal.record('deal', PORTAL, '1', [aDecision({ seq: 2 })]);
    socket.destroy();
    await behind;

    expect(await journal.lastSeq('deal', PORTAL, '1')).toBe(2);
    await journal.close();
    await served.close();
  }, 60_000);
});

describe('a data directory', () => {
  it('keeps its journal, and two journals of one process share it', async () => {
    const dataDir = await emptyDirectory();
    const first = await openJournal({ dataDir });
    await first.record('deal', PORTAL, '1', [aDecision()]);
    const second = await openJournal({ dataDir });
    expect(await second.lastSeq('deal', PORTAL, '1')).toBe(1);
    await second.close();
    await first.close();

    const again = await openJournal({ dataDir });
    expect(await again.lastSeq('deal', PORTAL, '1')).toBe(1);
    await again.close();
  }, 60_000);

  it('that several processes open at the same moment has one owner and serves them all', async () => {
    const dataDir = await emptyDirectory();
    const processes = ['a', 'b', 'c'].map((objectId) => start(dataDir, objectId));
    await Promise.all(processes.map(({ open }) => open));
    await Promise.all(processes.map((process) => process.write(20)));
    const journal = await openJournal({ dataDir });
    expect(await journal.counts()).toEqual({ decisions: 60, records: 3, recordsWithGaps: 0 });
    expect((await readdir(dataDir)).toSorted()).toEqual(['claim.1', 'pgdata']);
    await journal.close();
  }, 120_000);

  it('[R-05] loses no recorded decision when its owner is killed; who had joined goes on', async () => {
    const dataDir = await emptyDirectory();
    const owner = start(dataDir, 'owner');
    await owner.open;
    const joined = await openJournal({ dataDir });
    await joined.record('deal', PORTAL, 'joined', [aDecision()]);
    await owner.write(50);

    await owner.kill();
    await until('the one that had joined has taken over', async () => {
      const outcome = await joined
        .record('deal', PORTAL, 'joined', [aDecision({ seq: 2 })])
        .catch((error: unknown) => error);
      if (outcome !== undefined) expect(outcome).toBeInstanceOf(JournalUnavailable);
      return outcome === undefined;
    });
    expect(await joined.lastSeq('deal', PORTAL, 'owner')).toBe(50);

    const newcomer = start(dataDir, 'newcomer');
    await newcomer.open;
    await newcomer.write(3);
    await newcomer.end();
    expect(await joined.counts()).toEqual({ decisions: 55, records: 3, recordsWithGaps: 0 });
    await joined.close();
  }, 120_000);
});

/** First message of a PostgreSQL client (protocol 3.0), which has no type. */
function startup(parameters: Record<string, string>): Buffer {
  const body = Buffer.from(`${Object.entries(parameters).flat().join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

function message(type: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(Buffer.byteLength(body) + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}
