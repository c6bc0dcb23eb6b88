/** What stands behind the numbers of a report comes to the numbers, whatever happened (G-01). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/domain/time.ts';
import type { NumberCell } from '../../src/reports/render/document.ts';
import { rememberCharts } from '../../src/reports/render/charts.ts';
import { drillLists } from '../../src/reports/render/drill-lists.ts';
import { type RenderedReport, renderReport } from '../../src/reports/render/rendered.ts';
import { companyPolicy, writeCompany } from './support/company.ts';
import { factsOf, type PortalDesk } from './support/desk.ts';
import { useDesk } from './support/use-desk.ts';
import { comesTo } from './support/drilled.ts';
import { history, type History, reportTime } from './support/history.ts';
import { places } from './support/rendered.ts';

const RUNS = 15;
const MEETING = '2026-11-16T12:00:00Z';

let company: RenderedReport;

const { desk, newPortal } = useDesk(async (opened) => {
  await writeCompany(opened);
  company = await render(opened, MEETING);
});

async function render(portal: PortalDesk, at: string): Promise<RenderedReport> {
  const { facts, registers } = desk();
  return renderReport(
    { facts, registers, policy: companyPolicy, places, draw: rememberCharts() },
    await portal.freeze(at, companyPolicy),
  );
}

/** Every number that stands in a table, and every one from which one of these was computed. */
function numbersOf({ document }: RenderedReport): NumberCell[] {
  return drillLists(document).lists.map(({ cell }) => cell);
}

function wrong(report: RenderedReport): string[] {
  return drillLists(report.document).lists.flatMap(({ title, cell }) =>
    comesTo(cell) === cell.value ? [] : [`${title}: ${cell.value}, and what stands behind it: ${comesTo(cell)}`],
  );
}

const cents = fc.integer({ min: 0, max: 99_999_999 }).map((number) => (number / 100).toFixed(2));
const months = Array.from(
  { length: 36 },
  (_, n) => `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
);

/** Registers of three years: what each costs, targets and plans are left to chance. */
const registers = fc.record({
  costs: fc.array(cents, { minLength: months.length * 2, maxLength: months.length * 2 }),
  ofSale: fc.array(cents, { minLength: months.length, maxLength: months.length }),
  closedBusiness: fc.array(fc.nat(9), { minLength: months.length, maxLength: months.length }),
  budget: cents,
  leads: fc.nat(40),
  seconds: fc.nat(40_000),
});
type Brought = typeof registers extends fc.Arbitrary<infer T> ? T : never;

async function bring(portal: PortalDesk, given: Brought): Promise<void> {
  const at = '2024-12-01T00:00:00Z';
  const currency = 'USD';
  const of = <T>(all: T[], index: number, or: T) => all[index] ?? or;
  const rows = months.flatMap((month, n) =>
    ['PAID_SEARCH', 'OFFLINE'].map((source, second) => ({
      month,
      source,
      amount: of(given.costs, 2 * n + second, '0.00'),
      currency,
    })),
  );
  await portal.bring('lead-costs', at, rows);
  await portal.bring(
    'cost-of-sale',
    at,
    months.map((month, n) => ({ month, amount: of(given.ofSale, n, '0.00'), currency })),
  );
  await portal.bring(
    'targets',
    at,
    months.map((month, n) => ({ month, closed_business: of(given.closedBusiness, n, 0), revenue: given.budget })),
  );
  const all = { starts_on: '2024-01-01', ends_on: '2027-12-31', currency };
  await portal.bring('campaigns', at, [
    { ...all, campaign: 'one', name: 'One', source: 'OFFLINE', expected_warm_leads: given.leads, budget: given.budget },
    { ...all, campaign: 'two', name: 'Two', source: 'OFFLINE', expected_warm_leads: 3, budget: '10.00' },
  ]);
  await portal.bring('events', at, [{ ...all, event: 'Forum', projected_leads: given.leads, cost: given.budget }]);
  await portal.bring('projects', at, [{ ...all, project: 'Site', cost: given.budget }]);
}

async function write(portal: PortalDesk, { deals, contacts, facts }: History): Promise<void> {
  for (const [id, rows] of Object.entries(deals)) await portal.decide('deal', id, rows);
  for (const [id, rows] of Object.entries(contacts)) await portal.decide('contact', id, rows);
  await portal.addFacts(facts);
}

/** In each history: leads of one source, warm and cold, which were reached, and business that was closed with one. */
async function closeOne(portal: PortalDesk, at: string, seconds: number): Promise<void> {
  const before = (days: number, later = 0) => new Date(Date.parse(at) - days * DAY_MS + later * 1000).toISOString();
  for (const [index, temperature] of ['warm', 'cold', 'cold'].entries()) {
    await portal.decide('contact', `9${index}`, [
      { kind: 'delivered', at: before(7), detail: { temperature, source: 'OFFLINE', campaign: 'one' } },
      { kind: 'outreachMade', at: before(7, seconds * (index + 1)) },
    ]);
  }
  const stages = { from: 'new_business.partner_of_choice', to: 'new_business.closed_won' };
  await portal.decide('deal', '90', [{ kind: 'won', at: before(1), ...stages }]);
  await portal.addFacts(factsOf('deal', '90', before(2), { 'contact:90': 'yes', arr_at_signing: '1200' }));
}

describe('what a number opens', () => {
  it('[G-01] comes to the number, in a company that was worked out by hand', () => {
    expect(numbersOf(company).length).toBeGreaterThan(250);
    expect(wrong(company)).toEqual([]);
  });

  it('[G-01] comes to the number, whatever happened and whatever it cost', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, registers, reportTime, async (whole, given, at) => {
        const portal = newPortal();
        await write(portal, whole);
        await closeOne(portal, at, given.seconds);
        await bring(portal, given);
        const report = await render(portal, at);
        for (const { drill } of numbersOf(report)) seen.add(drill.by);
        expect(wrong(report)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect([...seen].toSorted()).toEqual(EVERY_WAY);
  }, 120_000);

  it('[G-01] is on the page, once, and whatever it leads to is there', async () => {
    const page = await company.page();
    const [ids, links] = [/ id="([^"]+)"/g, / href="#([^"]+)"/g].map((one) =>
      [...page.matchAll(one)].map(([, id]) => id),
    );
    expect(new Set(ids).size).toBe(ids?.length);
    const shown = company.document.sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat()));
    const { idOf } = drillLists(company.document);
    const numbers = shown.filter((cell): cell is NumberCell => cell.is === 'number');
    expect(numbers.length).toBeGreaterThan(200);
    for (const cell of numbers) expect(links).toContain(idOf(cell));
    for (const link of links ?? []) expect(ids).toContain(link);
  });

  it('[G-01] [G-10] tells of a row of a register which one it is, who owes it and of when it is', async () => {
    const page = await company.page();
    expect(page).toContain(
      'Costs of leads: 2026-10 · PAID_SEARCH · non_epic_hospitals adds 600.00 × 14 ÷ 31 days (row 4 of the register lead-costs as of 2026-11-15, brought 2026-11-15 07:00; Marketing owes it)',
    );
    expect(page).toContain('<p>4 × 5 ÷ 2, rounded up</p>');
  });
});

const EVERY_WAY = [
  'contract',
  'count',
  'difference',
  'longest',
  'median',
  'quotient',
  'required',
  'said',
  'share',
  'sum',
  'total',
];
