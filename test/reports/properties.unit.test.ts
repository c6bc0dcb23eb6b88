/** What holds of every report, whatever happened. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { formatAmount, parseAmount } from '../../src/reports/money.ts';
import { findPostgres } from '../journal/support/postgres.ts';
import { type Desk, openDesk, type PortalDesk, type Row } from './support/desk.ts';
import { history, type History, reportTime } from './support/history.ts';
import { companyPolicy } from './support/company.ts';

const postgres = findPostgres();
const RUNS = 25;

let database: { url: string; close(): Promise<void> };
let desk: Desk;

beforeAll(async () => {
  database = 'missing' in postgres ? await serveEmbedded() : await postgres.start();
  desk = await openDesk(database.url);
}, 60_000);

afterAll(async () => {
  await desk?.close();
  await database?.close();
});

/** Each run has a portal of its own; the report does not say which. */
let portals = 0;
function newPortal(): PortalDesk {
  portals += 1;
  return desk.of(`portal-${portals}`);
}

async function write(portal: PortalDesk, { deals, contacts, facts }: History): Promise<void> {
  for (const [id, rows] of Object.entries(deals)) await portal.decide('deal', id, rows);
  for (const [id, rows] of Object.entries(contacts)) await portal.decide('contact', id, rows);
  await portal.addFacts(facts);
}

async function reportOf(portal: PortalDesk, at: string): Promise<string> {
  return JSON.stringify({ ...(await portal.report(at, companyPolicy)), portalId: '' });
}

const upTo = (rows: Record<string, Row[]>, at: string) =>
  Object.fromEntries(Object.entries(rows).map(([id, all]) => [id, all.filter((row) => row.at <= at)]));

describe('every report', () => {
  it('[G-01] stays as it is when something happens later', async () => {
    await fc.assert(
      fc.asyncProperty(history, reportTime, async (whole, at) => {
        const portal = newPortal();
        // The same decisions in the same places, those after the report's time not there yet.
        const early: History = {
          deals: upTo(sorted(whole.deals), at),
          contacts: upTo(sorted(whole.contacts), at),
          facts: whole.facts.filter((fact) => fact.at <= Date.parse(at)),
        };
        await write(portal, early);
        const before = await reportOf(portal, at);
        await write(portal, { ...whole, deals: sorted(whole.deals), contacts: sorted(whole.contacts) });
        await portal.bring('targets', '2027-01-05T00:00:00Z', [{ month: at.slice(0, 7), closed_business: 3 }]);
        const after = await reportOf(portal, at);
        expect(after).toBe(before);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('[G-01] [R-03] does not depend on the order in which its facts came', async () => {
    const shuffled = fc.tuple(history, reportTime, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })));
    await fc.assert(
      fc.asyncProperty(shuffled, async ([whole, at, chance]) => {
        const [one, other] = [newPortal(), newPortal()];
        await write(one, whole);
        const order = <T>(all: T[]) =>
          all
            .map((value) => ({ value, place: Number(chance.next().value) }))
            .toSorted((a, b) => a.place - b.place)
            .map(({ value }) => value);
        await other.addFacts(order(whole.facts));
        const records = [
          ...Object.entries(whole.deals).map(([id, rows]) => ({ entity: 'deal' as const, id, rows })),
          ...Object.entries(whole.contacts).map(([id, rows]) => ({ entity: 'contact' as const, id, rows })),
        ];
        for (const { entity, id, rows } of order(records)) await other.decide(entity, id, rows);
        await other.addFacts(order(whole.facts));
        const [a, b] = [await reportOf(one, at), await reportOf(other, at)];
        expect(b).toBe(a);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('[G-01] counts and adds up what stands behind each figure', async () => {
    const seen = { counts: 0, sums: 0 };
    await fc.assert(
      fc.asyncProperty(history, reportTime, async (whole, at) => {
        const portal = newPortal();
        await write(portal, whole);
        const report: unknown = JSON.parse(await reportOf(portal, at));
        for (const figure of nodes(report)) {
          if ('count' in figure) {
            seen.counts += Number(figure['count']);
            expect(list(figure['sources'])).toHaveLength(Number(figure['count']));
          }
          if ('total' in figure) {
            seen.sums += list(figure['sources']).length;
            const sum = list(figure['sources']).reduce(
              (all, one) => all + (parseAmount(String(one['adds'])) ?? 0n),
              0n,
            );
            expect(figure['total']).toMatchObject({ amount: formatAmount(sum) });
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen.counts).toBeGreaterThan(RUNS);
    expect(seen.sums).toBeGreaterThan(RUNS);
  }, 120_000);
});

/** A record's decisions in the order in which they happened, so that an earlier part of them is what was known then. */
function sorted(rows: Record<string, Row[]>): Record<string, Row[]> {
  return Object.fromEntries(
    Object.entries(rows).map(([id, all]) => [id, all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))]),
  );
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const list = (value: unknown) => value as Node[];

function nodes(value: unknown): Node[] {
  return isNode(value) ? [value, ...Object.values(value).flatMap(nodes)] : [];
}
