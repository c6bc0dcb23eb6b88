/**
 * A growth report in words, before it is laid out: mail, page, text, CSV and JSON all say what stands here, so that none of them
 * can show a figure that another one lacks (G-13).
 */
import type { Drill } from './drill.ts';

export type Cell = WordCell | NumberCell;

export interface WordCell {
  /** For people, plain text. */
  text: string;
  /** For machines where it differs. */
  value?: string;
  /** `unknown`: why there is no figure. `warning`: something that must not be so (G-11). */
  is: 'text' | 'unknown' | 'warning';
  /** The record that the cell names. */
  record?: RecordName;
}

export interface NumberCell {
  /** With separators and units: `1,234.50 USD`, `25.00 %`. */
  text: string;
  /** For machines: `1234.50`, `0.2500`. */
  value: string;
  is: 'number';
  drill: Drill;
}

export interface RecordName {
  object: string;
  id: string;
}

export interface Table {
  /** Name of its CSV file, without `.csv`. */
  key: string;
  title: string;
  columns: string[];
  rows: Cell[][];
  /** `cards`: too many columns for a telephone, so each row is a list of its own; its second cell is its heading. */
  layout: 'table' | 'cards';
  /** Said where there is no row. */
  empty: string;
  note?: string;
}

export type ChartKey = 'deliveries' | 'conversion' | 'pipeline' | 'required';

export interface Section {
  key: string;
  title: string;
  /** Who reports on it in the meeting (HP24). */
  speaker: string;
  chart?: ChartKey;
  tables: Table[];
}

export interface ReportDocument {
  title: string;
  /** As of when, by which policy, which version. */
  facts: { label: string; text: string }[];
  /** Figures in which a corrected version differs from the one before it. */
  changed: string[];
  sections: Section[];
}

/**
 * The fields of a card below its heading: what is empty is left out, and fields in a row that lack the same for the same reason say it
 * once.
 */
export function cardFields({ columns }: Table, [, , ...row]: Cell[]): { label: string; cell: Cell }[] {
  const fields: { label: string; cell: Cell }[] = [];
  for (const [index, cell] of row.entries()) {
    if (cell.text === '') continue;
    const label = columns[index + 2] ?? '';
    const last = fields.at(-1);
    if (cell.is === 'unknown' && last?.cell.is === 'unknown' && last.cell.text === cell.text)
      last.label += `, ${label}`;
    else fields.push({ label, cell });
  }
  return fields;
}

/** Where people see a record and its workflow; undefined where there is no such place. */
export interface Places {
  record(name: RecordName): string | undefined;
  workflow(name: RecordName): string | undefined;
}
