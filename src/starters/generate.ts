/** `npm run generate`: writes the files that follow from the policy. A stale one fails the tests (test/house/generated). */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generatedFiles } from './generate/files.ts';

for (const [path, content] of Object.entries(await generatedFiles())) {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === content) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  console.log(`wrote ${path}`);
}
