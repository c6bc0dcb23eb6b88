/** What is wrong with a file is said by line and column; what the file says is not repeated. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { rowsOfFile } from '../../src/starters/registers/rows-of-file.ts';
import { badCells } from './bad-cells.ts';
import { badShapes } from './bad-shapes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([...badShapes, ...badCells])('[G-10] $kind: refuses $title', async ({ kind, content, says }) => {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  const refusal = await rowsOfFile(defaultPolicy, kind, path).then(
    (rows) => `nothing: ${JSON.stringify(rows)}`,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  for (const words of says) expect(refusal).toContain(words);
  // A cell in the wrong column can be a person's.
  for (const written of ['jane@client.example', 'Carla West', 'pat.doe', 'Ashgrove']) {
    expect(refusal).not.toContain(written);
  }
});
