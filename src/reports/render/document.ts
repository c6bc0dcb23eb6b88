/**
 * A growth report in words, before it is laid out: mail, page, text, CSV and JSON all say what stands here, so that none of them
 * can show a figure that another one lacks (G-13).
 */
import type { Source } from '../figure.ts';

export interface Cell {
  /** For people, plain text. */
  text: string;
  /** For machines where it differs: `1234.50` for `1,234.50 USD`, `0.2500` for `25.00 %`. */
  value?: string;
  /** `unknown`: why there is no figure. `warning`: something that must not be so (G-11). */
  is: 'text' | 'number' | 'unknown' | 'warning';
  /** What stands behind a number. */
  sources?: Source[];
  /** Records that belong to it and add nothing, because they have no amount in the report's currency. */
  without?: Source[];
  /** The record that the cell names. */
  record?: RecordName;
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

/** Where people see a record and its workflow; undefined where there is no such place. */
export interface Places {
  record(name: RecordName): string | undefined;
  workflow(name: RecordName): string | undefined;
}

/** All that stands behind a cell's number. */
export function behind({ sources = [], without = [] }: Cell): Source[] {
  return [...sources, ...without];
}
