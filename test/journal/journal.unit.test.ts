/** The same behaviour on PostgreSQL and on the embedded database. */
import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { JournalConflict, JournalRefused, JournalUnavailable } from '../../src/journal/errors.ts';
import { type Journal, openJournal } from '../../src/journal/journal.ts';
import { aDecision, PORTAL } from './support/decisions.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';
import { until } from './support/until.ts';

const postgres = findPostgres();

function journalTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let journal: Journal;
  let other: Journal;
  let sql: Client;

  beforeAll(async () => {
    database = await start();
    // At once, on a database without tables where it is PostgreSQL's.
    [journal, other] = await Promise.all([
      openJournal({ databaseUrl: database.url }),
      openJournal({ databaseUrl: database.url }),
    ]);
    sql = new Client({ connectionString: database.url });
    await sql.connect();
  }, 60_000);

  afterAll(async () => {
    await Promise.all([journal?.close(), other?.close(), sql?.end()]);
    await database?.close();
  });

  it('has migrated once, although several processes opened it, and does not again', async () => {
    await (await openJournal({ databaseUrl: database.url })).close();
    const { rows } = await sql.query('SELECT name FROM journal_migrations ORDER BY id');
    const files = readdirSync(new URL('../../src/journal/migrations', import.meta.url)).toSorted();
    expect(rows.map(({ name }) => `${name}.ts`)).toEqual(files);
  });

  it('[R-05] gives back what changed, from, to, when, through whom, the evidence, policy version and clause', async () => {
    const first: Decision = {
      seq: 1,
      kind: 'started',
      happenedAt: 0,
      by: 'unknown',
      evidence: [],
      policyVersion: '1',
      clause: 'R-02',
    };
    const second = aDecision({ seq: 2 });
    const before = Date.now();
    await journal.record('deal', PORTAL, '1', [first, second]);
    const history = await journal.history('deal', PORTAL, '1');
    expect(history.map(({ recordedAt: _, ...decision }) => decision)).toEqual([first, second]);
    for (const { recordedAt } of history) expect(Math.abs(recordedAt - before)).toBeLessThan(30_000);
  });

  it('[R-05] keeps records apart by entity, portal and id', async () => {
    await journal.record('deal', PORTAL, '2', [aDecision(), aDecision({ seq: 2 })]);
    await journal.record('contact', PORTAL, '2', [aDecision({ kind: 'started' })]);
    expect(await journal.lastSeq('deal', PORTAL, '2')).toBe(2);
    expect(await journal.history('contact', PORTAL, '2')).toHaveLength(1);
    expect(await journal.lastSeq('deal', '4712', '2')).toBe(0);
    expect(await journal.history('deal', '4712', '2')).toEqual([]);
  });

  it('takes a repeat, also one that brings something new and one at the same time', async () => {
    const [one, two, three] = [1, 2, 3].map((seq) => aDecision({ seq }));
    if (!one || !two || !three) throw new Error('three decisions');
    await journal.record('deal', PORTAL, '3', [one, two]);
    await Promise.all(
      [1, 2, 3, 4].flatMap(() => [journal, other].map((j) => j.record('deal', PORTAL, '3', [one, two, three]))),
    );
    expect((await journal.history('deal', PORTAL, '3')).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    await journal.record('deal', PORTAL, '3', []);
  });

  const changed: Partial<Decision>[] = [
    { kind: 'closed' },
    { from: 'deal.pqo' },
    { to: 'deal.lost' },
    { happenedAt: aDecision().happenedAt + 1 },
    { by: 'us' },
    { evidence: [] },
    { policyVersion: 'default@4' },
    { clause: 'D-13' },
    { detail: { missing: ['amount'] } },
  ];
  it.each(changed)('refuses another decision under the same number, and all that comes with it: %o', async (change) => {
    const id = `4-${Object.keys(change)[0]}`;
    await journal.record('deal', PORTAL, id, [aDecision()]);
    const recording = journal.record('deal', PORTAL, id, [aDecision(change), aDecision({ seq: 2 })]);
    await expect(recording).rejects.toThrow(JournalConflict);
    expect((await journal.history('deal', PORTAL, id)).map(({ recordedAt: _, ...rest }) => rest)).toEqual([
      aDecision(),
    ]);
  });

  it('tells one of two writers with different decisions under one number, whoever is first', async () => {
    for (let round = 0; round < 20; round++) {
      const id = `5-${round}`;
      const outcomes = await Promise.allSettled([
        journal.record('deal', PORTAL, id, [aDecision({ by: 'person:1' })]),
        other.record('deal', PORTAL, id, [aDecision({ by: 'person:2' })]),
      ]);
      const [loser, ...more] = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(loser?.reason).toBeInstanceOf(JournalConflict);
      expect(more).toEqual([]);
    }
  });

  it.each([
    "UPDATE decisions SET clause = 'other'",
    'UPDATE decisions SET clause = clause WHERE false',
    'DELETE FROM decisions',
    'TRUNCATE decisions',
  ])('is append-only in the database: %s', async (statement) => {
    await journal.record('deal', PORTAL, '6', [aDecision()]);
    await expect(sql.query(statement)).rejects.toMatchObject({ code: '23001' });
    // Left on for the session by mistake, the permission of an earlier transaction is worth nothing.
    await sql.query("SELECT set_config('journal.erasing', pg_current_xact_id()::text, false)");
    await expect(sql.query(statement)).rejects.toMatchObject({ code: '23001' });
    expect(await journal.lastSeq('deal', PORTAL, '6')).toBe(1);
  });

  it('lets a transaction that says so erase', async () => {
    await journal.record('contact', PORTAL, '7', [aDecision()]);
    await sql.query('BEGIN');
    await sql.query("SELECT set_config('journal.erasing', pg_current_xact_id()::text, true)");
    await sql.query("UPDATE decisions SET detail = NULL WHERE entity = 'contact' AND object_id = '7'");
    await sql.query('COMMIT');
    expect((await journal.history('contact', PORTAL, '7'))[0]).not.toHaveProperty('detail');
  });

  it('[R-10] knows for ever whom it was asked to forget', async () => {
    await journal.record('contact', PORTAL, '70', [aDecision()]);
    expect(await journal.isErased('contact', PORTAL, '70')).toBe(false);
    await journal.erase('contact', PORTAL, '70');
    await journal.erase('contact', PORTAL, '70');
    expect(await other.isErased('contact', PORTAL, '70')).toBe(true);
    for (const [portal, id] of [
      [PORTAL, '71'],
      ['1', '70'],
    ] as const) {
      expect(await journal.isErased('contact', portal, id)).toBe(false);
    }
    expect(await journal.isErased('deal', PORTAL, '70')).toBe(false);
    expect(await journal.lastSeq('contact', PORTAL, '70')).toBe(1);
  });

  it('counts decisions, records and records with gaps', async () => {
    const before = await journal.counts();
    await journal.record(
      'deal',
      PORTAL,
      '8',
      [1, 2, 3].map((seq) => aDecision({ seq })),
    );
    await journal.record(
      'deal',
      PORTAL,
      '9',
      [1, 3].map((seq) => aDecision({ seq })),
    );
    expect(await journal.counts()).toEqual({
      decisions: before.decisions + 5,
      records: before.records + 2,
      recordsWithGaps: before.recordsWithGaps + 1,
    });
  });

  it('does not quote what it was given when the database refuses it', async () => {
    const failure = await journal
      .record('deal', PORTAL, '10', [aDecision({ clause: 'Canary Person\u0000' })])
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JournalRefused);
    expect(failure).toMatchObject({ retryable: false });
    expect(failure).not.toHaveProperty('cause');
    expect(`${failure instanceof Error ? failure.stack : ''}`).not.toContain('Canary');
    await expect(journal.record('deal', PORTAL, '10', [aDecision({ seq: 0 })])).rejects.toThrow(JournalRefused);
  });

  it('answers after being closed with an error one can retry elsewhere', async () => {
    const closed = await openJournal({ databaseUrl: database.url });
    await closed.close();
    await closed.close();
    await expect(closed.lastSeq('deal', PORTAL, '1')).rejects.toThrow(JournalUnavailable);
  });
}

describe('journal on the embedded database', () => journalTests(() => serveEmbedded()));

if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('journal on PostgreSQL', () => journalTests(postgres.start));

  it('survives that PostgreSQL ends its connections', async () => {
    const database = await postgres.start();
    onTestFinished(() => database.close());
    const journal = await openJournal({ databaseUrl: database.url });
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await journal.record('deal', PORTAL, '1', [aDecision()]);
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'sop-journal' AND datname = current_database()`,
    );
    expect(rowCount).toBe(1);
    // The pool may notice at once or with the next statement; that one then fails in a way that can be retried.
    await until('the journal works again', async () => {
      const last = await journal.lastSeq('deal', PORTAL, '1').catch((error: unknown) => error);
      if (last !== 1) expect(last).toBeInstanceOf(JournalUnavailable);
      return last === 1;
    });
    await Promise.all([journal.close(), admin.end()]);
  }, 60_000);
}

it('says that one may retry when nobody listens', async () => {
  const opening = openJournal({ databaseUrl: 'postgres://someone:hidden@127.0.0.1:1/none' });
  const failure = await opening.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(JournalUnavailable);
  expect(failure).toMatchObject({ retryable: true, message: 'the journal database is not available (ECONNREFUSED)' });
});
