/** What is wrong with rows only beside each other, or with cells of one row together. */
import type { RegisterTable } from './columns.ts';
import { type AnyRow, keyColumns, rowKey } from './key.ts';
import type { Problem, RowAt } from './problem.ts';
import { REGISTERS, type RegisterKind } from './registers.ts';

export function contradictions<K extends RegisterKind>(kind: K, rows: RowAt<K>[]): Problem[] {
  return [...repeatedKeys(kind, rows), ...wrongOrder(kind, rows), ...twoNames(rows)];
}

function repeatedKeys<K extends RegisterKind>(kind: K, rows: RowAt<K>[]): Problem[] {
  const columns = keyColumns(kind).map(([name]) => name);
  const first = new Map<string, number>();
  return rows.flatMap(({ line, row }) => {
    const key = rowKey(kind, row);
    const before = first.get(key);
    first.set(key, before ?? line);
    return before === undefined ? [] : [{ line, words: `has the same ${columns.join(' and ')} as line ${before}` }];
  });
}

function wrongOrder<K extends RegisterKind>(kind: K, rows: RowAt<K>[]): Problem[] {
  const { order }: RegisterTable = REGISTERS[kind];
  if (order === undefined) return [];
  const [from, to] = order;
  return rows.flatMap(({ line, row }) => {
    const values: AnyRow = row;
    const [first, last] = [values[from], values[to]];
    const wrong = first !== undefined && last !== undefined && last < first;
    return wrong ? [{ line, column: to, words: `is before ${from}` }] : [];
  });
}

/** A client under two names is mostly a wrong id, and then what it has would count for another client. */
function twoNames<K extends RegisterKind>(rows: RowAt<K>[]): Problem[] {
  const first = new Map<unknown, { line: number; name: unknown }>();
  return rows.flatMap(({ line, row }) => {
    const { company_id: id, client: name }: AnyRow = row;
    if (id === undefined) return [];
    const before = first.get(id);
    first.set(id, before ?? { line, name });
    if (before === undefined || before.name === name) return [];
    return [{ line, column: 'client', words: `is not the name that line ${before.line} has for the same company_id` }];
  });
}
