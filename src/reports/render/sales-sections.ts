/** Wins, conversion, the exec team's figures and required leads, as tables (G-05, G-08, G-09, B-04). */
import type { Conversion, Conversions, Wins } from '../deal-sections.ts';
import { type GrowthReport, isUnknown, type Known, type Rate, type SumSoFar } from '../growth-report.ts';
import type { RequiredLeads, TrailingMonths } from '../growth-sections.ts';
import * as as from './cells.ts';
import { compared, type Figure } from './compared.ts';
import type { Cell, NumberCell, Section } from './document.ts';
import type { Input } from './drill.ts';
import * as number from './numbers.ts';

function winsFigures({ gross, backedOut, reopened, net, grossRevenue, netRevenue }: Wins): Figure[] {
  return [
    ['Won, gross', number.count(gross)],
    ['Backed out since', number.count(backedOut)],
    ['Opened again since', number.count(reopened)],
    ['Won, net', number.count(net)],
    ['Revenue, gross', number.sum(grossRevenue)],
    ['Revenue, net', number.sum(netRevenue)],
    ['Wins without an amount', number.counted(grossRevenue.without)],
  ];
}

export function winsSection({ wins: { monthToDate, yearToDate } }: GrowthReport): Section {
  const table = compared('wins', 'Wins', [
    ['Month to date', winsFigures(monthToDate)],
    ['Year to date', winsFigures(yearToDate)],
  ]);
  return { key: 'wins', title: 'Wins', speaker: 'Sales leadership', tables: [table] };
}

function conversionFigures({ delivered, closed, qualified, closedRate, qualifiedRate, cohort }: Conversion): Figure[] {
  const leads = number.count(delivered);
  const of = (label: string, cell: NumberCell, rate: Known<Rate>): Cell =>
    as.known(rate, (known) => number.rate(known, number.input(label, cell), number.input('Leads delivered', leads)));
  const counts = [closed, qualified, cohort.closed, cohort.qualified].map(number.count);
  const [business = leads, opportunities = leads, businessOfThese = leads, opportunitiesOfThese = leads] = counts;
  return [
    ['Leads delivered', leads],
    ['Closed business', business],
    ['Closed Business Conversion Rate', of('Closed business', business, closedRate)],
    ['Qualified Opportunities', opportunities],
    ['Qualified Opportunity Conversion Rate', of('Qualified Opportunities', opportunities, qualifiedRate)],
    ['Closed business of these leads', businessOfThese],
    ['Closed rate of these leads', of('Closed business of these leads', businessOfThese, cohort.closedRate)],
    ['Qualified of these leads', opportunitiesOfThese],
    ['Qualified rate of these leads', of('Qualified of these leads', opportunitiesOfThese, cohort.qualifiedRate)],
  ];
}

function withoutLead({ closedWithoutLead, qualifiedWithoutLead }: Conversions): Figure[] {
  return [
    ['Closed business of which no contact was delivered', number.count(closedWithoutLead)],
    ['Qualified Opportunities that were not delivered', number.count(qualifiedWithoutLead)],
  ];
}

export function conversionSection({ conversion: { monthToDate, yearToDate } }: GrowthReport): Section {
  return {
    key: 'conversion',
    title: 'Conversion rates',
    speaker: 'Sales leadership',
    chart: 'conversion',
    tables: [
      {
        ...compared('conversion', 'Conversion rates', [
          ['Warm, month to date', conversionFigures(monthToDate.warm)],
          ['Warm, year to date', conversionFigures(yearToDate.warm)],
          ['Cold, month to date', conversionFigures(monthToDate.cold)],
          ['Cold, year to date', conversionFigures(yearToDate.cold)],
        ]),
        note: 'Closed or qualified in the period, divided by the leads delivered in it; so a rate can be more than 100 %. “Of these leads” follows the leads that were delivered in the period.',
      },
      compared('conversion-without-lead', 'In no rate, as no contact was delivered', [
        ['Month to date', withoutLead(monthToDate)],
        ['Year to date', withoutLead(yearToDate)],
      ]),
    ],
  };
}

function shareOf({ incomplete }: SumSoFar, ...inputs: [cost: Input, revenue: Input]) {
  return ({ rate }: { rate: string }) => number.remarked(number.percentFrom(rate, ...inputs), incomplete);
}

export function execSection({ exec }: GrowthReport): Section {
  const net = number.sum(exec.revenue.net);
  const cost = as.known(exec.costOfSale, number.sumSoFar);
  const share =
    isUnknown(exec.costOfSale) || cost.is !== 'number'
      ? cost
      : as.known(
          exec.costShare,
          shareOf(exec.costOfSale, number.input('Cost of sale', cost), number.input('Revenue, net of back-outs', net)),
        );
  const figures: Figure[] = [
    ['Revenue, gross', number.sum(exec.revenue.gross)],
    ['Revenue, net of back-outs', net],
    ['Revenue target of the months so far', as.known(exec.revenueTarget, number.sumSoFar)],
    ['Cost of sale', cost],
    ['Cost of sale ÷ net revenue', share],
  ];
  return {
    key: 'exec',
    title: 'Revenue and cost of sale, year to date',
    speaker: 'Exec',
    tables: [compared('exec', 'Revenue and cost of sale', [['Year to date', figures]])],
  };
}

function requiredFigures(window: string, trailing: TrailingMonths, of: RequiredLeads): Figure[] {
  const closed = number.input('Closed business', number.count(trailing.closed));
  const delivered = number.input('Warm leads delivered', number.count(trailing.delivered));
  const target = as.known(of.target, ({ closedBusiness, sources }) => number.wholeSum(closedBusiness, sources));
  const soFar = number.count(of.delivered);
  const required =
    target.is !== 'number'
      ? target
      : as.known(of.required, ({ leads }) =>
          number.wholeFrom(leads, 'required', number.input('Targeted closed business', target), delivered, closed),
        );
  const gap =
    required.is !== 'number'
      ? required
      : as.known(of.gap, ({ leads }) =>
          number.wholeFrom(
            leads,
            'difference',
            number.input('Required warm leads', required),
            number.input('Warm leads delivered so far', soFar),
          ),
        );
  return [
    ['For the time', as.text(`${of.from} to ${of.to}`)],
    ['Targeted closed business', target],
    [`Warm closed business rate, ${window}`, as.known(of.rate, (known) => number.rate(known, closed, delivered))],
    ['… closed business in that time', closed.cell],
    ['… warm leads delivered in that time', delivered.cell],
    ['Required warm leads', required],
    ['Warm leads delivered so far', soFar],
    ['Gap', gap],
  ];
}

export function requiredSection(report: GrowthReport): Section {
  const { trailing, month, year } = report.required;
  const window = as.windowWords(report).trailing;
  return {
    key: 'required',
    title: 'Required warm leads',
    speaker: 'Sales leadership and Marketing',
    chart: 'required',
    tables: [
      {
        ...compared('required-leads', 'Required warm leads', [
          ['Month', requiredFigures(window, trailing, month)],
          ['Year', requiredFigures(window, trailing, year)],
        ]),
        note: 'Targeted closed business ÷ warm conversion rate, rounded up. A negative gap: more than needed.',
      },
    ],
  };
}
