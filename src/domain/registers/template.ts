/** A register as a file: to fill in, and as it is. */
import type { Policy } from '../policy/types.ts';
import type { Column } from './columns.ts';
import { csvText } from './csv-text.ts';
import { type AnyRow, columnsOf } from './key.ts';
import type { RegisterKind, RegisterRow } from './registers.ts';
import { solutionOptions, sourceOptions } from './value.ts';

/** The header and one row as an example, which is to be replaced. */
export function registerTemplate(policy: Policy, kind: RegisterKind): string {
  const columns = columnsOf(kind);
  return csvText([columns.map(([name]) => name), columns.map(([, column]) => exampleOf(policy, kind, column))]);
}

/** What stands in each column, one line each. */
export function columnLines(kind: RegisterKind): string[] {
  const columns = columnsOf(kind);
  const width = Math.max(...columns.map(([name]) => name.length));
  return columns.map(([name, { fill, help, values }]) => {
    const choice = values === undefined ? '' : ` (${values.join(', ')})`;
    return `${name.padEnd(width)}  ${help}${choice}${fill.startsWith('optional') ? '; may be empty' : ''}`;
  });
}

/** What `register import` takes back without a change. */
export function registerCsv<K extends RegisterKind>(kind: K, rows: RegisterRow<K>[]): string {
  const names = columnsOf(kind).map(([name]) => name);
  return csvText([
    names,
    ...rows.map((row) => {
      const values: AnyRow = row;
      return names.map((name) => values[name] ?? '');
    }),
  ]);
}

function exampleOf(policy: Policy, kind: RegisterKind, { type, example }: Column): string {
  const { registers, staff } = policy;
  if (type === 'currency') return registers?.currencies[0]?.code ?? '';
  if (type === 'source') return sourceOptions(policy)[0]?.value ?? '';
  if (type === 'solution') return solutionOptions(policy)[0]?.value ?? '';
  if (type === 'staff') return staff.find(({ role }) => role === registers?.owners[kind])?.emails[0] ?? '';
  return example ?? '';
}
