/** Rules of the growth report that make no sense are refused with the row named. */
import { expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { GrowthRules } from '../../src/domain/policy/growth-types.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { PolicyError, parsePolicy } from '../../src/policy-file.ts';

function problemsAfter(edit: (growth: GrowthRules, policy: Policy) => unknown): string[] {
  const policy = structuredClone(defaultPolicy);
  if (policy.growth === undefined) throw new Error('the shipped policy has a report');
  edit(policy.growth, policy);
  try {
    parsePolicy(policy, 'edited');
    return [];
  } catch (error) {
    return error instanceof PolicyError ? error.problems : [String(error)];
  }
}

it('[G-01] the shipped rules make sense', () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

it.each<[title: string, words: string, edit: (growth: GrowthRules, policy: Policy) => unknown]>([
  ['a currency of no register', 'growth: EUR must be one of', (growth) => (growth.currency = 'EUR')],
  [
    'a currency with other decimals',
    "growth: USD must be one of the registers' currencies, with two decimals",
    (_, policy) => policy.registers && (policy.registers.currencies = [{ code: 'USD', decimals: 3 }]),
  ],
  ['no registers', 'growth: a report needs registers', (_, policy) => Reflect.deleteProperty(policy, 'registers')],
  ['a role that nobody holds', 'growth: nobody holds the role Closer', (growth) => growth.salesRoles.push('Closer')],
  [
    'a role of client success that nobody holds',
    'growth: nobody holds the role Farmer',
    (growth) => (growth.clientSuccessRoles = ['Farmer']),
  ],
  [
    'a stage that is not open',
    'growth: closed_won is no open stage',
    (growth) => growth.leads.stages.push('closed_won'),
  ],
  ['a ninth day of the week', 'growth.meeting.weekday', (growth) => (growth.meeting.weekday = 9)],
  ['a thirteenth month', 'growth.fiscalYear.startMonth', (growth) => (growth.fiscalYear.startMonth = 13)],
  ['a list without rows', 'growth.opportunities.rows', (growth) => (growth.opportunities.rows = 0)],
  ['a percentage', 'growth.opportunities.minProbability', (growth) => (growth.opportunities.minProbability = 75)],
  ['a missing column', 'growth.properties.blockers', (growth) => Reflect.deleteProperty(growth.properties, 'blockers')],
])('[G-01] refuses %s', (_title, words, edit) => {
  expect(problemsAfter(edit).join('\n')).toContain(words);
});
