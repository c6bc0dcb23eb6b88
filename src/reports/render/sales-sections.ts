/** Wins, conversion, the exec team's figures, required leads and promises, as tables (G-05, G-08, G-09, G-12, B-04). */
import type { Conversion, Wins } from '../deal-sections.ts';
import { type GrowthReport, isUnknown } from '../growth-report.ts';
import type { FeedbackRow, RequiredLeads } from '../growth-sections.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section, Table } from './document.ts';

type Row<Of> = [label: string, cell: (of: Of) => Cell];

/** One row for each figure, one column for each that has it. */
function compared<Of>(key: string, title: string, columns: [title: string, of: Of][], rows: Row<Of>[]): Table {
  return {
    key,
    title,
    columns: ['Figure', ...columns.map(([name]) => name)],
    rows: rows.map(([label, cell]) => [as.text(label), ...columns.map(([, of]) => cell(of))]),
    layout: 'table',
    empty: '',
  };
}

const WINS: Row<Wins>[] = [
  ['Won, gross', ({ gross }) => as.count(gross)],
  ['Backed out since', ({ backedOut }) => as.count(backedOut)],
  ['Opened again since', ({ reopened }) => as.count(reopened)],
  ['Won, net', ({ net }) => as.count(net)],
  ['Revenue, gross', ({ grossRevenue }) => as.sum(grossRevenue)],
  ['Revenue, net', ({ netRevenue }) => as.sum(netRevenue)],
  ['Wins without an amount', ({ grossRevenue: { without } }) => as.whole(without.length, without)],
];

const CONVERSION: Row<Conversion>[] = [
  ['Leads delivered', ({ delivered }) => as.count(delivered)],
  ['Closed business', ({ closed }) => as.count(closed)],
  [
    'Closed Business Conversion Rate',
    (of) => as.known(of.closedRate, (rate) => as.rate(rate, of.closed, of.delivered)),
  ],
  ['Qualified Opportunities', ({ qualified }) => as.count(qualified)],
  [
    'Qualified Opportunity Conversion Rate',
    (of) => as.known(of.qualifiedRate, (rate) => as.rate(rate, of.qualified, of.delivered)),
  ],
  ['Closed business of these leads', ({ cohort }) => as.count(cohort.closed)],
  [
    'Closed rate of these leads',
    ({ cohort, delivered }) => as.known(cohort.closedRate, (rate) => as.rate(rate, cohort.closed, delivered)),
  ],
  ['Qualified of these leads', ({ cohort }) => as.count(cohort.qualified)],
  [
    'Qualified rate of these leads',
    ({ cohort, delivered }) => as.known(cohort.qualifiedRate, (rate) => as.rate(rate, cohort.qualified, delivered)),
  ],
];

export function winsSection({ wins }: GrowthReport): Section {
  const columns: [string, Wins][] = [
    ['Month to date', wins.monthToDate],
    ['Year to date', wins.yearToDate],
  ];
  const tables = [compared('wins', 'Wins', columns, WINS)];
  return { key: 'wins', title: 'Wins', speaker: 'Sales leadership', tables };
}

export function conversionSection({ conversion: { monthToDate, yearToDate } }: GrowthReport): Section {
  const columns: [string, Conversion][] = [
    ['Warm, month to date', monthToDate.warm],
    ['Warm, year to date', yearToDate.warm],
    ['Cold, month to date', monthToDate.cold],
    ['Cold, year to date', yearToDate.cold],
  ];
  return {
    key: 'conversion',
    title: 'Conversion rates',
    speaker: 'Sales leadership',
    chart: 'conversion',
    tables: [
      {
        ...compared('conversion', 'Conversion rates', columns, CONVERSION),
        note: 'Closed or qualified in the period, divided by the leads delivered in it; so a rate can be more than 100 %. “Of these leads” follows the leads that were delivered in the period.',
      },
      compared(
        'conversion-without-lead',
        'Closed business without a delivered lead',
        [
          ['Month to date', monthToDate],
          ['Year to date', yearToDate],
        ],
        [['Closed business of which no contact was delivered', (of) => as.count(of.closedWithoutLead)]],
      ),
    ],
  };
}

export function execSection({ exec }: GrowthReport): Section {
  const row = (label: string, cell: Cell): Cell[] => [as.text(label), cell];
  return {
    key: 'exec',
    title: 'Revenue and cost of sale, year to date',
    speaker: 'Exec',
    tables: [
      {
        key: 'exec',
        title: 'Revenue and cost of sale',
        columns: ['Figure', 'Year to date'],
        rows: [
          row('Revenue, gross', as.sum(exec.revenue.gross)),
          row('Revenue, net of back-outs', as.sum(exec.revenue.net)),
          row('Revenue target of the months so far', as.known(exec.revenueTarget, as.sum)),
          row('Cost of sale', as.known(exec.costOfSale, as.sum)),
          row(
            'Cost of sale ÷ net revenue',
            as.known(exec.costShare, ({ rate }) => as.percent(rate)),
          ),
        ],
        layout: 'table',
        empty: '',
      },
    ],
  };
}

