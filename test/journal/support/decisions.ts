import type { Decision } from '../../../src/domain/decision.ts';

export const PORTAL = '4711';

/** A decision that uses every field; `seq` and what a test is about are given. */
export function aDecision(given: Partial<Decision> = {}): Decision {
  return {
    seq: 1,
    kind: 'moved',
    from: 'deal.sql',
    to: 'deal.engaged',
    happenedAt: Date.UTC(2026, 10, 30, 23, 59, 59, 123),
    by: 'person:77',
    evidence: [
      { object: 'deal', id: '9001', property: 'deal_next_step', at: 1_700_000_000_001 },
      { object: 'contact', id: '31' },
    ],
    policyVersion: 'default@3#a1b2',
    clause: 'D-02, "HP product(s) are known"',
    detail: { missing: ['amount', 'hs_priority'], count: 2, warned: true, mode: 'enforce' },
    ...given,
  };
}
