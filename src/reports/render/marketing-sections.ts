/** Marketing's figures as tables (G-07). */
import { type GrowthReport, isUnknown, type Known, type Money, type Source } from '../growth-report.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section, Table } from './document.ts';
import type { Input } from './drill.ts';
import { leadTable, sourceLabel } from './lead-tables.ts';
import * as number from './numbers.ts';

export function marketingSection(words: Words, report: GrowthReport): Section {
  const { marketing } = report;
  const { warm, cold, weeks } = marketing;
  const { short, long } = as.windowWords(report);
  return {
    key: 'marketing',
    title: 'Marketing',
    speaker: 'the head of Marketing',
    chart: 'deliveries',
    tables: [
      leadTable(words, 'warm', 'Warm leads delivered', [
        [short, warm.rolling30],
        [long, warm.rolling90],
      ]),
      leadTable(words, 'cold', 'Cold leads delivered', [
        ['since the last meeting', cold.sinceLastMeeting],
        [short, cold.rolling30],
        [long, cold.rolling90],
      ]),
      {
        key: 'weeks',
        title: 'Leads delivered by week',
        columns: ['Week until', 'Warm', 'Cold'],
        rows: weeks.map((week) => [
          as.text(as.dayOfInstant(words, week.period.to)),
          number.count(week.warm),
          number.count(week.cold),
        ]),
        layout: 'table',
        empty: '',
      },
      campaigns(words, marketing.campaigns),
      listed(
        'events',
        'Upcoming events',
        ['Event', 'When', 'Projected warm leads', 'Cost', 'Cost per lead'],
        marketing.events,
        ({ rows }) =>
          rows.map((row) => {
            const leads = number.wholeSaid(row.projectedLeads, row.register, 'projected leads');
            return [
              as.text(row.name),
              as.text(row.from === row.to ? row.from : `${row.from} to ${row.to}`),
              leads,
              ...costCells(row.cost, row.costPerLead, row.register, 'cost', number.input('Projected leads', leads)),
            ];
          }),
      ),
      listed(
        'collateral',
        'New and updated collateral',
        ['Title', 'Kind', 'New or updated', 'Since', 'Where'],
        marketing.collateral,
        ({ rows }) =>
          rows.map((row) => [
            as.text(row.name),
            as.text(row.kind),
            as.text(row.isNew ? 'new' : 'updated'),
            as.text(row.day),
            as.text(row.link ?? 'not said'),
          ]),
      ),
      listed('projects', 'Slated major projects', ['Project', 'From', 'To', 'Cost'], marketing.projects, ({ rows }) =>
        rows.map((row) => [
          as.text(row.name),
          as.text(row.from),
          as.text(row.to),
          as.known(row.cost, (cost) => number.moneySaid(cost, row.register, 'cost')),
        ]),
      ),
    ],
  };
}

function campaigns(words: Words, known: GrowthReport['marketing']['campaigns']): Table {
  const table = listed(
    'campaigns',
    'Current campaigns',
    ['Source', 'Campaign', 'From', 'To', 'Expected warm leads', 'Cost', 'Expected cost per lead', 'Delivered so far'],
    known,
    ({ rows }) =>
      rows.map((row) => {
        const leads = number.wholeSaid(row.expectedWarmLeads, row.register, 'expected warm leads');
        const expected = number.input('Expected warm leads', leads);
        return [
          as.text(sourceLabel(words, row.source)),
          as.text(row.name),
          as.text(row.from),
          as.text(row.to),
          leads,
          ...costCells(row.cost, row.expectedCostPerWarmLead, row.register, 'budget', expected),
          number.count(row.delivered),
        ];
      }),
  );
  if (isUnknown(known) || known.rows.length === 0) return { ...table, layout: 'cards' };
  const sources = known.rows.map(({ register, expectedWarmLeads }) => ({
    ...register,
    adds: String(expectedWarmLeads),
  }));
  const blank = as.text('');
  const expected = number.wholeSum(known.expectedWarmLeads, sources);
  const total = [as.text('All'), as.text('All campaigns'), blank, blank, expected, blank, blank, blank];
  return { ...table, layout: 'cards', rows: [...table.rows, total] };
}

/** A cost that a register says, and what it is for each lead. */
function costCells(
  cost: Known<Money>,
  costPerLead: Known<Money>,
  register: Source,
  where: string,
  leads: Input,
): [cost: Cell, perLead: Cell] {
  if (isUnknown(cost)) return [as.unknown(cost.unknown), as.known(costPerLead, () => as.text(''))];
  const whole = number.moneySaid(cost, register, where);
  return [
    whole,
    as.known(costPerLead, (each) => number.moneyFrom(each, 'quotient', number.input('Cost', whole), leads)),
  ];
}

function listed<T extends object>(
  key: string,
  title: string,
  columns: string[],
  known: Known<T>,
  rows: (known: T) => Cell[][],
): Table {
  return {
    key,
    title,
    columns,
    rows: isUnknown(known) ? [] : rows(known),
    layout: 'table',
    empty: isUnknown(known) ? known.unknown : 'None at present.',
  };
}
