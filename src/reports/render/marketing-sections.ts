/** Marketing's figures as tables (G-07). */
import { sourceOptions } from '../../domain/registers/value.ts';
import { type GrowthReport, isUnknown, type Known } from '../growth-report.ts';
import type { DeliveredLeads } from '../growth-sections.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section, Table } from './document.ts';

export function marketingSection(words: Words, { marketing }: GrowthReport): Section {
  const { warm, cold, weeks } = marketing;
  const { short, long } = as.windowWords(words);
  return {
    key: 'marketing',
    title: 'Marketing',
    speaker: 'the head of Marketing',
    chart: 'deliveries',
    tables: [
      leadTable(words, 'warm-leads', 'Warm leads delivered', [
        [short, warm.rolling30],
        [long, warm.rolling90],
      ]),
      leadTable(words, 'cold-leads', 'Cold leads delivered', [
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
          as.count(week.warm),
          as.count(week.cold),
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
          rows.map((row) => [
            as.text(row.name),
            as.text(row.from === row.to ? row.from : `${row.from} to ${row.to}`),
            as.whole(row.projectedLeads, [row.register]),
            as.known(row.cost, as.money),
            as.known(row.costPerLead, as.money),
          ]),
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
          as.known(row.cost, (cost) => ({ ...as.money(cost), sources: [row.register] })),
        ]),
      ),
    ],
  };
}

function leadTable(words: Words, key: string, title: string, periods: [string, DeliveredLeads][]): Table {
  return {
    key,
    title,
    columns: ['Time', 'Source', 'Leads', 'Cost', 'Cost per lead'],
    rows: periods.flatMap(([period, { leads, cost, costPerLead, bySource }]) => {
      const cells = (source: string, one: Pick<DeliveredLeads, 'leads' | 'cost' | 'costPerLead'>): Cell[] => [
        as.text(period),
        as.text(source),
        as.count(one.leads),
        as.known(one.cost, as.money),
        as.known(one.costPerLead, as.money),
      ];
      return [
        cells('All', { leads, cost, costPerLead }),
        ...bySource.map((one) => cells(sourceLabel(words, one.source), one)),
      ];
    }),
    layout: 'table',
    empty: '',
  };
}

function campaigns(words: Words, known: GrowthReport['marketing']['campaigns']): Table {
  const table = listed(
    'campaigns',
    'Current campaigns',
    ['Source', 'Campaign', 'From', 'To', 'Expected warm leads', 'Cost', 'Expected cost per lead', 'Delivered so far'],
    known,
    ({ rows }) =>
      rows.map((row) => [
        as.text(sourceLabel(words, row.source)),
        as.text(row.name),
        as.text(row.from),
        as.text(row.to),
        as.whole(row.expectedWarmLeads, [row.register]),
        as.known(row.cost, as.money),
        as.known(row.expectedCostPerWarmLead, as.money),
        as.count(row.delivered),
      ]),
  );
  if (isUnknown(known) || known.rows.length === 0) return { ...table, layout: 'cards' };
  const sources = known.rows.map(({ register }) => register);
  const blank = as.text('');
  const expected = as.whole(known.expectedWarmLeads, sources);
  const total = [as.text('All'), as.text('All campaigns'), blank, blank, expected, blank, blank, blank];
  return { ...table, layout: 'cards', rows: [...table.rows, total] };
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

function sourceLabel({ policy }: Words, source: string): string {
  if (source === '') return 'not known at delivery';
  return sourceOptions(policy).find(({ value }) => value === source)?.label ?? source;
}
