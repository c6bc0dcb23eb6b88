/** G-05, G-09: how many of the leads that were delivered to Sales led to a Qualified Opportunity and to closed business. */
import type { QualifiedFacts } from '../journal/report-rows.ts';
import { type Given, owes, registerRows, registerSource } from './given.ts';
import {
  type Conversion,
  type Conversions,
  type GrowthReport,
  isUnknown,
  type Known,
  type Rate,
  type RequiredLeads,
  type Source,
} from './growth-report.ts';
import { divideUp } from './money.ts';
import { monthSpan, type Span, wholeYear, within } from './periods.ts';
import { countOf, leadKey, leadSource, rateOf } from './sums.ts';
import { winSource, wonIn } from './wins.ts';

export function conversions(given: Given, span: Span): Conversions {
  return {
    warm: conversion(given, span, 'warm'),
    cold: conversion(given, span, 'cold'),
    closedWithoutLead: countOf(
      wonIn(given, span)
        .filter(({ lead }) => lead === null)
        .map(winSource),
    ),
    qualifiedWithoutLead: countOf(
      qualifiedIn(given, span)
        .filter(({ lead }) => lead === null)
        .map(qualifiedSource),
    ),
  };
}

/** As the document words it: closed, or qualified, in the period ÷ delivered in the period; and the same leads followed. */
export function conversion(given: Given, span: Span, temperature: string): Conversion {
  const none = `no ${temperature} lead was delivered in the period`;
  const delivered = deliveredIn(given, span, temperature);
  const closed = wonIn(given, span).filter(({ lead }) => lead?.temperature === temperature);
  const qualified = qualifiedIn(given, span).filter(({ lead }) => lead?.temperature === temperature);
  const rate = (of: number) => rateOf(of, delivered.length, none);

  const later = { from: span.from, to: given.asOf };
  const led = (followed: { lead: { contact_id: string; seq: number } | null }[]) => {
    const keys = new Set(followed.flatMap(({ lead }) => (lead === null ? [] : [leadKey(lead)])));
    return delivered.filter((lead) => keys.has(leadKey(lead)));
  };
  const cohort = { closed: led(wonIn(given, later)), qualified: led(qualifiedIn(given, later)) };
  return {
    delivered: countOf(delivered.map(leadSource)),
    closed: countOf(closed.map(winSource)),
    qualified: countOf(qualified.map(qualifiedSource)),
    closedRate: rate(closed.length),
    qualifiedRate: rate(qualified.length),
    cohort: {
      closed: countOf(cohort.closed.map(leadSource)),
      qualified: countOf(cohort.qualified.map(leadSource)),
      closedRate: rate(cohort.closed.length),
      qualifiedRate: rate(cohort.qualified.length),
    },
  };
}

export function deliveredIn({ rows }: Given, span: Span, temperature: string) {
  return rows.deliveries.filter((lead) => lead.temperature === temperature && within(span, lead.at));
}

function qualifiedIn({ rows }: Given, span: Span): QualifiedFacts[] {
  return rows.qualified.filter(({ at }) => within(span, at));
}

function qualifiedSource({ id, seq }: QualifiedFacts): Source {
  return { object: 'contact', id, seq };
}

/** G-09, for the present month and for the fiscal year. */
export function requiredLeads(given: Given): GrowthReport['required'] {
  const year = wholeYear(given.asOf, given.growth, given.policy.calendar);
  const month = given.today.slice(0, 7);
  const { delivered, closed, closedRate } = conversion(given, given.spans.trailing12Months, 'warm');
  return {
    trailing: { delivered, closed },
    month: requiredFor(given, [month], closedRate),
    year: requiredFor(given, year, closedRate),
  };
}

function requiredFor(given: Given, months: string[], rate: Known<Rate>): RequiredLeads {
  const spans = months.map((month) => monthSpan(month, given.policy.calendar));
  const from = spans[0]?.days[0] ?? '';
  const to = spans.at(-1)?.days[1] ?? '';
  const span = { from: spans[0]?.from ?? 0, to: Math.min(given.asOf, spans.at(-1)?.to ?? 0) };
  const target = targetFor(given, months);
  const required = isUnknown(target) ? target : leadsFor(target.closedBusiness, rate);
  const delivered = countOf(deliveredIn(given, span, 'warm').map(leadSource));
  return {
    from,
    to,
    target,
    rate,
    required,
    delivered,
    gap: isUnknown(required) ? required : { leads: required.leads - delivered.count },
  };
}

function targetFor(given: Given, months: string[]): Known<{ closedBusiness: number; sources: Source[] }> {
  const rows = registerRows(given, 'targets');
  if (isUnknown(rows)) return rows;
  const counted = rows.filter(({ month }) => months.includes(month));
  const lacking = months.filter((month) => !counted.some((row) => row.month === month));
  if (lacking.length > 0) {
    return { unknown: `the register targets lacks ${lacking.join(', ')}${owes(given, 'targets')}` };
  }
  return {
    closedBusiness: counted.reduce((sum, row) => sum + row.closed_business, 0),
    sources: counted.map((row) => registerSource('targets', row, String(row.closed_business))),
  };
}

/** Targeted closed business ÷ rate, rounded up: the rate's own two numbers are divided by, not its rounded text. */
function leadsFor(target: number, rate: Known<Rate>): Known<{ leads: number }> {
  if (isUnknown(rate)) return { unknown: `it cannot be computed: ${rate.unknown}` };
  if (rate.of === 0)
    return { unknown: 'it cannot be computed: of the warm leads delivered none has led to closed business' };
  return { leads: Number(divideUp(BigInt(target) * BigInt(rate.per), BigInt(rate.of))) };
}
