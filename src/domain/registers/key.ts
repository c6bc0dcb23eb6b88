/** What names a row of a register. */
import type { Column } from './columns.ts';
import { REGISTERS, type RegisterKind, type RegisterRow } from './registers.ts';

/** A row by the names of its columns, where the register is not known to the compiler. */
export type AnyRow = Readonly<Record<string, string | number>>;

/** The columns of a register in the order of its file. */
export function columnsOf(kind: RegisterKind): [name: string, column: Column][] {
  return Object.entries<Column>(REGISTERS[kind].columns);
}

/** The values that name the row, in the order of the columns; `''` for one that is left out. */
export function keyValues<K extends RegisterKind>(kind: K, row: RegisterRow<K>): string[] {
  const values: AnyRow = row;
  return keyColumns(kind).map(([name]) => String(values[name] ?? ''));
}

/** The columns that name a row, in the order of the file. */
export function keyColumns(kind: RegisterKind): [name: string, column: Column][] {
  return columnsOf(kind).filter(([, { fill }]) => fill === 'key' || fill === 'optionalKey');
}

/** The same text for the same key, and for no other. */
export function rowKey<K extends RegisterKind>(kind: K, row: RegisterRow<K>): string {
  return JSON.stringify(keyValues(kind, row));
}

/** The key for people. */
export function rowName<K extends RegisterKind>(kind: K, row: RegisterRow<K>): string {
  return keyValues(kind, row).filter(Boolean).join(' · ');
}
