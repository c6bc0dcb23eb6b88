/** Whitespace by client, as tables (G-06). */
import type { WhitespaceRow } from '../deal-sections.ts';
import { type GrowthReport, isUnknown, type Known, type Money } from '../growth-report.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Section } from './document.ts';
import * as number from './numbers.ts';
import { OUTLOOK, outlookCells } from './outlook-cells.ts';

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
  const { plan } = row;
  const planned = (amount: Known<Money>, where: string): Cell =>
    isUnknown(plan) ? as.unknown(plan.unknown) : as.known(amount, (known) => number.moneySaid(known, plan, where));
  return [
    isUnknown(row.client)
      ? as.text(`Company ${row.companyId}: ${row.client.unknown}`, record)
      : as.textOf(words, row.client, record),
    as.known(row.nextSolution, ({ label }) => as.text(label)),
    ...outlookCells(words, row, [
      planned(row.annualizedRevenue, 'projected annualized revenue'),
      planned(row.totalContractValue, 'projected total contract value'),
    ]),
    as.text(row.lacking.join(', ') || 'none'),
  ];
}
