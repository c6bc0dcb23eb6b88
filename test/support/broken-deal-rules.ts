/** The shipped policy with its rules of the human side broken by one edit each, and the words by which it is refused. */
import type { Policy } from '../../src/domain/policy/types.ts';
import { put } from './broken-policies.ts';

const sopNote = ({ sopNote: rule = noRule() }: Policy) => rule;
const approval = ({ approval: rule = noRule() }: Policy) => rule;
const acceptance = ({ onboarding = noRule() }: Policy) => onboarding.acceptance;

function noRule(): never {
  throw new Error('the shipped policy has this rule');
}

/** What was edited; the words of the refusal, which name the row; the edit. */
export const refusedDealRules: [title: string, words: string, edit: (policy: Policy) => unknown][] = [
  [
    'an approval that is no choice',
    'approval: deal.amount must have a row under properties of the type choice, filled by people',
    (p) => put(approval(p), 'status', 'amount'),
  ],
  [
    'a pending that cannot be chosen',
    'approval: deal.deal_approval_status lacks the option "waiting"',
    (p) => put(approval(p), 'pending', 'waiting'),
  ],
  ['an approver that nobody is', 'approval: nobody holds the role Butler', (p) => put(approval(p), 'role', 'Butler')],
  [
    'an S&OP field that no gate asks for',
    'sopNote: no stage asks for all of its properties',
    (p) => sopNote(p).deal.push('rate_of_nothing'),
  ],
  ['an S&OP field twice', 'sopNote: deal.amount stands twice', (p) => sopNote(p).deal.push('amount')],
  ['a tag with a space', 'sopNote: the tag begins or ends with a space', (p) => put(sopNote(p), 'tag', '#S&OP ')],
  ['a locale that is none', 'formats.locale: is a locale such as en-US', (p) => put(p.formats, 'locale', 'in words')],
  ['a currency that is none', 'formats.currency: three capital letters', (p) => put(p.formats, 'currency', 'dollars')],
  [
    'money that is no number',
    'formats: deal.legacy_pm is no number',
    (p) => p.formats.money.push({ object: 'deal', property: 'legacy_pm' }),
  ],
  [
    'an owner of tickets that nobody is',
    'onboarding: nobody holds the role Butler',
    (p) => put(acceptance(p), 'role', 'Butler'),
  ],
  [
    'a reminder of no days',
    'acceptance.remindAfterBusinessDays',
    (p) => put(acceptance(p), 'remindAfterBusinessDays', 0),
  ],
];
