/** G-07: leads delivered to Sales, by temperature and source, with what the sources cost. */
import { DAY_MS, localDate } from '../domain/time.ts';
import type { DeliveryFacts } from '../journal/report-rows.ts';
import { byText, type Given, owes, registerRows, registerSource } from './given.ts';
import {
  type DeliveredLeads,
  isUnknown,
  type Known,
  type Money,
  type Source,
  type SourceLeads,
  type Sum,
  type Unknown,
} from './growth-report.ts';
import { divide, parseAmount } from './money.ts';
import { type Span, within } from './periods.ts';
import { countOf, leadSource, money, sumOf, sumOfParts } from './sums.ts';
import { registerCents } from './wins.ts';

/** Warm and cold leads of a period. A source's cost is shared out between them by their numbers. */
export function deliveredLeads(given: Given, span: Span): { warm: DeliveredLeads; cold: DeliveredLeads } {
  const leads = given.rows.deliveries.filter(({ at }) => within(span, at));
  const costs = costBySource(given, span);
  const sources = new Set([...leads.map(({ source }) => source), ...(isUnknown(costs) ? [] : costs.keys())]);
  const shared = [...sources].toSorted(byText).map((source) => {
    const [warm, cold] = ['warm', 'cold'].map((temperature) =>
      leads.filter((lead) => lead.source === source && lead.temperature === temperature),
    );
    const spent = isUnknown(costs) ? costs : (costs.get(source) ?? sumOf(given.growth.currency, []));
    return shareOf(given, source, warm ?? [], cold ?? [], spent);
  });
  const total = (rows: Shared[]) => totalOf(given, rows, isUnknown(costs) ? costs : undefined);
  return {
    warm: total(shared.flatMap(({ warm }) => warm)),
    cold: total(shared.flatMap(({ cold }) => cold)),
  };
}

interface Shared extends SourceLeads {
  cents: bigint | undefined;
}

function shareOf(
  given: Given,
  source: string,
  warm: DeliveryFacts[],
  cold: DeliveryFacts[],
  spent: Known<Sum>,
): { warm: Shared[]; cold: Shared[] } {
  const of = (own: DeliveryFacts[], share: bigint | Unknown): Shared => {
    const leads = countOf(own.map(leadSource));
    const others = countOf((own === warm ? cold : warm).map(leadSource));
    const row = { source, leads, others, spent };
    if (typeof share !== 'bigint') return { ...row, cost: share, costPerLead: share, cents: undefined };
    return { ...row, ...priced(given, share, leads.count), cents: share };
  };
  if (isUnknown(spent)) {
    return { warm: warm.length > 0 ? [of(warm, spent)] : [], cold: cold.length > 0 ? [of(cold, spent)] : [] };
  }
  const cost = parseAmount(spent.total.amount) ?? 0n;
  const all = BigInt(warm.length + cold.length);
  const ofCold = all === 0n ? 0n : divide(cost * BigInt(cold.length), all);
  return {
    warm: warm.length > 0 || cold.length === 0 ? [of(warm, cost - ofCold)] : [],
    cold: cold.length > 0 ? [of(cold, ofCold)] : [],
  };
}

/** @param lacking why costs are not known; that holds of no lead, too */
function totalOf(given: Given, rows: Shared[], lacking: Unknown | undefined): DeliveredLeads {
  const leads = countOf(rows.flatMap((row) => row.leads.sources));
  const bySource = rows.map(({ cents: _, ...row }) => row);
  if (lacking !== undefined) return { leads, cost: lacking, costPerLead: lacking, bySource };
  const cents = rows.reduce((sum, row) => sum + (row.cents ?? 0n), 0n);
  return { leads, ...priced(given, cents, leads.count), bySource };
}

/** @param cents what so many leads cost together */
export function priced({ growth }: Given, cents: bigint, leads: number): { cost: Money; costPerLead: Known<Money> } {
  return {
    cost: money(growth.currency, cents),
    costPerLead:
      leads === 0
        ? { unknown: 'there is no such lead to divide by' }
        : money(growth.currency, divide(cents, BigInt(leads))),
  };
}

/**
 * By source. A month counts by its days that are in the period: the day on which the period begins belongs to the one before
 * it. A month that is not in the register at all makes the cost unknown; a source that is not in it cost nothing.
 */
function costBySource(given: Given, span: Span): Map<string, Sum> | Unknown {
  const rows = registerRows(given, 'lead-costs');
  if (isUnknown(rows)) return rows;
  const days = daysByMonth(span, given.policy.calendar.timeZone);
  const lacking = [...days.keys()].filter((month) => !rows.some((row) => row.month === month));
  if (lacking.length > 0) {
    return { unknown: `the register lead-costs lacks ${lacking.join(', ')}${owes(given, 'lead-costs')}` };
  }
  const parts = new Map<string, Part[]>();
  for (const row of rows) {
    const { month, source, amount, currency } = row;
    const counted = days.get(month);
    const cents = registerCents(given, amount, currency);
    if (counted === undefined) continue;
    if (cents === undefined) return { unknown: `costs of ${source} in ${month} are in ${currency ?? 'no currency'}` };
    const part = { source: registerSource('lead-costs', row), cents, part: { of: counted, per: daysOf(month) } };
    parts.set(source, [...(parts.get(source) ?? []), part]);
  }
  return new Map([...parts].map(([source, own]) => [source, sumOfParts(given.growth.currency, own)]));
}

interface Part {
  source: Source;
  cents: bigint;
  part: { of: number; per: number };
}

function daysByMonth({ from, to }: Span, timeZone: string): Map<string, number> {
  const [before, last] = [localDate(from, timeZone), localDate(to, timeZone)];
  const days = new Map<string, number>();
  for (let at = Date.parse(last); at > Date.parse(before); at -= DAY_MS) {
    const month = new Date(at).toISOString().slice(0, 7);
    days.set(month, (days.get(month) ?? 0) + 1);
  }
  return days;
}

function daysOf(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
