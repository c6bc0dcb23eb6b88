/** The journal's sentences about approvals, the S&OP note and the hand-off. */
import { expect, it } from 'vitest';
import { decisionWords } from '../../../src/domain/decision-words.ts';
import type { Decision } from '../../../src/domain/decision.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';

const decision = (kind: string, detail: NonNullable<Decision['detail']> = {}): Decision => ({
  seq: 1,
  kind,
  happenedAt: 0,
  by: 'person:7',
  evidence: [
    { object: 'deal', id: '501' },
    { object: 'ticket', id: '801' },
    { object: 'note', id: '701' },
  ],
  policyVersion: 'p@1',
  clause: 'D-18',
  detail,
});
const told = (kind: string, detail?: NonNullable<Decision['detail']>) =>
  decisionWords(defaultPolicy, decision(kind, detail), () => 'Derek Song');

it.each([
  ['approved', 'no deal meeting is required'],
  ['approvalRefused', 'the approval by Derek Song was put back'],
  ['approvalWithdrawn', 'took its approval back'],
  ['approvalAsked', 'the approver was asked'],
  ['sopNoteWritten', 'the #S&OP note was written'],
  ['sopNoteFound', 'the note 701 was written by Derek Song'],
  ['handOffEscalated', 'the manager was told of onboarding ticket 801'],
  ['handOffAccepted', "Derek Song moved onboarding ticket 801 on, and the selling rep's work is complete"],
  ['notMailed', 'a mail to one of us reached nobody'],
  ['ticketGone', 'onboarding ticket 801 was deleted'],
])('[R-05] %s is told in a sentence', (kind, words) => {
  expect(told(kind)).toContain(words);
});

it('[R-05] [D-10] the blanks that were asked for are named in the SOP’s words', () => {
  const missing = ['deal.amount', 'company.division'];
  expect(told('sopBlanksNamed', { missing })).toBe(
    'the owner was asked for what #S&OP still lacks: Deal Amount, Division (on the company)',
  );
});

it('[R-05] [D-18] a reminder says the how manieth it was', () => {
  expect(told('handOffReminded', { times: 2 })).toBe('onboarding was reminded of onboarding ticket 801 (2)');
});

it('[R-05] [D-07] an approval that no person gave is told as that', () => {
  expect(told('approvalRefused', { why: 'notAPerson' })).toContain(
    'was put back: where a deal meeting is required, only a person',
  );
});
