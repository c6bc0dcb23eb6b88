/** One register out of many files: whatever spreadsheet wrote it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { RegisterKind } from '../../src/domain/registers/registers.ts';
import { rowsOfFile } from '../../src/starters/registers/rows-of-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read<K extends RegisterKind>(kind: K, content: string | Uint8Array) {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  return rowsOfFile(defaultPolicy, kind, path);
}

const CSV = `company_id,client,owner\n5001,Café Ölmühle,carla.west@healthprime.example\n5002,"Birch, ""North""",vera.pike@healthprime.example\n`;
const ROWS = [
  { company_id: '5001', client: 'Café Ölmühle', owner: 'carla.west@healthprime.example' },
  { company_id: '5002', client: 'Birch, "North"', owner: 'vera.pike@healthprime.example' },
];
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('reads the same rows', () => {
  it.each<[title: string, content: string | Uint8Array]>([
    ['UTF-8', CSV],
    ['UTF-8 with its mark', `\uFEFF${CSV}`],
    ['UTF-16, little end first', utf16(CSV)],
    ['UTF-16, big end first', utf16(CSV).swap16()],
    ['lines of Windows', CSV.replaceAll('\n', '\r\n')],
    ['lines of an old Mac', CSV.replaceAll('\n', '\r')],
    ['no line end at the end', CSV.trimEnd()],
    ['semicolons', CSV.replaceAll(/,(?! )/g, ';')],
    ['tabs, as "Unicode text"', utf16(CSV.replaceAll(/,(?! )/g, '\t'))],
    ['every cell in quotes', CSV.replaceAll(/^([^,]+),([^",]+),(.+)$/gm, '"$1","$2","$3"')],
    ['blank lines and rows of separators only', CSV.replaceAll('\n', '\n\n,,\n')],
    ['empty columns at the end', CSV.replaceAll('\n', ',,\n')],
    [
      'spaces around cells',
      CSV.replaceAll(/,(?! )/g, ' , ')
        .replaceAll(' , "', ',"')
        .replaceAll('" , ', '",'),
    ],
    ['a header as people write it', CSV.replace('company_id,client,owner', 'Company ID,CLIENT, Owner ')],
    ['an owner in capitals', CSV.replace('vera.pike', 'Vera.Pike')],
    ['accents that are characters of their own', CSV.normalize('NFD')],
    [
      'columns in another order',
      CSV.replace('company_id,client,owner', 'owner,client,company_id').replaceAll(
        /^(\d+),(.+),([^,]+@.+)$/gm,
        '$3,$2,$1',
      ),
    ],
  ])('[G-10] out of %s', async (_, content) => {
    expect(await read('client-owners', content)).toEqual(ROWS);
  });
});

it('[G-10] takes amounts to the digit, with the decimals of the currency', async () => {
  const written = ['0', '5', '5.1', '007.50', '999999999999.99', '0.01'];
  const lines = written.map((amount, index) => `2026-0${index + 1},1,${amount},usd\n`);
  const rows = await read('targets', `month,closed_business,revenue,currency\n${lines.join('')}`);
  expect(rows.map(({ revenue }) => revenue)).toEqual(['0.00', '5.00', '5.10', '7.50', '999999999999.99', '0.01']);
  expect(rows.every(({ currency }) => currency === 'USD')).toBe(true);
});

it('[G-10] leaves out what was left empty', async () => {
  expect(await read('targets', 'month,closed_business,revenue,currency\n2026-11,0,,\n')).toEqual([
    { month: '2026-11', closed_business: 0 },
  ]);
});

it('[G-10] takes a source and a solution by the name that people see', async () => {
  const costs = await read('lead-costs', 'month,source,campaign,amount,currency\n2026-11,Organic Search,,1,USD\n');
  expect(costs).toEqual([{ month: '2026-11', source: 'ORGANIC_SEARCH', amount: '1.00', currency: 'USD' }]);
  const solutions = await read('approved-solutions', 'solution,approved_on\nRevenue cycle management,2026-01-01\n');
  expect(solutions).toEqual([{ solution: 'rcm', approved_on: '2026-01-01' }]);
});

it('[G-10] keeps lines of a long text, and counts lines of the file through it', async () => {
  const header = 'given_on,number,given_by,topic,feedback\r\n';
  const first = '2026-11-19,1,ruth.amado@healthprime.example,market,"Two rivals\r\nmerged\r\n"\r\n\r\n';
  expect(await read('feedback', header + first)).toMatchObject([{ feedback: 'Two rivals\nmerged' }]);
  await expect(read('feedback', `${header}${first}2026-11-20,2,nobody,market,x\r\n`)).rejects.toThrow(
    'line 6, column given_by',
  );
});

it('[G-10] names the first line of a row that has several', async () => {
  const rows = '2026-11-19,1,nobody,market,"Two\nrivals\nmerged"\n2026-11-19,1,ruth.amado@healthprime.example,sun,x\n';
  const refusal = /line 2, column given_by.*\n +line 5, column topic/;
  await expect(read('feedback', `given_on,number,given_by,topic,feedback\n${rows}`)).rejects.toThrow(refusal);
});

it('[G-10] an empty list is a list', async () => {
  expect(await read('events', 'event,starts_on,ends_on,projected_leads,cost,currency\n')).toEqual([]);
});
