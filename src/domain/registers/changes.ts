/** What an import does to a register. */
import { type AnyRow, columnsOf, rowKey } from './key.ts';
import type { RegisterKind, RegisterRow } from './registers.ts';

export interface RegisterChanges<K extends RegisterKind> {
  added: RegisterRow<K>[];
  changed: {
    before: RegisterRow<K>;
    after: RegisterRow<K>;
    /** Names of the columns that differ. */ columns: string[];
  }[];
  removed: RegisterRow<K>[];
}

/** The rows that make `after` out of `before`; the order of rows does not count. */
export function changesOf<K extends RegisterKind>(
  kind: K,
  before: RegisterRow<K>[],
  after: RegisterRow<K>[],
): RegisterChanges<K> {
  const known = new Map(before.map((row) => [rowKey(kind, row), row]));
  const given = new Set(after.map((row) => rowKey(kind, row)));
  const changes: RegisterChanges<K> = {
    added: [],
    changed: [],
    removed: before.filter((row) => !given.has(rowKey(kind, row))),
  };
  for (const row of after) {
    const old = known.get(rowKey(kind, row));
    if (old === undefined) {
      changes.added.push(row);
      continue;
    }
    const columns = differing(kind, old, row);
    if (columns.length > 0) changes.changed.push({ before: old, after: row, columns });
  }
  return changes;
}

function differing<K extends RegisterKind>(kind: K, one: RegisterRow<K>, other: RegisterRow<K>): string[] {
  const [before, after]: [AnyRow, AnyRow] = [one, other];
  return columnsOf(kind).flatMap(([name]) => (before[name] === after[name] ? [] : [name]));
}
