/** Next action and referral in a policy: refused in words where they make no sense, and what people then read of them. */
import { expect, it } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import { contactDecisionWords } from '../../src/domain/contact-decision-words.ts';
import { decisionWords } from '../../src/domain/decision-words.ts';
import { dutyTask } from '../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { startOfDay } from '../../src/domain/time.ts';
import { parsePolicy, PolicyError } from '../../src/policy-file.ts';

type NextAction = NonNullable<Policy['nextAction']>;
type Referral = NonNullable<NonNullable<Policy['contacts']>['referral']>;

function problems(change: { nextAction?: Partial<NextAction>; referral?: Partial<Referral> }): string[] {
  const { nextAction, contacts } = defaultPolicy;
  const referral = { ...contacts?.referral, ...change.referral };
  const policy = {
    ...defaultPolicy,
    nextAction: { ...nextAction, ...change.nextAction },
    contacts: { ...contacts, referral },
  };
  try {
    parsePolicy(policy, 'test');
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

it.each<[string, Parameters<typeof problems>[0]]>([
  ['nextAction.graceBusinessDays', { nextAction: { graceBusinessDays: -1 } }],
  ['nextAction.clause: every row names its source', { nextAction: { clause: '' } }],
  [
    'nextAction: deal.amount must have a row under properties of the type text, filled by people',
    { nextAction: { action: 'amount' } },
  ],
  [
    'nextAction: deal.hp_products must have a row under properties of the type owner',
    { nextAction: { owner: 'hp_products' } },
  ],
  [
    'nextAction: deal.enterprise_deal_status lacks the option "overdue"',
    { nextAction: { flag: 'enterprise_deal_status' } },
  ],
  ['nextAction: closed_won is no open stage of a pipeline', { nextAction: { stages: ['closed_won'] } }],
  ['contacts.referral: there is no pipeline cross_sell', { referral: { pipeline: 'cross_sell' } }],
  ['contacts.referral: deal.amount must be a unique row', { referral: { keyProperty: 'amount' } }],
  [
    'contacts.referral: contact.email must have a row under properties of the type date',
    { referral: { date: 'email' } },
  ],
  ['contacts.referral.dueBusinessDays', { referral: { dueBusinessDays: 0 } }],
])('[R-09] a policy is refused: %s', (words, change) => {
  expect(problems({})).toEqual([]);
  expect(problems(change)).toContainEqual(expect.stringContaining(words));
});

it.each([
  ['2026-01-15', 'America/New_York', '2026-01-15T05:00:00.000Z'],
  ['2026-07-15', 'America/New_York', '2026-07-15T04:00:00.000Z'],
  ['2026-01-15', 'Pacific/Auckland', '2026-01-14T11:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
])('[R-07] %s begins in %s at its own midnight', (day, zone, instant) => {
  expect(new Date(startOfDay(day, zone)).toISOString()).toBe(instant);
});

it('[D-20] the task names what is wrong and proposes a dated follow-up of ours', () => {
  // A Tuesday; three business days on is a Friday.
  const at = Date.parse('2026-01-13T15:00:00Z');
  const task = (detail: object) => dutyTask(defaultPolicy, 'nextAction', { at, number: 1, empty: [], ...detail });
  const empty = task({ flaw: 'empty', empty: ['next_action_date'] });
  expect(empty.subject).toBe('Plan the next action of this deal');
  expect(empty.body).toContain('Still empty here: &quot;Next action date&quot;.');
  expect(empty.body).toContain('If there is no reply by Friday, 2026-01-16, send a reminder');
  expect(task({ flaw: 'not_staff' }).body).toContain('always ours, also while we wait for the client');
  expect(task({ flaw: 'overdue' }).subject).toBe('The next action of this deal is overdue');
});

it('[D-19] [D-20] [R-05] the journal says it in sentences', () => {
  const decision = (kind: string, more: Partial<Decision> = {}): Decision => ({
    ...{ seq: 1, kind, happenedAt: 0, by: 'us', policyVersion: 'x', clause: 'D-20' },
    evidence: [{ object: 'deal', id: '501' }],
    ...more,
  });
  expect(decisionWords(defaultPolicy, decision('nextActionFlagged', { detail: { flaw: 'overdue' } }))).toBe(
    'the next action needs attention: Its date has passed; the owner got a task',
  );
  expect(decisionWords(defaultPolicy, decision('nextActionTaskOver'))).toContain('is over');
  expect(contactDecisionWords(defaultPolicy, decision('referred', { detail: { how: 'created' } }))).toBe(
    'an employee referred it: deal 501 opened',
  );
});
