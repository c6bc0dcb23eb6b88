/** Files that are no registers are refused before they are read. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { MAX_FILE_BYTES, readRegisterFile } from '../../src/starters/registers/read-file.ts';
import { rowsOfFile } from '../../src/starters/registers/rows-of-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(() => rm(folder, { recursive: true }));

const MB = 1_000_000;
const TOO_LARGE = 'is larger than 5 MB: this is no register.';

async function sparseFile(size: number): Promise<string> {
  const path = join(folder, `${size}.csv`);
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.close();
  return path;
}

describe('memory stays as it was', () => {
  it.each([
    ['100 MB', () => sparseFile(100 * MB)],
    ['10 GB', () => sparseFile(10_000 * MB)],
    ['a pipe without end', async () => '/dev/zero'],
  ])('[G-10] refusing %s', async (_, path) => {
    const name = await path();
    const before = process.memoryUsage().rss;
    await expect(readRegisterFile(name)).rejects.toThrow(TOO_LARGE);
    expect(process.memoryUsage().rss - before).toBeLessThan(30 * MB);
  });
});

it('[G-10] reads up to the limit and not one byte more', async () => {
  const path = join(folder, 'limit.csv');
  await writeFile(path, 'x'.repeat(MAX_FILE_BYTES));
  expect(await readRegisterFile(path)).toHaveLength(MAX_FILE_BYTES);
  await writeFile(path, 'x'.repeat(MAX_FILE_BYTES + 1));
  await expect(readRegisterFile(path)).rejects.toThrow(TOO_LARGE);
});

it.each([
  ['line ends', '\n'],
  ['separators', ','],
  ['quotes', '"'],
  ['rows of separators', ',,,\n'],
])('[G-10] comes to an end with a file of nothing but %s', async (_, piece) => {
  const path = join(folder, 'pieces.csv');
  await writeFile(path, piece.repeat(Math.floor(MAX_FILE_BYTES / piece.length)));
  await expect(rowsOfFile(defaultPolicy, 'targets', path)).rejects.toThrow(
    /^line 1: is longer than|has more than 20000 lines/,
  );
});

it('[G-10] says what it cannot open', async () => {
  await expect(readRegisterFile(join(folder, 'none.csv'))).rejects.toThrow('none.csv cannot be opened (ENOENT)');
  await expect(readRegisterFile(folder)).rejects.toThrow('is a folder.');
});
