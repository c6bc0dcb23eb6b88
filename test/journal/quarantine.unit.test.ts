/** The same behaviour on PostgreSQL and on the embedded database. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { JournalRefused, JournalUnavailable } from '../../src/journal/errors.ts';
import { type BadEvent, MAX_CONTENT_BYTES, openQuarantine, type Quarantine } from '../../src/journal/quarantine.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';
import { until } from './support/until.ts';

const DAY_MS = 86_400_000;

function anEvent(given: Partial<BadEvent> = {}): BadEvent {
  return {
    fingerprint: 'one',
    field: 'objectId',
    subscriptionType: 'deal.creation',
    objectId: '12',
    content: Buffer.from('{"objectId":-12}'),
    ...given,
  };
}

function quarantineTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let quarantine: Quarantine;
  let sql: Client;
  let portals = 0;
  const aPortal = () => `portal-${(portals += 1)}`;

  beforeAll(async () => {
    database = await start();
    quarantine = openQuarantine({ databaseUrl: database.url });
    sql = new Client({ connectionString: database.url });
    await Promise.all([quarantine.check(), sql.connect()]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([quarantine?.close(), sql?.end()]);
    await database?.close();
  });

  it('keeps what came: when, how often, what about, what is wrong, and every byte', async () => {
    const portal = aPortal();
    const content = Buffer.from([0, 0xff, 0xc3, 0x28, 0x0a]);
    const before = Date.now();
    const { subscriptionType: _, objectId: __, ...bare } = anEvent({ fingerprint: 'two', field: 'body', content });
    await quarantine.keep(portal, [anEvent(), bare]);
    const listed = await quarantine.list(portal);
    expect(listed.map(({ id: _id, firstAt, lastAt, ...rest }) => ({ ...rest, once: firstAt === lastAt }))).toEqual([
      { field: 'objectId', subscriptionType: 'deal.creation', objectId: '12', times: 1, once: true },
      { field: 'body', times: 1, once: true },
    ]);
    for (const { firstAt } of listed) expect(Math.abs(firstAt - before)).toBeLessThan(30_000);
    const found = await quarantine.find(portal, listed[1]?.id ?? 0);
    expect(found).toEqual({ ...listed[1], content, size: content.length });
  });

  it('counts a repeat instead of keeping it twice, in one POST, later, and from several gateways at once', async () => {
    const portal = aPortal();
    const events = ['a', 'b', 'c', 'a'].map((fingerprint) => anEvent({ fingerprint }));
    const other = openQuarantine({ databaseUrl: database.url });
    onTestFinished(() => other.close());
    await quarantine.keep(portal, events);
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? other : quarantine).keep(portal, n % 3 ? events : events.toReversed()),
      ),
    );
    const counts = (await quarantine.list(portal)).map(({ times }) => times);
    expect(counts.sort((one, two) => one - two)).toEqual([11, 11, 22]);
  });

  it('keeps portals apart', async () => {
    const [one, other] = [aPortal(), aPortal()];
    await quarantine.keep(one, [anEvent()]);
    await quarantine.keep(other, [anEvent()]);
    const [event] = await quarantine.list(one);
    expect(await quarantine.find(other, event?.id ?? 0)).toBeUndefined();
    await quarantine.markRetried(other, event?.id ?? 0);
    expect(await quarantine.list(one)).toHaveLength(1);
  });

  it('lists no more what was retried, until it comes again', async () => {
    const portal = aPortal();
    await quarantine.keep(portal, [anEvent()]);
    const id = (await quarantine.list(portal))[0]?.id ?? 0;
    await quarantine.markRetried(portal, id);
    expect(await quarantine.list(portal)).toEqual([]);
    expect((await quarantine.find(portal, id))?.retriedAt).toBeGreaterThan(0);
    await quarantine.keep(portal, [anEvent()]);
    expect(await quarantine.list(portal)).toMatchObject([{ id, times: 2 }]);
  });

  it('forgets what was last received more than 30 days ago, retried or not', async () => {
    const portal = aPortal();
    await quarantine.keep(
      portal,
      ['kept', 'old', 'retried'].map((fingerprint) => anEvent({ fingerprint })),
    );
    const age = (fingerprint: string, days: number) =>
      sql.query('UPDATE quarantine SET last_at = $3, retried_at = $4 WHERE portal_id = $1 AND fingerprint = $2', [
        portal,
        fingerprint,
        new Date(Date.now() - days * DAY_MS),
        fingerprint === 'retried' ? new Date() : null,
      ]);
    await age('kept', 29.9);
    await age('old', 30.1);
    await age('retried', 31);
    await quarantine.forgetOld();
    const { rows } = await sql.query('SELECT fingerprint FROM quarantine WHERE portal_id = $1', [portal]);
    expect(rows).toEqual([{ fingerprint: 'kept' }]);
  });

  it('cuts what is longer than any event of HubSpot, and says so', async () => {
    const portal = aPortal();
    await quarantine.keep(portal, [anEvent({ content: Buffer.alloc(1_000_000, 'x') })]);
    const [event] = await quarantine.list(portal);
    const found = await quarantine.find(portal, event?.id ?? 0);
    expect([found?.content.length, found?.size]).toEqual([MAX_CONTENT_BYTES, 1_000_000]);
  });

  it('keeps all or none, and does not quote what the database refuses', async () => {
    const portal = aPortal();
    const failure = await quarantine
      .keep(portal, [anEvent(), anEvent({ fingerprint: 'two', objectId: 'Canary\u0000' })])
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JournalRefused);
    expect(String(failure)).not.toContain('Canary');
    expect(await quarantine.list(portal)).toEqual([]);
    await quarantine.keep(portal, []);
  });
}

describe('quarantine on the embedded database', () => quarantineTests(() => serveEmbedded()));

const postgres = findPostgres();
if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('quarantine on PostgreSQL', () => quarantineTests(postgres.start));
}

it('[R-04] opens without its database, refuses to keep anything, and keeps it when the database is there', async () => {
  const first = await serveEmbedded();
  const port = Number(new URL(first.url).port);
  await first.close();
  const quarantine = openQuarantine({ databaseUrl: first.url });
  onTestFinished(() => quarantine.close());
  await expect(quarantine.keep('1', [anEvent()])).rejects.toThrow(JournalUnavailable);
  await expect(quarantine.check()).rejects.toThrow(JournalUnavailable);
  const served = await serveEmbedded({ port });
  onTestFinished(() => served.close());
  await until('it is kept', () =>
    quarantine.keep('1', [anEvent()]).then(
      () => true,
      () => false,
    ),
  );
  expect(await quarantine.list('1')).toHaveLength(1);
}, 60_000);
