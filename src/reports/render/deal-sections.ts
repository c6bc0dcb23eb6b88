/** Both Top Fives, the pipeline and whitespace, as tables (G-02, G-03, G-04, G-06, G-11). */
import { findProperty } from '../../domain/policy/lookup.ts';
import type { DealRow, Outlook, PersonDeals, WhitespaceRow } from '../deal-sections.ts';
import { type GrowthReport, isUnknown } from '../growth-report.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section, Table } from './document.ts';

/** The document's columns that deals and clients have in common, in its order. */
const OUTLOOK = [
  'Most recent action',
  'Next action',
  'Next action owner',
  'Next action timing',
  'Projected close date',
  'Projected implementation date',
  'Projected revenue start date',
  'Projected annualized revenue',
  'Projected total contract value',
  'Existing blockers',
];

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
        as.whole(person.rows.length),
        as.count(person.qualifying),
        as.count(person.withoutRevenue),
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
  return [
    isUnknown(row.name)
      ? as.text(`Deal ${row.dealId}: ${row.name.unknown}`, record)
      : as.textOf(words, row.name, record),
    as.known(row.solutions, ({ labels }) => as.text(labels.join(', '))),
    as.text(`${stageLabel(words, row.status)}, since ${as.dayOfInstant(words, row.status.since)}`),
    as.percent(row.probability.value),
    ...outlookCells(words, row),
  ];
}

function outlookCells(words: Words, row: Outlook): Cell[] {
  return [
    as.known(row.mostRecentAction, (action) =>
      as.text('words' in action ? action.words : `${action.object} on ${as.dayOfInstant(words, action.at)}`),
    ),
    typed(words, row.nextAction),
    as.known(row.nextActionOwner, ({ ownerId, isStaff }) =>
      isStaff
        ? as.owner(words, ownerId)
        : { text: 'not one of us: the next action must belong to our staff', is: 'warning' },
    ),
    as.known(row.nextActionOn, ({ day, overdue }) =>
      overdue ? { text: `${day}, overdue`, value: day, is: 'warning' } : as.text(day),
    ),
    as.known(row.closesOn, as.day),
    as.known(row.implementationOn, as.day),
    as.known(row.revenueStartsOn, as.day),
    as.known(row.annualizedRevenue, (amount) => {
      const cell = as.money(amount);
      return amount.from === words.policy.growth?.properties.amount
        ? { ...cell, text: `${cell.text} (${findProperty(words.policy, 'deal', amount.from)?.label ?? 'Amount'})` }
        : cell;
    }),
    as.known(row.totalContractValue, as.money),
    typed(words, row.blockers),
  ];
}

function typed(words: Words, what: Outlook['nextAction']): Cell {
  return 'words' in what ? as.text(what.words) : as.textOf(words, what);
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
          as.count(deals),
          as.sum(annualizedRevenue),
          as.whole(annualizedRevenue.without.length, annualizedRevenue.without),
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

export function whitespaceSection(words: Words, { whitespace }: GrowthReport): Section {
  const rows = isUnknown(whitespace)
    ? []
    : whitespace.people.flatMap(({ ownerId, rows: clients }) =>
        clients.map((row) => [as.owner(words, ownerId, 'Nobody is responsible'), ...clientCells(words, row)]),
      );
  const missing = isUnknown(whitespace) ? [whitespace] : whitespace.missing;
  return {
    key: 'whitespace',
    title: 'Whitespace by client',
    speaker: 'each member of the Client Success Team',
    tables: [
      {
        key: 'whitespace',
        title: 'Whitespace by client',
        columns: ['Client success', 'Client', 'Next recommended solution', ...OUTLOOK, 'Approved solutions it lacks'],
        rows,
        layout: 'cards',
        empty: isUnknown(whitespace) ? whitespace.unknown : 'There is no client yet.',
      },
      {
        key: 'whitespace-missing',
        title: 'What is missing for whitespace',
        columns: ['Missing'],
        rows: missing.map(({ unknown }) => [as.unknown(unknown)]),
        layout: 'table',
        empty: 'Nothing: every register it needs was brought.',
      },
    ],
  };
}

function clientCells(words: Words, row: WhitespaceRow): Cell[] {
  const record = { object: 'company', id: row.companyId };
  return [
    isUnknown(row.client)
      ? as.text(`Company ${row.companyId}: ${row.client.unknown}`, record)
      : as.textOf(words, row.client, record),
    as.known(row.nextSolution, ({ label }) => as.text(label)),
    ...outlookCells(words, row),
    as.text(row.lacking.join(', ') || 'none'),
  ];
}
