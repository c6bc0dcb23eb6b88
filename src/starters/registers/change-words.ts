/** What an import does to a register, for the person who brings it. */
import type { RegisterChanges } from '../../domain/registers/changes.ts';
import type { ColumnType } from '../../domain/registers/columns.ts';
import { type AnyRow, columnsOf, rowName } from '../../domain/registers/key.ts';
import type { RegisterKind, RegisterRow } from '../../domain/registers/registers.ts';

/** Of each sort; a new register of a thousand rows need not be read again on the screen. */
const MAX_SHOWN = 30;
/** Short, and never a person's. */
const SHOWN_VALUES = new Set<ColumnType>([
  'count',
  'amount',
  'currency',
  'date',
  'month',
  'choice',
  'source',
  'solution',
]);

/** One line for each row; empty where nothing changes. */
export function changeLines<K extends RegisterKind>(kind: K, changes: RegisterChanges<K>): string[] {
  return [
    ...some(changes.added.map((row) => `  added    ${rowName(kind, row)}`)),
    ...some(
      changes.changed.map(({ before, after, columns }) => {
        const differences = columns.map((column) => differenceWords(kind, column, before, after));
        return `  changed  ${rowName(kind, after)}: ${differences.join(', ')}`;
      }),
    ),
    ...some(changes.removed.map((row) => `  removed  ${rowName(kind, row)}`)),
  ];
}

/** `3 added, 1 changed, none removed`. */
export function changeCounts({ added, changed, removed }: RegisterChanges<RegisterKind>): string {
  const counts = { added, changed, removed };
  return Object.entries(counts)
    .map(([sort, { length }]) => `${length || 'none'} ${sort}`)
    .join(', ');
}

function some(lines: string[]): string[] {
  if (lines.length <= MAX_SHOWN) return lines;
  return [...lines.slice(0, MAX_SHOWN), `  … and ${lines.length - MAX_SHOWN} more`];
}

function differenceWords<K extends RegisterKind>(
  kind: K,
  column: string,
  before: RegisterRow<K>,
  after: RegisterRow<K>,
): string {
  const type = columnsOf(kind).find(([name]) => name === column)?.[1].type;
  if (type === undefined || !SHOWN_VALUES.has(type)) return column;
  const [old, next]: [AnyRow, AnyRow] = [before, after];
  return `${column} ${old[column] ?? 'empty'} → ${next[column] ?? 'empty'}`;
}
