/** The same behaviour on PostgreSQL and on the embedded database. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { RegisterRow } from '../../src/domain/registers/registers.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { openRegisters, type Registers } from '../../src/journal/registers.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const MONDAY = Date.UTC(2026, 10, 23, 15, 0, 0, 123);
const DAY_MS = 86_400_000;

const given = { importedAt: MONDAY, importedBy: 'staff:edwin.hale@healthprime.example', asOf: '2026-11-23' };

const target = (month: string, closed_business: number): RegisterRow<'targets'> => ({ month, closed_business });
const october = target('2026-10', 3);
const november = target('2026-11', 4);
const december = target('2026-12', 5);

function registerTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let registers: Registers;
  let portals = 4711;

  beforeAll(async () => {
    database = await start();
    registers = openRegisters({ databaseUrl: database.url });
  }, 60_000);
  afterAll(async () => {
    await registers?.close();
    await database?.close();
  });

  /** Where no register was brought yet. */
  const aPortal = () => String((portals += 1));

  it('[G-10] tells a register that nobody brought from an empty one', async () => {
    const portal = aPortal();
    expect(await registers.read(portal, 'targets')).toBeUndefined();
    expect(await registers.bring(portal, 'targets', [], given)).toMatchObject({ written: true });
    expect(await registers.read(portal, 'targets')).toEqual({ import: { n: 1, ...given }, rows: [] });
    expect(await registers.read(portal, 'events')).toBeUndefined();
    expect(await registers.read(aPortal(), 'targets')).toBeUndefined();
  });

  it('[G-10] says who brought it, when, and of which day it tells', async () => {
    const portal = aPortal();
    await registers.bring(portal, 'targets', [november, october], given);
    expect(await registers.read(portal, 'targets')).toEqual({ import: { n: 1, ...given }, rows: [october, november] });
  });

  it('[G-10] says at each instant what it said then, whatever comes later', async () => {
    const portal = aPortal();
    const revised = target('2026-11', 6);
    const days = [[november], [revised, december], [december], [november, october]];
    for (const [day, rows] of days.entries()) {
      await registers.bring(portal, 'targets', rows, { ...given, importedAt: MONDAY + day * DAY_MS });
    }
    const rowsAt = async (at?: number) => (await registers.read(portal, 'targets', at))?.rows;
    expect(await rowsAt(MONDAY - 1)).toBeUndefined();
    expect(await rowsAt(MONDAY)).toEqual([november]);
    expect(await rowsAt(MONDAY + DAY_MS - 1)).toEqual([november]);
    expect(await rowsAt(MONDAY + DAY_MS)).toEqual([revised, december]);
    expect(await rowsAt(MONDAY + 2 * DAY_MS)).toEqual([december]);
    expect(await rowsAt(MONDAY + 3 * DAY_MS)).toEqual([october, november]);
    expect(await rowsAt()).toEqual([october, november]);
  });

  it('[G-10] an import by a clock that is behind does not reach into what was said before', async () => {
    const portal = aPortal();
    await registers.bring(portal, 'targets', [november], given);
    await registers.bring(portal, 'targets', [december], { ...given, importedAt: MONDAY - DAY_MS });
    expect((await registers.read(portal, 'targets', MONDAY - 1))?.rows).toBeUndefined();
    expect(await registers.read(portal, 'targets')).toMatchObject({ import: { n: 2, importedAt: MONDAY } });
  });

  it('[G-10] the same rows again change nothing, in whatever order; a later day is noted', async () => {
    const portal = aPortal();
    await registers.bring(portal, 'targets', [october, november], given);
    const later = { ...given, importedAt: MONDAY + DAY_MS };
    const nothing = { added: [], changed: [], removed: [] };
    expect(await registers.bring(portal, 'targets', [november, october], later)).toEqual({
      changes: nothing,
      written: false,
    });
    expect((await registers.read(portal, 'targets'))?.import).toEqual({ n: 1, ...given });
    const confirmed = { ...later, asOf: '2026-11-24' };
    expect(await registers.bring(portal, 'targets', [october, november], confirmed)).toEqual({
      changes: nothing,
      written: true,
    });
    expect(await registers.read(portal, 'targets')).toEqual({
      import: { n: 2, ...confirmed },
      rows: [october, november],
    });
    expect((await registers.read(portal, 'targets', MONDAY))?.import).toEqual({ n: 1, ...given });
  });

  it('[G-10] answers what was added, changed and removed', async () => {
    const portal = aPortal();
    await registers.bring(portal, 'targets', [october, november], given);
    const revised = { ...november, closed_business: 9, revenue: '100.00', currency: 'USD' };
    const { changes } = await registers.bring(portal, 'targets', [december, revised], given);
    expect(changes).toEqual({
      added: [december],
      changed: [{ before: november, after: revised, columns: ['closed_business', 'revenue', 'currency'] }],
      removed: [october],
    });
  });

  it('[G-10] keeps every value to the digit and to the character', async () => {
    const portal = aPortal();
    const row: RegisterRow<'whitespace'> = {
      company_id: '900719925474099312345',
      client: 'Ölmühle "Süd" & Söhne 🏥',
      solution: 'coding',
      next_action: 'If no reply:\r\n  "call"\\ \'again\'\t',
      next_action_owner: 'carla.west@healthprime.example',
      next_action_on: '2026-11-27',
      annualized_revenue: '999999999999.10',
      currency: 'USD',
    };
    await registers.bring(portal, 'whitespace', [row], given);
    expect((await registers.read(portal, 'whitespace'))?.rows).toEqual([row]);
  });

  it('[G-10] removes and replaces rows that an earlier version of the code named by other columns', async () => {
    const portal = aPortal();
    await registers.bring(portal, 'targets', [october], given);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(
      `INSERT INTO register_imports (portal_id, register, n, imported_at, imported_by, as_of)
       SELECT portal_id, register, 2, imported_at, imported_by, as_of FROM register_imports WHERE portal_id = $1`,
      [portal],
    );
    await client.query(
      `INSERT INTO register_changes (portal_id, register, key, n, content)
       VALUES ($1, 'targets', 'old-1', 2, $2), ($1, 'targets', 'old-2', 2, $3)`,
      [portal, november, december],
    );
    expect((await registers.read(portal, 'targets'))?.rows).toEqual([october, november, december]);
    const { written } = await registers.bring(portal, 'targets', [october, november], given);
    expect(written).toBe(true);
    expect((await registers.read(portal, 'targets'))?.rows).toEqual([october, november]);
    expect(await registers.bring(portal, 'targets', [october, november], given)).toMatchObject({ written: false });
  });

  it('[G-10] of imports at the same time one comes after the other, and none is lost', async () => {
    const portal = aPortal();
    const other = openRegisters({ databaseUrl: database.url });
    onTestFinished(() => other.close());
    const months = ['01', '02', '03', '04', '05', '06', '07', '08'].map((month) => target(`2026-${month}`, 1));
    const brought = await Promise.all(
      months.map((row, index) => (index % 2 ? other : registers).bring(portal, 'targets', [row], given)),
    );
    expect(brought.every(({ written }) => written)).toBe(true);
    // Each replaced what the one before had said: all but the first removed a row, and one row is left.
    expect(brought.filter(({ changes }) => changes.removed.length === 1)).toHaveLength(months.length - 1);
    const now = await registers.read(portal, 'targets');
    expect([now?.import.n, now?.rows.length]).toEqual([months.length, 1]);
  });

  it('[G-10] no import and no row can be altered or deleted', async () => {
    await registers.bring(aPortal(), 'targets', [november], given);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    onTestFinished(() => client.end());
    for (const statement of [
      'UPDATE register_imports SET imported_at = now()',
      'DELETE FROM register_imports',
      'UPDATE register_changes SET content = NULL',
      'DELETE FROM register_changes',
      'TRUNCATE register_changes',
    ]) {
      await expect(client.query(statement)).rejects.toThrow('registers are append-only');
    }
  });
}

describe('registers on the embedded database', () => registerTests(() => serveEmbedded()));

const postgres = findPostgres();
if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('registers on PostgreSQL', () => registerTests(postgres.start));
}
