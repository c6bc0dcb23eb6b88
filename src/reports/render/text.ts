/** The report for a terminal, and as the plain part of the mail. */
import type { Cell, ReportDocument, Table } from './document.ts';

/** Wider cells are a list, as they would break every line. */
const MAX_WIDTH = 150;

export function reportText({ title, facts, changed, sections }: ReportDocument): string {
  return [
    title,
    '='.repeat(title.length),
    ...facts.map(({ label, text }) => `${label}: ${text}`),
    ...(changed.length === 0
      ? []
      : ['Figures that differ from the version before:', ...changed.map((one) => `  ${one}`)]),
    ...sections.flatMap((section) => [
      '',
      '',
      section.title.toUpperCase(),
      `(${section.speaker})`,
      ...section.tables.flatMap(tableLines),
    ]),
    '',
  ].join('\n');
}

function tableLines({ title, columns, rows, layout, empty, note }: Table): string[] {
  const head = ['', title];
  const foot = note === undefined ? [] : [note];
  if (rows.length === 0) return [...head, `  ${empty}`];
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => words(row[index]).length)));
  const isWide = layout === 'cards' || widths.reduce((sum, width) => sum + width + 2, 0) > MAX_WIDTH;
  if (isWide) return [...head, ...rows.flatMap((row) => cardLines(columns, row)), ...foot];
  const line = (cells: string[], isNumber: (index: number) => boolean) =>
    `  ${cells.map((cell, index) => (isNumber(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join('  ')}`.trimEnd();
  return [
    ...head,
    line(columns, () => false),
    ...rows.map((row) => line(row.map(words), (index) => row[index]?.is === 'number')),
    ...foot,
  ];
}

function cardLines(columns: string[], row: Cell[]): string[] {
  const width = Math.max(...columns.map(({ length }) => length));
  return ['', ...row.map((cell, index) => `  ${(columns[index] ?? '').padEnd(width)}  ${words(cell)}`)];
}

/** What somebody typed in several lines stays in one. */
function words(cell: Cell | undefined): string {
  return (cell?.text ?? '').replaceAll(/\s*[\r\n]+\s*/g, ' / ');
}
