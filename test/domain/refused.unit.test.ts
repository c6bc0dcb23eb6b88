import { expect, it } from 'vitest';
import { looksAgainAt, nextDeadline } from '../../src/domain/deal/deadlines.ts';
import { decide, type DealHappening } from '../../src/domain/deal/decide.ts';
import type { DealState } from '../../src/domain/deal/state.ts';
import { DealInMemory } from '../support/deals.ts';

const HOUR = 3_600_000;

/** Tells a deal what happened, and answers its state and what is to be done. */
function told(deal: DealInMemory, state: DealState, happening: DealHappening, now: number) {
  return decide(state, happening, deal.policy, now);
}

it('one matter asks a person once, however often it is tried again', () => {
  const deal = new DealInMemory().fillExit('sql');
  deal.refuses = true;
  deal.deliver();
  expect(deal.count('task')).toBe(1);
  const since = deal.state.attention?.since;
  for (let hours = 1; hours < 4; hours += 1) deal.pass(HOUR).wake();
  expect(deal.count('task')).toBe(1);
  expect(deal.state.attention?.since).toBe(since);
  deal.refuses = false;
  deal.pass(HOUR).wake();
  expect(deal.stage).toBe('engaged');

  // The same refusal later is another matter.
  deal.refuses = true;
  deal.fillExit('engaged').deliver().pass(HOUR).wake();
  expect(deal.count('task')).toBe(2);
});

it('[D-17] a refused onboarding ticket is owed until HubSpot takes it', () => {
  const deal = new DealInMemory();
  const now = 1e12;
  const refused = { type: 'refused', reason: 'auth', owed: { do: 'onboard' } } as const;
  let { state } = told(deal, { ...deal.state, policy: deal.policy }, refused, now);
  for (let hours = 1; hours < 4; hours += 1) {
    const read = told(deal, state, { type: 'read', values: deal.values }, now + hours * HOUR);
    expect(read.commands).toContainEqual({ do: 'onboard' });
    ({ state } = told(deal, read.state, refused, now + hours * HOUR));
  }
  const last = told(deal, state, { type: 'read', values: deal.values }, now + 5 * HOUR);
  expect(last.state.owed).toBeUndefined();
});

it('a refused put-back waits like everything refused, instead of coming due again at once', () => {
  const deal = new DealInMemory().deliver().moveTo('proposal').deliver();
  const due = nextDeadline(deal.state, deal.policy)?.at ?? 0;
  expect(deal.state.shown?.putBack?.at).toBe(due);
  const after = told(deal, deal.state, { type: 'refused', reason: 'auth' }, due + 1).state;
  expect(nextDeadline(after, deal.policy)).toBeUndefined();
  expect(looksAgainAt(after, deal.policy)).toBe(due + 1 + HOUR);
});