const required = (words: Words): Row<RequiredLeads>[] => [
  ['For the time', ({ from, to }) => as.text(`${from} to ${to}`)],
  [
    'Targeted closed business',
    ({ target }) => as.known(target, ({ closedBusiness, sources }) => as.whole(closedBusiness, sources)),
  ],
  [
    `Warm closed business rate, ${as.windowWords(words).trailing}`,
    ({ rate }) => as.known(rate, (known) => as.rate(known)),
  ],
  ['… closed business in that time', ({ rate }) => as.known(rate, ({ of }) => as.whole(of))],
  ['… warm leads delivered in that time', ({ rate }) => as.known(rate, ({ per }) => as.whole(per))],
  ['Required warm leads', ({ required }) => as.known(required, ({ leads }) => as.whole(leads))],
  ['Warm leads delivered so far', ({ delivered }) => as.count(delivered)],
  ['Gap', ({ gap }) => as.known(gap, ({ leads }) => as.whole(leads))],
];

export function requiredSection(words: Words, report: GrowthReport): Section {
  const columns: [string, RequiredLeads][] = [
    ['Month', report.required.month],
    ['Year', report.required.year],
  ];
  return {
    key: 'required',
    title: 'Required warm leads',
    speaker: 'Sales leadership and Marketing',
    chart: 'required',
    tables: [
      {
        ...compared('required-leads', 'Required warm leads', columns, required(words)),
        note: 'Targeted closed business ÷ warm conversion rate, rounded up. A negative gap: more than needed.',
      },
    ],
  };
}

export function promiseSection(words: Words, { promises }: GrowthReport): Section {
  const { feedback, minutesToOutreach: minutes } = promises;
  const { short } = as.windowWords(words);
  const row = (label: string, cell: Cell): Cell[] => [as.text(label), cell];
  return {
    key: 'promises',
    title: 'Promises on both sides',
    speaker: 'Marketing and Sales',
    tables: [
      {
        key: 'promised-leads',
        title: 'Warm leads promised and delivered',
        columns: ['Month', 'Promised', 'Delivered'],
        rows: promises.months.map(({ month, promised, delivered }) => [
          as.text(month),
          as.known(promised, ({ leads, register }) => as.whole(leads, [register])),
          as.count(delivered),
        ]),
        layout: 'table',
        empty: 'The year has no month yet.',
      },
      {
        key: 'answers',
        title: `What became of the leads of the ${short}`,
        columns: ['Figure', short],
        rows: [
          row('Delivered', as.count(promises.delivered)),
          row('Accepted', as.count(promises.accepted)),
          row('Rejected', as.count(promises.rejected)),
          row('Not answered', as.count(promises.unanswered)),
          row('With an outreach', as.count(promises.outreachMade)),
          row(
            'Minutes to the first outreach, median',
            as.known(minutes, ({ median }) => as.whole(median)),
          ),
          row(
            'Minutes to the first outreach, longest',
            as.known(minutes, ({ longest }) => as.whole(longest)),
          ),
          row('No outreach yet', as.count(promises.noOutreachYet)),
          row('Outreach missed', as.count(promises.outreachMissed)),
        ],
        layout: 'table',
        empty: '',
      },
      {
        key: 'rejections',
        title: 'Why leads were rejected',
        columns: ['Lead', 'When', 'Reason'],
        rows: promises.rejections.map(({ lead, at, reason }) => [
          as.text(words.names.record(lead.object, lead.id), lead),
          as.text(as.minute(words, at)),
          as.textOf(words, reason),
        ]),
        layout: 'table',
        empty: 'No lead was rejected.',
      },
      {
        key: 'feedback',
        title: 'Feedback from Sales',
        columns: ['When', 'Who', 'About', 'What'],
        rows: isUnknown(feedback) ? [] : feedback.rows.map((one) => feedbackCells(words, one)),
        layout: 'table',
        empty: isUnknown(feedback) ? feedback.unknown : 'None was given in this time.',
      },
    ],
  };
}

function feedbackCells(words: Words, { day, ownerId, topic, words: said }: FeedbackRow): Cell[] {
  return [as.text(day), as.owner(words, ownerId, 'no owner any more'), as.text(topic), as.text(said)];
}
