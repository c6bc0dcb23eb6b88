/** `npm run sop:coverage`: each requirement with the tests that show it; `--quiet` prints only what is wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { differences, readRequirements, readTitles } from './requirements.ts';

const { values } = parseArgs({ options: { quiet: { type: 'boolean', default: false } } });

const requirements = readRequirements(readFileSync('docs/requirements.md', 'utf8'));
const titles = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .toSorted()
  .flatMap((name) => readTitles(`test/${name}`, readFileSync(`test/${name}`, 'utf8')));

if (!values.quiet) {
  for (const { id, claim, part, title } of requirements) {
    const tests = titles.filter(({ ids }) => ids.includes(id));
    console.log(`${id} ${part === undefined ? claim : `part (${part})`}: ${title}`);
    for (const test of tests) console.log(`     ${test.file}: ${test.title}`);
  }
  const count = (claim: string) => requirements.filter((requirement) => requirement.claim === claim).length;
  console.log(`\n${count('shown')} shown, ${count('part')} in part, ${count('open')} open`);
}

const wrong = differences(requirements, titles);
for (const sentence of wrong) console.error(sentence);
if (wrong.length > 0) process.exitCode = 1;
