/** Figures that look known and are not, and what comes too late for a report (G-01, G-10). */
import { describe, expect, it } from 'vitest';
import { rememberCharts } from '../../src/reports/render/charts.ts';
import { renderReport } from '../../src/reports/render/rendered.ts';
import { isUnknown } from '../../src/reports/growth-report.ts';
import { companyPolicy } from './support/company.ts';
import { factsOf, type PortalDesk } from './support/desk.ts';
import { useDesk } from './support/use-desk.ts';
import { places } from './support/rendered.ts';

const MEETING = '2026-11-16T12:00:00Z';
const SUNDAY = '2026-11-15T12:00:00Z';
const currency = 'USD';
const MONTHS = Array.from({ length: 10 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}`);

const { desk, newPortal } = useDesk();

async function textOf(portal: PortalDesk, how: 'freeze' | 'correct' = 'freeze'): Promise<string> {
  const { facts, registers } = desk();
  const frozen = await portal[how](MEETING, companyPolicy);
  return (
    await renderReport({ facts, registers, policy: companyPolicy, places, draw: rememberCharts() }, frozen)
  ).text();
}

describe('a register that lacks something', () => {
  it('[G-07] [G-10] leaves the cost of no lead at all unknown, too', async () => {
    const portal = newPortal();
    const { marketing } = await portal.report(MEETING, companyPolicy);
    const why = { unknown: 'nobody has brought the register lead-costs yet; Marketing owes it' };
    for (const figures of [...Object.values(marketing.warm), ...Object.values(marketing.cold)]) {
      expect(figures).toMatchObject({ leads: { count: 0 }, cost: why, costPerLead: why });
    }
    await portal.bring('lead-costs', SUNDAY, [{ month: '2026-11', source: 'OFFLINE', amount: '60.00', currency }]);
    const { warm } = (await portal.report(MEETING, companyPolicy)).marketing;
    expect(warm.rolling30.cost).toEqual({ unknown: 'the register lead-costs lacks 2026-10; Marketing owes it' });
  });

  it('[G-08] [G-10] says that the present month is not in the cost of sale yet', async () => {
    const portal = newPortal();
    await portal.decide('deal', '1', [
      { kind: 'won', at: '2026-02-01T12:00:00Z', from: 'new_business.proposal', to: 'new_business.closed_won' },
    ]);
    await portal.addFacts(factsOf('deal', '1', '2026-01-01T12:00:00Z', { arr_at_signing: '40000' }));
    await portal.bring(
      'cost-of-sale',
      SUNDAY,
      MONTHS.map((month) => ({ month, amount: '1000.00', currency })),
    );
    const lacks = '(the register cost-of-sale lacks 2026-11; Exec owes it)';
    const text = await textOf(portal);
    expect(text).toContain(`10,000.00 USD ${lacks}`);
    expect(text).toContain(`25.00 % ${lacks}`);
  });

  it('[G-06] says of a plan in another currency that it is, not that there is none', async () => {
    const portal = newPortal();
    await portal.bring('approved-solutions', SUNDAY, [{ solution: 'rcm', approved_on: '2026-01-01' }]);
    const plan = {
      company_id: '5001',
      client: 'A client',
      solution: 'rcm',
      next_action: 'Call',
      next_action_on: '2026-12-01',
    };
    await portal.bring('whitespace', SUNDAY, [
      { ...plan, next_action_owner: 'carla.west@healthprime.example', annualized_revenue: '10.00', currency: 'EUR' },
    ]);
    const { whitespace } = await portal.report(MEETING, companyPolicy);
    if (isUnknown(whitespace)) throw new Error(whitespace.unknown);
    expect(whitespace.people.flatMap(({ rows }) => rows)).toMatchObject([
      {
        annualizedRevenue: { unknown: 'the amount is in EUR, the report in USD' },
        totalContractValue: { unknown: 'the register whitespace has none; Client success owes it' },
      },
    ]);
  });
});

describe('a correction', () => {
  it('[G-01] [G-10] takes in a register that was brought late, and says which figures changed', async () => {
    const portal = newPortal();
    expect(await textOf(portal)).toContain('nobody has brought the register targets yet; Exec owes it');
    await portal.bring('targets', '2026-11-17T12:00:00Z', [{ month: '2026-11', closed_business: 7 }]);
    const text = await textOf(portal, 'correct');
    expect(text).toContain('Version: 2, a correction');
    expect(text).toMatch(/Figure +Targeted closed business\n +Month +7/);
    const { changed } = await portal.correct(MEETING, companyPolicy);
    expect(changed).toContain('required.month.target.closedBusiness');
    // Brought again, and the same: nothing differs.
    await portal.bring('targets', '2026-11-18T12:00:00Z', [{ month: '2026-11', closed_business: 7 }]);
    expect(await portal.correct(MEETING, companyPolicy)).toMatchObject({ version: 2 });
    expect(await textOf(portal)).toBe(text);
  });
});

describe('headings', () => {
  it('[G-01] say the windows that the figures were counted over, whatever the policy says by now', async () => {
    const portal = newPortal();
    const frozen = await portal.freeze(MEETING, companyPolicy);
    const { growth } = companyPolicy;
    if (growth === undefined) throw new Error('it has a growth report');
    const later = {
      ...companyPolicy,
      growth: { ...growth, windows: { ...growth.windows, shortDays: 20, longDays: 45 } },
    };
    const { facts, registers } = desk();
    const text = (
      await renderReport({ facts, registers, policy: later, places, draw: rememberCharts() }, frozen)
    ).text();
    expect(text).toContain('last 30 days');
    expect(text).not.toContain('last 20 days');
  });
});
