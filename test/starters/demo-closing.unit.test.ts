/** The closing lines of the demo: they fit a terminal, count by the journal, and the second policy's are decided as its own. */
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import type { RecordedDecision } from '../../src/journal/journal.ts';
import { rulesAtWork, rulesTable } from '../../src/starters/demo/rules-at-work.ts';
import { draggedAndLost, underTheSecondPolicy } from '../../src/starters/demo/second-policy.ts';
import { textTable } from '../../src/starters/demo/table.ts';
import { fitted } from '../../src/starters/demo/text.ts';

const COLUMNS = 100;
const AT = Date.parse('2026-03-02T15:00:00Z');
const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`).join(' ');

const decided = (clause: string): RecordedDecision => ({
  ...{ seq: 1, kind: 'moved', happenedAt: AT, recordedAt: AT, by: 'us', evidence: [], policyVersion: 'p@1', clause },
});

describe('text', () => {
  it('a line that is too long goes on below its own beginning, with every word', () => {
    for (const beginning of ['', '   ', '4. ', '   2026-11-25  ']) {
      const lines = fitted(beginning + words(40)).split('\n');
      expect(lines.length).toBeGreaterThan(1);
      expect(longest(lines.join('\n'))).toBeLessThanOrEqual(COLUMNS);
      expect(lines[0]?.startsWith(`${beginning}word0`)).toBe(true);
      for (const line of lines.slice(1)) expect(line).toMatch(new RegExp(`^ {${beginning.length}}word`));
      expect(lines.map((line) => line.trim()).join(' ')).toBe((beginning + words(40)).trim());
    }
  });

  it('a short line and an empty one stay as they are', () => {
    expect(fitted('1. A deal.\n\n   Told.')).toBe('1. A deal.\n\n   Told.');
  });

  it('a row tells its reason in full below it, and figures stand to the right', () => {
    const table = textTable(['Owner', 'Won'], [{ cells: ['Ruth', '$7'], why: words(30) }], [1]);
    expect(table.split('\n').slice(0, 3)).toEqual(['Owner  Won', '─────  ───', 'Ruth    $7']);
    expect(longest(table)).toBeLessThanOrEqual(COLUMNS);
    expect(table).toContain('word29');
  });
});

it('[R-05] clauses are counted for the document that they come from, a ground rule for none', () => {
  const journal = ['D-13', 'D-13', 'D-19, "usually …"', 'C-05', 'T-01', 'S-05', 'R-02'].map(decided);
  expect(rulesAtWork(journal).map(({ decisions, clauses }) => [decisions, clauses])).toEqual([
    [4, ['C-05', 'D-13', 'D-19']],
    [2, ['S-05', 'T-01']],
  ]);
  expect(rulesTable(journal)).toContain('C-05 D-13 D-19');
});

it.each<[Policy, string[]]>([
  [defaultPolicy, ['started', 'missing', 'moved', 'bypassed', 'putBack', 'closed']],
  [smallPolicy, ['started', 'missing', 'moved', 'warned', 'closed']],
])('[R-09] a deal that is dragged ahead ends by the policy of each company', (policy, kinds) => {
  const decisions = draggedAndLost(policy, AT);
  expect(decisions.map(({ kind }) => kind)).toEqual(kinds);
  expect(new Set(decisions.map(({ policyVersion }) => policyVersion))).toEqual(
    new Set([`${policy.id}@${policy.version}`]),
  );
});

it("the second policy's decisions are told in its own words, within the terminal", () => {
  const text = underTheSecondPolicy(AT);
  expect(text).toContain('left in Offer (Projects), where the rep moved it, with a warning');
  expect(text).toContain('closed as lost: Lost to and What happened filled in by the rep');
  expect(longest(text)).toBeLessThanOrEqual(COLUMNS);
});
