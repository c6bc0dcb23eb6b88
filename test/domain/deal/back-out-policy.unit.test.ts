/** The rule of the back-out in a policy: what makes no sense is refused with the row named. */
import { expect, it } from 'vitest';
import type { BackOutRule } from '../../../src/domain/policy/back-out-types.ts';
import { defaultBackOut } from '../../../src/domain/policy/default-back-out.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import type { Policy } from '../../../src/domain/policy/types.ts';
import { parsePolicy, PolicyError } from '../../../src/policy-file.ts';

function problems(edit: Partial<Record<keyof BackOutRule, unknown>>): string[] {
  try {
    parsePolicy({ ...defaultPolicy, backOut: { ...defaultBackOut, ...edit } }, 'test');
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

it.each<[string, string, Partial<Record<keyof BackOutRule, unknown>>]>([
  ['a property that is not there', 'backOut: deal.no_such must have a row', { requested: 'no_such' }],
  ['a request that is no yes/no', 'backOut: deal.pricing_model must have a row', { requested: 'pricing_model' }],
  ['a reason that is no choice', 'backOut: deal.back_out_details must have a row', { reason: 'back_out_details' }],
  [
    'a signing that is no option',
    'can never be "signed"',
    { signed: { property: 'contract_status', value: 'signed' } },
  ],
  ['a lost reason that is none', 'backOut: regret is none of the lost reason categories', { lostCategory: 'regret' }],
  ['a ticket stage that is open', 'backOut: ticketStage new is none of the closed stages', { ticketStage: 'new' }],
  ['a role that nobody holds', 'backOut: nobody holds the role King', { approverRole: 'King' }],
  ['no time at all', 'backOut.windowDays', { windowDays: 0 }],
  ['half a day', 'backOut.windowDays', { windowDays: 0.5 }],
  ['as many tries as anybody likes', 'backOut.codeTries', { codeTries: 1_000 }],
  ['no source', 'backOut.clause', { clause: '' }],
  ['an unknown key', 'there is no such key: colour', { colour: 'blue' } as Partial<Record<keyof BackOutRule, unknown>>],
])('[B-01] [B-02] refuses %s', (_, words, edit) => {
  expect(problems(edit).join()).toContain(words);
});

it('[B-01] [B-02] takes another window, another role and no onboarding', () => {
  expect(problems({ windowDays: 30, approverRole: 'Sales manager' })).toEqual([]);
  const { onboarding: _, ...without } = structuredClone<Policy>(defaultPolicy);
  expect(() => parsePolicy(without, 'test')).not.toThrow();
});
