/** B-04, G-08: what was won, gross and net, and what it costs to sell. */
import type { DealFacts, LeadRef, Turn, Win } from '../journal/report-rows.ts';
import type { RegisterKind } from '../domain/registers/registers.ts';
import { type Given, owes, registerRows, registerSource } from './given.ts';
import { type Exec, isUnknown, type Known, type Source, type Sum, type SumSoFar, type Wins } from './growth-report.ts';
import { parseAmount, rateText } from './money.ts';
import { revenueCents } from './outlook.ts';
import { monthsOfYear, type Span, within } from './periods.ts';
import { countOf, sumOf } from './sums.ts';

export interface WonDeal {
  deal: DealFacts;
  win: Win;
  lead: LeadRef | null;
}

/** Contracts that were signed in the period, whatever became of them. A deal can be won again after a back-out. */
export function wonIn({ rows }: Pick<Given, 'rows'>, span: Span): WonDeal[] {
  return rows.deals.flatMap((deal) =>
    deal.wins.filter(({ at }) => within(span, at)).map((win) => ({ deal: soldAs(deal, win), win, lead: win.lead })),
  );
}

/** With what was known of the deal that was won, where it is another one's by now. */
function soldAs(deal: DealFacts, { facts }: Win): DealFacts {
  return { ...deal, facts: { ...deal.facts, ...facts } };
}

export function winSource({ win }: Pick<WonDeal, 'win'>): Source {
  return { object: 'deal', id: win.id, seq: win.seq };
}

export function stands({ ended, backed_out }: Win): boolean {
  return ended === null && backed_out === null;
}

export function winsIn(given: Given, span: Span): Wins {
  const gross = wonIn(given, span);
  const net = gross.filter(({ win }) => stands(win));
  const revenue = (wins: WonDeal[]) =>
    sumOf(
      given.growth.currency,
      wins.map((one) => ({ source: winSource(one), cents: revenueCents(given, one.deal) })),
    );
  const ended = (turnOf: (win: Win) => Turn | null) =>
    countOf(
      gross.flatMap(({ win }) => {
        const turn = turnOf(win);
        return turn === null ? [] : [{ object: 'deal', ...turn }];
      }),
    );
  return {
    gross: countOf(gross.map(winSource)),
    backedOut: ended(({ backed_out }) => backed_out),
    reopened: ended(({ backed_out, ended: turn }) => (backed_out === null ? turn : null)),
    net: countOf(net.map(winSource)),
    grossRevenue: revenue(gross),
    netRevenue: revenue(net),
  };
}

export function execFigures(given: Given, { grossRevenue, netRevenue }: Wins): Exec {
  const costs = registerRows(given, 'cost-of-sale');
  const targets = registerRows(given, 'targets');
  const costOfSale = isUnknown(costs)
    ? costs
    : yearToDate(
        given,
        'cost-of-sale',
        costs.map((row) => ({ ...row, source: registerSource('cost-of-sale', row) })),
      );
  const revenueTarget = isUnknown(targets)
    ? targets
    : yearToDate(
        given,
        'targets',
        targets.map(({ revenue, ...row }) => ({
          ...row,
          ...(revenue === undefined ? {} : { amount: revenue }),
          source: registerSource('targets', row),
        })),
      );
  return {
    revenue: { gross: grossRevenue, net: netRevenue },
    revenueTarget,
    costOfSale,
    costShare: isUnknown(costOfSale) ? costOfSale : costShare(costOfSale, netRevenue),
  };
}

function costShare(cost: Sum, net: Sum): Exec['costShare'] {
  const [spent, earned] = [parseAmount(cost.total.amount) ?? 0n, parseAmount(net.total.amount) ?? 0n];
  return earned <= 0n ? { unknown: 'there is no net revenue to divide by' } : { rate: rateText(spent, earned) };
}

interface MonthRow {
  month: string;
  amount?: string;
  currency?: string;
  source: Source;
}

/** The months of the fiscal year so far: the present one may still be owed, the finished ones not. */
function yearToDate(given: Given, kind: RegisterKind, rows: MonthRow[]): Known<SumSoFar> {
  const months = monthsOfYear(given.asOf, given.growth, given.policy.calendar);
  const lacking = months.filter((month) => !rows.some((row) => row.month === month));
  const words = `the register ${kind} lacks ${lacking.join(', ')}${owes(given, kind)}`;
  if (lacking.some((month) => month !== months.at(-1))) return { unknown: words };
  const sum = sumOf(
    given.growth.currency,
    rows
      .filter(({ month }) => months.includes(month))
      .map(({ amount, currency, source }) => ({ source, cents: registerCents(given, amount, currency) })),
  );
  return lacking.length === 0 ? sum : { ...sum, incomplete: words };
}

/** Cents of a register's amount; a row that names no currency is in the report's. Undefined: none, or in another one. */
export function registerCents({ growth }: Given, amount: string | undefined, currency?: string): bigint | undefined {
  return (currency ?? growth.currency) === growth.currency ? parseAmount(amount ?? '') : undefined;
}

/** Why an amount of a register is in no sum of the report. */
export function otherCurrency({ growth }: Given, currency: string | undefined): string {
  return `the amount is in ${currency ?? 'no currency'}, the report in ${growth.currency}`;
}
