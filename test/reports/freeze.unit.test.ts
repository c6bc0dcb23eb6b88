/** Frozen reports: the same bytes again, and corrections that say what changed. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { changedFigures } from '../../src/reports/freeze.ts';
import { companyPolicy, MEETING, writeCompany } from './support/company.ts';
import { type Desk, factsOf, openDesk, PORTAL } from './support/desk.ts';
import { frozenReports } from './support/frozen.ts';

let database: { url: string; close(): Promise<void> };
let desk: Desk;
let sql: Client;

beforeAll(async () => {
  database = await serveEmbedded();
  desk = await openDesk(database.url);
  await writeCompany(desk);
  sql = new Client({ connectionString: database.url });
  await sql.connect();
}, 60_000);

afterAll(async () => {
  await sql?.end();
  await desk?.close();
  await database?.close();
});

describe('a frozen report', () => {
  it('[G-01] is the same bytes again, whatever was learnt meanwhile, until it is corrected', async () => {
    const first = await desk.freeze(MEETING, companyPolicy);
    expect(first).toMatchObject({ version: 1, changed: [] });
    expect(await desk.correct(MEETING, companyPolicy)).toEqual(first);

    // A signature of last week that HubSpot told of only now.
    await desk.decide('deal', '28', [
      { kind: 'started', at: '2026-11-01T12:00:00Z', to: 'new_business.partner_of_choice' },
      { kind: 'won', at: '2026-11-09T12:00:00Z', to: 'new_business.closed_won' },
    ]);
    await desk.addFacts(factsOf('deal', '28', '2026-11-01T12:00:00Z', { arr_at_signing: '100' }));
    expect(await desk.freeze(MEETING, companyPolicy)).toEqual(first);

    const second = await desk.correct(MEETING, companyPolicy);
    expect(second.version).toBe(2);
    expect(second.changed).toContain('wins.monthToDate.gross.count');
    expect(second.changed).toContain('wins.monthToDate.grossRevenue.total.amount');
    expect(second.changed).toContain('wins.monthToDate.gross.sources');
    expect(second.changed.filter((path) => /^(opportunities|leads|marketing|required)/.test(path))).toEqual([]);
    expect(await desk.freeze(MEETING, companyPolicy)).toEqual(second);
    expect(await desk.store.read(PORTAL, Date.parse(MEETING), 1)).toEqual(first);
    expect((await frozenReports(database.url, PORTAL)).map(({ version }) => version)).toEqual([2, 1]);
    expect(await desk.store.read(PORTAL, Date.parse(MEETING))).toEqual(second);
  });

  it('[G-01] is frozen once by many who freeze it at once', async () => {
    const at = '2026-11-09T12:00:00Z';
    const all = await Promise.all([1, 2, 3, 4].map(() => desk.freeze(at, companyPolicy)));
    for (const one of all) expect(one).toEqual(all[0]);
    expect((await frozenReports(database.url, PORTAL)).filter(({ asOf }) => asOf === Date.parse(at))).toHaveLength(1);
  });

  it('[G-01] cannot be changed, nor the facts that it is made of; a text can only be forgotten', async () => {
    for (const statement of [
      `UPDATE reports SET body = ''`,
      `DELETE FROM reports`,
      `UPDATE record_facts SET value = '0'`,
      `DELETE FROM record_facts`,
      `UPDATE record_texts SET value = 'another'`,
      `UPDATE record_texts SET filled = false, value = NULL`,
      `DELETE FROM record_texts`,
    ]) {
      await expect(sql.query(statement)).rejects.toThrow('append-only');
    }
  });

  it('names the figures in which two reports differ', () => {
    const before = { a: { count: 1, sources: [{ id: '1' }] }, b: [1, 2], c: { unknown: 'why' } };
    const after = { a: { count: 2, sources: [{ id: '1' }, { id: '2' }] }, b: [1, 3], c: { total: '1' } };
    expect(changedFigures(before, after)).toEqual(['a.count', 'a.sources', 'b.1', 'c.unknown', 'c.total']);
    expect(changedFigures(before, before)).toEqual([]);
  });
});
