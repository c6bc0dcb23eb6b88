/** A register's file → its rows (G-10). */
import type { Policy } from '../../domain/policy/types.ts';
import { checkRegister } from '../../domain/registers/check.ts';
import type { Problem } from '../../domain/registers/problem.ts';
import type { RegisterKind, RegisterRow } from '../../domain/registers/registers.ts';
import { readCsv } from './read-csv.ts';
import { readRegisterFile } from './read-file.ts';

/** More than these nobody reads before the next try. */
const MAX_SHOWN = 50;

/** All rows or none. @throws an Error that names everything wrong, by line and column */
export async function rowsOfFile<K extends RegisterKind>(
  policy: Policy,
  kind: K,
  path: string,
): Promise<RegisterRow<K>[]> {
  const checked = checkRegister(policy, kind, readCsv(await readRegisterFile(path)));
  if ('rows' in checked) return checked.rows;
  const { problems } = checked;
  const more = problems.length > MAX_SHOWN ? [`and ${problems.length - MAX_SHOWN} more`] : [];
  const shown = [...problems.slice(0, MAX_SHOWN).map(inWords), ...more];
  throw new Error(
    `Nothing was imported. ${path} has ${problems.length} to correct:\n${shown.map((line) => `  ${line}`).join('\n')}`,
  );
}

function inWords({ line, column, words }: Problem): string {
  return column === undefined ? `line ${line}: ${words}` : `line ${line}, column ${column}: ${words}`;
}
