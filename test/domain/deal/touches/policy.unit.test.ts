/** What a policy may say of touches, and what is refused with the row named (S-06, R-06). */
import { describe, expect, it } from 'vitest';
import { dealPolicy } from '../../../../src/domain/deal/slice.ts';
import { defaultPolicy } from '../../../../src/domain/policy/default.ts';
import { defaultTouches } from '../../../../src/domain/policy/default-touches.ts';
import type { TouchRules } from '../../../../src/domain/policy/touch-types.ts';
import type { Policy } from '../../../../src/domain/policy/types.ts';
import { parsePolicy, PolicyError } from '../../../../src/policy-file.ts';
import { portalOf, staff } from '../../../support/deals.ts';

const withTouches = (more: Partial<TouchRules>): Policy => ({
  ...defaultPolicy,
  touches: { ...defaultTouches, ...more },
});

function problems(policy: unknown): string[] {
  try {
    parsePolicy(policy, 'test');
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

describe('a policy', () => {
  it.each<[what: string, more: Partial<TouchRules>, problem: string]>([
    ['a stage that no pipeline has', { stages: ['sql', 'demo'] }, 'touches: no pipeline has an open stage demo'],
    ['a closed stage', { stages: ['closed_lost'] }, 'touches: no pipeline has an open stage closed_lost'],
    ['more voicemails than touches', { touches: 2 }, 'touches: 3 voicemails are more than 2 touches'],
    [
      'a warning on the day of the end',
      { warnAfterDays: 5 },
      'touches: a warning after 5 days comes too late for the end after 5',
    ],
    [
      'a number that people fill in',
      { properties: { ...defaultTouches.properties, touches: 'term_months' } },
      'touches: deal.term_months must be a number row of the deal, filled by the engine',
    ],
    [
      'one property for two figures',
      { properties: { ...defaultTouches.properties, touches: 'sop_voicemails' } },
      'touches: deal.sop_voicemails stands twice under properties',
    ],
    [
      'a lost reason that cannot be chosen',
      { lostCategory: 'silence' },
      'touches: silence is no option of deal.deal_lost_reason_category',
    ],
    [
      'a direction of messages that cannot be chosen',
      { messages: { direction: 'sop_message_direction', received: 'inbound' } },
      'touches: inbound is no option of communication.sop_message_direction',
    ],
    [
      'an outcome that is a touch and an answer',
      { calls: { ...defaultTouches.calls, answers: ['b2cf5968-551e-4856-9783-52b3da59a7d0'] } },
      'touches: the call outcome b2cf5968-551e-4856-9783-52b3da59a7d0 stands twice',
    ],
  ])('[R-06] [S-06] is refused with %s', (_what, more, problem) => {
    expect(problems(withTouches(more))).toEqual([problem]);
  });

  it('[R-06] [S-06] is refused with a kind of touch that nobody knows', () => {
    const calls = { ...defaultTouches.calls, touches: [{ kind: 'fax', outcomes: ['1'] }] };
    expect(problems({ ...defaultPolicy, touches: { ...defaultTouches, calls } })[0]).toContain(
      'touches.calls.touches.0',
    );
  });

  it('[R-06] [S-01] [S-06] may ask for eight touches, in other stages, and know outcomes of its portal', () => {
    const calls = { ...defaultTouches.calls, ignored: [...defaultTouches.calls.ignored, 'do-not-call'] };
    const policy = withTouches({ touches: 8, stages: ['engaged'], calls });
    expect(problems(policy)).toEqual([]);
    expect(dealPolicy(policy, portalOf(policy), staff).touches).toMatchObject({ touches: 8, stages: ['engaged'] });
  });

  it('may have no such rules', () => {
    const { touches: _, ...policy } = defaultPolicy;
    expect(problems(policy)).toEqual([]);
    expect(dealPolicy(policy, portalOf(policy), staff).touches).toBeUndefined();
  });
});
