/** A table with one row for each figure and one column for each time, team or temperature that has it. */
import { text } from './cells.ts';
import type { Cell, Table } from './document.ts';

export type Figure = [label: string, cell: Cell];

/** @param columns each has the same figures in the same order */
export function compared(key: string, title: string, columns: [title: string, figures: Figure[]][]): Table {
  const [[, first] = ['', []]] = columns;
  return {
    key,
    title,
    columns: ['Figure', ...columns.map(([name]) => name)],
    rows: first.map(([label], at) => [text(label), ...columns.map(([, figures]) => figures[at]?.[1] ?? text(''))]),
    layout: 'table',
    empty: '',
  };
}
