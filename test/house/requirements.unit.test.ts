import { expect, test } from 'vitest';
import { differences, readRequirements, readTitles } from '../../src/starters/requirements.ts';

const markdown = `# Text
- R-01 (open) One
- R-02 (shown) Two
- R-03 (part: deals only) Three
`;

test('reads id, state, part and title', () => {
  expect(readRequirements(markdown)).toEqual([
    { id: 'R-01', claim: 'open', title: 'One' },
    { id: 'R-02', claim: 'shown', title: 'Two' },
    { id: 'R-03', claim: 'part', part: 'deals only', title: 'Three' },
  ]);
});

test('refuses a state that does not exist, a part without a name, an id that comes twice', () => {
  expect(() => readRequirements('- R-01 (done) One')).toThrow('Cannot be read: - R-01 (done) One');
  expect(() => readRequirements('- R-01 (part) One')).toThrow('Cannot be read');
  expect(() => readRequirements('- R-01 (open) One\n- R-01 (open) Two')).toThrow('Comes twice: R-01');
});

const bracket = (id: string) => `[${id}]`;

test('finds ids in titles: several, in any quotes, not in comments and not in the middle of a text', () => {
  const source = [
    `test('${bracket('R-02')} ${bracket('R-03')} it\\'s so', () => {});`,
    `describe(\`${bracket('D-14')} group\`, () => {`,
    `  // test('${bracket('R-01')} not now', () => {});`,
    `  say('see ${bracket('R-01')}');`,
  ].join('\n');
  expect(readTitles('a.test.ts', source).map(({ ids }) => ids)).toEqual([['R-02', 'R-03'], ['D-14']]);
});

test('nothing to say when claims and tests agree', () => {
  const titles = readTitles('a.test.ts', `test('${bracket('R-02')} a'); test('${bracket('R-03')} b');`);
  expect(differences(readRequirements(markdown), titles)).toEqual([]);
});

test('names a claim without a test, a test of an open line, and an unknown id', () => {
  const titles = readTitles('a.test.ts', `test('${bracket('R-01')} a'); test('${bracket('Z-99')} b');`);
  expect(differences(readRequirements(markdown), titles)).toEqual([
    `Z-99 is not in docs/requirements.md: a.test.ts, "${bracket('Z-99')} b"`,
    'R-01 is listed as open, and a test shows it',
    'R-02 is claimed (shown), and no test shows it',
    'R-03 is claimed (part), and no test shows it',
  ]);
});
