/** What is exported comes back the same, and no cell of it is a formula. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { checkRegister } from '../../src/domain/registers/check.ts';
import { columnsOf, keyColumns } from '../../src/domain/registers/key.ts';
import { registerKinds, type RegisterRow } from '../../src/domain/registers/registers.ts';
import { registerCsv, registerTemplate } from '../../src/domain/registers/template.ts';
import { readCsv } from '../../src/starters/registers/read-csv.ts';
import { rowsOfFile } from '../../src/starters/registers/rows-of-file.ts';

const kinds = registerKinds();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(kinds)('%s', (kind) => {
  it('[G-10] its template can be imported as it is, and exported again', async () => {
    const template = registerTemplate(defaultPolicy, kind);
    const path = join(folder, `${kind}.csv`);
    await writeFile(path, template);
    const rows = await rowsOfFile(defaultPolicy, kind, path);
    expect(rows).toHaveLength(1);
    expect(registerCsv(kind, rows)).toBe(template);
  });

  it('[G-10] the rows of the example can be imported', async () => {
    const rows = await rowsOfFile(defaultPolicy, kind, `examples/registers/${kind}.csv`);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('[G-10] is described in the document, column by column, with the role that owes it', async () => {
    const lines = (await readFile('docs/registers.md', 'utf8'))
      .split('\n')
      .filter((line) => line.startsWith(`| \`${kind}\` |`));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`| ${defaultPolicy.registers?.owners[kind]} |`);
    const described = columnsOf(kind).map(([name, { fill, help }]) => {
      const key = fill === 'key' || fill === 'optionalKey' ? '**' : '';
      const optional = fill.startsWith('optional') ? '*' : '';
      return `${key}${optional}\`${name}\`${optional}${key} ${help}`;
    });
    for (const words of described) expect(lines[1]).toContain(words);
  });

  it('[R-10] names its rows by no person', () => {
    const personal = keyColumns(kind).filter(([, { type }]) => type === 'staff' || type === 'longText');
    expect(personal).toEqual([]);
    expect(keyColumns(kind).length).toBeGreaterThan(0);
  });

  it('[G-10] asks for a currency wherever it asks for an amount', () => {
    const types = columnsOf(kind).map(([, { type }]) => type);
    expect(types.includes('currency')).toBe(types.includes('amount'));
  });
});

it('[G-10] there is an example for each register and for nothing else', async () => {
  expect((await readdir('examples/registers')).toSorted()).toEqual(kinds.map((kind) => `${kind}.csv`).toSorted());
});

const NASTY = fc.constantFrom(
  '=1+1',
  '+1',
  '-2',
  '@x',
  '\t=1',
  "'=1",
  "'",
  '＝1',
  ';=1',
  ',"',
  '\n=1',
  'é',
  '🏥',
  ' ',
  'x',
);
const text = fc.array(NASTY, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

function feedback(written: string): RegisterRow<'feedback'> {
  const given_by = 'ruth.amado@healthprime.example';
  return { given_on: '2026-11-19', number: 1, given_by, topic: 'market', feedback: written };
}

it('[G-10] what was imported once is the same after any number of exports and imports', () => {
  fc.assert(
    fc.property(text, (written) => {
      const back = (rows: RegisterRow<'feedback'>[]) =>
        checkRegister(defaultPolicy, 'feedback', readCsv(registerCsv('feedback', rows)));
      const imported = back([feedback(written)]);
      // Spaces alone are an empty cell.
      fc.pre('rows' in imported);
      expect(back(imported.rows)).toEqual(imported);
    }),
  );
});

it('[G-10] no cell of an export is calculated by a spreadsheet', () => {
  fc.assert(
    fc.property(text, (written) => {
      const cells = parse(registerCsv('feedback', [feedback(written)])).flat();
      expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
    }),
  );
});
