/** The first line of a register's file: which cell belongs to which column. */
import { columnsOf } from './key.ts';
import type { Line, Problem } from './problem.ts';
import type { RegisterKind } from './registers.ts';

/**
 * Every column must be there, once, in any order: a column left out by mistake would empty it in every row. Case, spaces and
 * hyphens do not count. Empty cells at the end are what a spreadsheet leaves of columns that were used once.
 * @returns the name of the column of each cell
 */
export function readHeader(kind: RegisterKind, { line, cells }: Line): { names: string[]; problems: Problem[] } {
  const wanted = columnsOf(kind).map(([name]) => name);
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  const names = cells.slice(0, last + 1).map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const problems = [
    ...names.flatMap((name, index) =>
      wanted.includes(name) ? [] : [`column ${index + 1} of the header is none of them`],
    ),
    ...wanted.filter((name) => !names.includes(name)).map((name) => `the column ${name} is missing`),
    ...wanted
      .filter((name) => names.indexOf(name) !== names.lastIndexOf(name))
      .map((name) => `the column ${name} stands twice`),
  ];
  const hint = `; the columns of ${kind} are ${wanted.join(', ')}`;
  return { names, problems: problems.map((words, index) => ({ line, words: index === 0 ? words + hint : words })) };
}
