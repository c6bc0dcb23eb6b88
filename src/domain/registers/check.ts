/** A register's file → its rows, or everything that is wrong with it, by line and column (G-10). */
import type { Policy } from '../policy/types.ts';
import { contradictions } from './contradictions.ts';
import { withoutApostrophe } from './csv-text.ts';
import { readHeader } from './header.ts';
import { type AnyRow, columnsOf } from './key.ts';
import type { Line, Problem, RowAt } from './problem.ts';
import type { RegisterKind, RegisterRow } from './registers.ts';
import { readValue } from './value.ts';

/**
 * Checks a whole file; all or nothing.
 * @param lines the header first; blank lines left out
 */
export function checkRegister<K extends RegisterKind>(
  policy: Policy,
  kind: K,
  lines: Line[],
): { rows: RegisterRow<K>[] } | { problems: Problem[] } {
  const [header, ...body] = lines;
  if (header === undefined) {
    return {
      problems: [{ line: 1, words: `the file is empty; start with: npm run sop -- register template ${kind}` }],
    };
  }
  const { names, problems: ofHeader } = readHeader(kind, header);
  if (ofHeader.length > 0) return { problems: ofHeader };
  const read = body.map((line) => readLine(policy, kind, names, line));
  const rows = read.flatMap((one) => ('row' in one ? one : []));
  const problems = [...read.flatMap((one) => ('row' in one ? [] : one.problems)), ...contradictions(kind, rows)];
  if (problems.length > 0) return { problems: problems.toSorted((one, other) => one.line - other.line) };
  return { rows: rows.map(({ row }) => row) };
}

function readLine<K extends RegisterKind>(
  policy: Policy,
  kind: K,
  names: string[],
  { line, cells }: Line,
): RowAt<K> | { problems: Problem[] } {
  if (cells.length < names.length || cells.slice(names.length).some((cell) => cell.trim() !== '')) {
    const hint = 'a value that holds the separator stands in quotes';
    return { problems: [{ line, words: `has ${cells.length} cells and the header ${names.length}; ${hint}` }] };
  }
  const text = Object.fromEntries(names.map((name, index) => [name, cleaned(cells[index] ?? '')]));
  const currency = text['currency']?.toUpperCase();
  const decimals = policy.registers?.currencies.find(({ code }) => code === currency)?.decimals;
  const values: Record<string, string | number> = {};
  const problems: Problem[] = [];
  for (const [name, column] of columnsOf(kind)) {
    const written = text[name] ?? '';
    if (written === '') {
      if (column.fill === 'key' || column.fill === 'required') problems.push({ line, column: name, words: 'is empty' });
      continue;
    }
    const read = readValue(policy, column, written, decimals);
    if ('value' in read) values[name] = read.value;
    else problems.push({ line, column: name, words: read.problem });
  }
  const amounts = columnsOf(kind).filter(([name, { type }]) => type === 'amount' && values[name] !== undefined);
  if (amounts.length > 0 && currency === '' && isOptional(kind, 'currency')) {
    problems.push({ line, column: 'currency', words: 'is empty, and there is an amount' });
  }
  return problems.length === 0 && isRow(kind, values) ? { line, row: values } : { problems };
}

/** One form for the same letters: a Mac writes an accent as a character of its own. */
const cleaned = (cell: string): string => withoutApostrophe(cell.trim()).normalize('NFC');

function isOptional(kind: RegisterKind, wanted: string): boolean {
  return columnsOf(kind).some(([name, { fill }]) => name === wanted && fill === 'optional');
}

/** The compiler cannot follow values that are collected by name; each was read by the type of its column. */
function isRow<K extends RegisterKind>(kind: K, values: AnyRow): values is AnyRow & RegisterRow<K> {
  return columnsOf(kind).every(([name, { fill }]) => values[name] !== undefined || fill.startsWith('optional'));
}
