/** Rules of registers that make no sense are refused with the row named. */
import { expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { RegisterRules } from '../../src/domain/policy/register-types.ts';
import { PolicyError, parsePolicy } from '../../src/policy-file.ts';

function problemsAfter(edit: (rules: RegisterRules) => unknown): string[] {
  const policy = structuredClone(defaultPolicy);
  if (policy.registers === undefined) throw new Error('the shipped policy has registers');
  edit(policy.registers);
  try {
    parsePolicy(policy, 'edited');
    return [];
  } catch (error) {
    return error instanceof PolicyError ? error.problems : [String(error)];
  }
}

it('[G-10] the shipped rules make sense', () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

it.each<[title: string, words: string, edit: (rules: RegisterRules) => unknown]>([
  [
    'a role that nobody holds',
    'registers: nobody holds the role CFO, see staff',
    ({ owners }) => (owners.targets = 'CFO'),
  ],
  [
    'a register that nobody owes',
    'registers.owners.events: is missing',
    ({ owners }) => Reflect.deleteProperty(owners, 'events'),
  ],
  [
    'a register that there is not',
    'there is no such key: prices',
    ({ owners }) => Reflect.set(owners, 'prices', 'Exec'),
  ],
  ['no currency', 'registers.currencies', (rules) => (rules.currencies = [])],
  ['a currency in words', 'three capital letters', (rules) => (rules.currencies = [{ code: 'dollar', decimals: 2 }])],
  [
    'a currency twice',
    'registers: currency USD stands twice',
    ({ currencies }) => currencies.push({ code: 'USD', decimals: 0 }),
  ],
  [
    'a source that is no choice',
    'registers: contact.firstname must be a choice with options',
    (rules) => (rules.sourceProperty = 'firstname'),
  ],
  [
    'a solution that no deal can have',
    'registers: hovercraft is no option of deal.hp_products',
    (rules) => (rules.solutions = [...rules.solutions, 'hovercraft']),
  ],
  ['a solution twice', 'registers: solution rcm stands twice', (rules) => (rules.solutions = ['rcm', 'rcm'])],
])('[G-10] refuses %s', (_, words, edit) => {
  expect(problemsAfter(edit)).toEqual([expect.stringContaining(words)]);
});
