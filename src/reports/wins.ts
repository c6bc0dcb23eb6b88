/** B-04, G-08: what was won, gross and net, and what it costs to sell. */
import type { DealFacts } from '../journal/report-rows.ts';
import type { RegisterKind } from '../domain/registers/registers.ts';
import { type Given, owes, registerRows, registerSource } from './given.ts';
import { type Exec, isUnknown, type Known, type Source, type Sum, type Wins } from './growth-report.ts';
import { parseAmount, rateText } from './money.ts';
import { revenueCents } from './outlook.ts';
import { monthsOfYear, type Span, within } from './periods.ts';
import { countOf, sumOf } from './sums.ts';

export interface WonDeal extends DealFacts {
  won_at: number;
  won_seq: number;
}

/** Deals whose contract was signed in the period, whatever became of them. */
export function wonIn({ rows }: Given, span: Span): WonDeal[] {
  return rows.deals.flatMap((deal) => {
    const { won_at, won_seq } = deal;
    return won_at !== null && won_seq !== null && within(span, won_at) ? [{ ...deal, won_at, won_seq }] : [];
  });
}

export function winSource({ id, won_seq }: WonDeal): Source {
  return { object: 'deal', id, seq: won_seq };
}

export function stands({ policy }: Pick<Given, 'policy'>, { backed_out_seq, place }: DealFacts): boolean {
  return backed_out_seq === null && place !== null && wonPlaces(policy).includes(place);
}

export function wonPlaces({ pipelines }: Given['policy']): string[] {
  return pipelines.flatMap(({ key, stages }) =>
    stages.filter(({ kind }) => kind === 'won').map((stage) => `${key}.${stage.key}`),
  );
}

export function winsIn(given: Given, span: Span): Wins {
  const gross = wonIn(given, span);
  const backedOut = gross.filter(({ backed_out_seq }) => backed_out_seq !== null);
  const net = gross.filter((deal) => stands(given, deal));
  const reopened = gross.filter((deal) => deal.backed_out_seq === null && !stands(given, deal));
  const revenue = (deals: WonDeal[]) =>
    sumOf(
      given.growth.currency,
      deals.map((deal) => ({ source: winSource(deal), cents: revenueCents(given, deal) })),
    );
  return {
    gross: countOf(gross.map(winSource)),
    backedOut: countOf(backedOut.map(({ id, backed_out_seq }) => outSource(id, backed_out_seq))),
    reopened: countOf(reopened.map(({ id, seq }) => ({ object: 'deal', id, seq }))),
    net: countOf(net.map(winSource)),
    grossRevenue: revenue(gross),
    netRevenue: revenue(net),
  };
}

function outSource(id: string, seq: number | null): Source {
  return { object: 'deal', id, ...(seq === null ? {} : { seq }) };
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
function yearToDate(given: Given, kind: RegisterKind, rows: MonthRow[]): Known<Sum> {
  const months = monthsOfYear(given.asOf, given.growth, given.policy.calendar);
  const lacking = months.slice(0, -1).filter((month) => !rows.some((row) => row.month === month));
  if (lacking.length > 0) return { unknown: `the register ${kind} lacks ${lacking.join(', ')}${owes(given, kind)}` };
  return sumOf(
    given.growth.currency,
    rows
      .filter(({ month }) => months.includes(month))
      .map(({ amount, currency, source }) => ({ source, cents: registerCents(given, amount, currency) })),
  );
}

/** Cents of a register's amount; a row that names no currency is in the report's. Undefined: none, or in another one. */
export function registerCents({ growth }: Given, amount: string | undefined, currency?: string): bigint | undefined {
  return (currency ?? growth.currency) === growth.currency ? parseAmount(amount ?? '') : undefined;
}
