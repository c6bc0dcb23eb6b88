/** Both Top Fives and the pipeline, as tables (G-02, G-03, G-04, G-11). */
import { findProperty } from '../../domain/policy/lookup.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { DealRow, PersonDeals } from '../deal-sections.ts';
import { type GrowthReport, isUnknown } from '../growth-report.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section, Table } from './document.ts';
import * as number from './numbers.ts';
import { OUTLOOK, outlookCells } from './outlook-cells.ts';

export function topSections(words: Words, report: GrowthReport): Section[] {
  return [
    {
      key: 'opportunities',
      title: 'Top Five Opportunities',
      speaker: 'each member of the Sales Team',
      tables: topTables(words, 'top-five-opportunities', 'Top Five Opportunities', report.opportunities),
    },
    {
      key: 'leads',
      title: 'Top Five Leads',
      speaker: 'each member of the Sales Team',
      tables: topTables(words, 'top-five-leads', 'Top Five Leads', report.leads),
    },
  ];
}

function topTables(words: Words, key: string, title: string, people: PersonDeals[]): Table[] {
  return [
    {
      key,
      title,
      columns: ['Sales team member', 'Opportunity', 'Solution', 'Status', 'Probability', ...OUTLOOK],
      rows: people.flatMap((person) => person.rows.map((row) => [member(words, person), ...dealCells(words, row)])),
      layout: 'cards',
      empty: 'No deal qualifies.',
    },
    {
      key: `${key}-by-person`,
      title: `${title}: who has how many`,
      columns: ['Sales team member', 'Shown', 'Qualifying', 'Ranked without a revenue'],
      rows: people.map((person) => [
        member(words, person),
        number.counted(person.rows.map(({ dealId: id }) => ({ object: 'deal', id }))),
        number.count(person.qualifying),
        number.count(person.withoutRevenue),
      ]),
      layout: 'table',
      empty: 'Nobody holds a role of the Sales Team.',
    },
  ];
}

function member(words: Words, { ownerId, inSalesTeam }: PersonDeals): Cell {
  const name = as.owner(words, ownerId, 'Nobody owns these');
  return inSalesTeam
    ? name
    : { ...name, text: ownerId === undefined ? name.text : `${name.text} (not in the Sales Team)` };
}

function dealCells(words: Words, row: DealRow): Cell[] {
  const record = { object: 'deal', id: row.dealId };
  const { policy } = words;
  const { probability, status } = row;
  const where = probability.from === 'deal' ? 'HubSpot’s on the deal' : `of the stage ${stageLabel(words, status)}`;
  const annualized = as.known(row.annualizedRevenue, (amount) => {
    const label = labelOf(policy, amount.from);
    const cell = number.moneySaid(amount, record, label);
    return amount.from === policy.growth?.properties.amount ? { ...cell, text: `${cell.text} (${label})` } : cell;
  });
  return [
    isUnknown(row.name)
      ? as.text(`Deal ${row.dealId}: ${row.name.unknown}`, record)
      : as.textOf(words, row.name, record),
    as.known(row.solutions, ({ labels }) => as.text(labels.join(', '))),
    as.text(`${stageLabel(words, status)}, since ${as.dayOfInstant(words, status.since)}`),
    number.percentSaid(probability.value, record, where),
    ...outlookCells(words, row, [annualized, contractCell(words, row, annualized)]),
  ];
}

function contractCell({ policy }: Words, { dealId: id, totalContractValue: value }: DealRow, annualized: Cell): Cell {
  if (isUnknown(value) || annualized.is !== 'number') return as.known(value, () => annualized);
  const { termMonths: months = '', nonRecurringRevenue = '' } = policy.growth?.properties ?? {};
  const record = { object: 'deal', id };
  const term = number.wholeSaid(value.termMonths, record, labelOf(policy, months));
  const nonRecurring = number.moneySaid(
    { amount: value.nonRecurring, currency: value.currency },
    record,
    labelOf(policy, nonRecurringRevenue),
  );
  return number.moneyFrom(
    value,
    'contract',
    number.input('Projected annualized revenue', annualized),
    number.input(labelOf(policy, months), term),
    number.input(labelOf(policy, nonRecurringRevenue), nonRecurring),
  );
}

function labelOf(policy: Policy, property: string): string {
  return findProperty(policy, 'deal', property)?.label ?? property;
}

export function pipelineSection(words: Words, { pipeline }: GrowthReport): Section {
  return {
    key: 'pipeline',
    title: 'Pipeline by stage',
    speaker: 'Sales leadership',
    chart: 'pipeline',
    tables: [
      {
        key: 'pipeline',
        title: 'Pipeline by stage',
        columns: ['Stage', 'Open deals', 'Annualized revenue', 'Deals without an amount'],
        rows: pipeline.map(({ pipeline: key, stage, deals, annualizedRevenue }) => [
          as.text(stageLabel(words, { pipeline: key, stage })),
          number.count(deals),
          number.sum(annualizedRevenue),
          number.counted(annualizedRevenue.without),
        ]),
        layout: 'table',
        empty: 'The policy has no open stages.',
      },
    ],
  };
}

/** `New Business: Proposal`. */
export function stageLabel({ policy }: Words, { pipeline: key, stage }: { pipeline: string; stage: string }): string {
  const pipeline = policy.pipelines.find((one) => one.key === key);
  const label = pipeline?.stages.find((one) => one.key === stage)?.label;
  return `${pipeline?.label ?? key}: ${label ?? stage}`;
}
