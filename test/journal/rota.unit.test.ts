import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { openRota, type Rota } from '../../src/journal/rota.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const postgres = findPostgres();

function rotaTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let rota: Rota;
  /** As another process has it open. */
  let other: Rota;

  beforeAll(async () => {
    database = await start();
    [rota, other] = [openRota({ databaseUrl: database.url }), openRota({ databaseUrl: database.url })];
  }, 60_000);
  afterAll(async () => {
    await Promise.all([rota?.close(), other?.close()]);
    await database?.close();
  });

  it('[C-06] gives turns in order, and the same occasion the same turn', async () => {
    expect(await rota.take('1', 'SDR', 'a')).toBe(0);
    expect(await other.take('1', 'SDR', 'b')).toBe(1);
    expect(await rota.take('1', 'SDR', 'a')).toBe(0);
    expect(await rota.take('1', 'Marketing', 'a')).toBe(0);
    expect(await rota.take('2', 'SDR', 'a')).toBe(0);
    expect(await rota.take('1', 'SDR', 'c')).toBe(2);
  });

  it('[C-06] leaves no turn out and gives none twice when thirty want one at once, some of them twice', async () => {
    const keys = Array.from({ length: 30 }, (_, n) => `k${n}`);
    const first = await Promise.all(keys.map((key, n) => (n % 2 === 0 ? rota : other).take('3', 'SDR', key)));
    expect(first.toSorted((a, b) => a - b)).toEqual(keys.map((_, n) => n));
    expect(await Promise.all(keys.map((key) => rota.take('3', 'SDR', key)))).toEqual(first);

    const same = await Promise.all(Array.from({ length: 8 }, () => rota.take('3', 'SDR', 'again')));
    expect(new Set(same)).toEqual(new Set([30]));
  });

  it('[C-06] goes on where it stopped after a restart', async () => {
    await rota.take('4', 'SDR', 'a');
    const restarted = openRota({ databaseUrl: database.url });
    expect(await restarted.take('4', 'SDR', 'b')).toBe(1);
    await restarted.close();
  });
}

describe('turns on the embedded database', () => rotaTests(() => serveEmbedded()));

if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('turns on PostgreSQL', () => rotaTests(postgres.start));
}
