import { expect, it } from 'vitest';
import { explainDealRules } from '../../src/domain/explain-deal-rules.ts';
import { explainPolicy } from '../../src/domain/explain.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';

it('[D-07] [D-10] [D-18] [D-20] [S-01] [B-01] the rules of a deal besides its gates are told in words, with their numbers', () => {
  const text = explainDealRules(defaultPolicy).join('\n');
  expect(text).toContain('somebody else than the deal\'s owner sets "Deal Approval Status"');
  expect(text).toContain('The note "#S&OP" with 17 properties of the deal and 12 of the company');
  expect(text).toContain(
    '7 touches without an answer, 3 of them voicemails, in Sales Qualified Lead, Engaged, Proposal',
  );
  expect(text).toContain('Onboarding is reminded every 2 business days');
  expect(text).toContain('"Next action", "Next action owner", "Next action date"');
  expect(text).toContain('Another owner of the deal gets the open tasks of the one before');
  expect(text).toContain('by the Sales VP only, through the end of day 90');
  expect(explainPolicy(defaultPolicy)).toContain(text);
});

it('[R-06] an edited number is told, and a policy without such rules tells of none', () => {
  const { touches } = defaultPolicy;
  if (touches === undefined) throw new Error('the shipped policy counts touches');
  const eight = { ...defaultPolicy, touches: { ...touches, touches: 8 } };
  expect(explainDealRules(eight).join('\n')).toContain('8 touches without an answer');
  expect(explainDealRules(smallPolicy)).toEqual([]);
});
