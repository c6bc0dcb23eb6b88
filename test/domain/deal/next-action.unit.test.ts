/** D-20: the next action is dated, ours, and never the client's. */
import { beforeEach, describe, expect, it } from 'vitest';
import { dutyWakes } from '../../../src/domain/deal/duties.ts';
import { nextHappening } from '../../../src/domain/deal/next-wake.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { localMinute } from '../../../src/domain/time.ts';
import { LOOK_AGAIN } from '../../../src/domain/wake.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const REP = '77';
/** Without the deals' other rules that wake up by themselves. */
const { touches: _, ...policy } = defaultPolicy;
const rule = policy.nextAction;

/** A new deal that a rep made at this local time in New York. */
const newDeal = (startsAt: string) =>
  new DealWithDuties(policy, undefined, new Date(`${startsAt}-05:00`).toISOString())
    .set('hubspot_owner_id', REP)
    .work();

let deal: DealWithDuties;
/** A Monday. */
beforeEach(() => {
  deal = newDeal('2026-01-12T10:00:00');
});

const flag = () => deal.values[rule?.flag ?? '']?.value ?? '';
const local = (at: number) => localMinute(at, 'America/New_York');
const tasks = () => deal.duties.filter((one) => one.do === 'task');
const over = () => deal.did('completeTask').length;
const kinds = () => deal.journal.map(({ kind }) => kind).filter((kind) => kind.startsWith('nextAction'));
/** Time passes, and the workflow wakes up as often as it wants to. */
function until(localTime: string): void {
  while (local(deal.now) < localTime) deal.toNextWake();
  expect(local(deal.now)).toBe(localTime);
}
function plan(day: string, owner = REP, action = 'Demo with the billing lead'): void {
  deal.set('next_action', action).set('next_action_owner', owner).set('next_action_date', day).work();
}

describe('a new deal', () => {
  it('[D-20] is left in peace for a business day, then flagged, and its owner has one task', () => {
    expect(flag()).toBe('');
    expect(tasks()).toEqual([]);
    deal.toNextWake();
    expect(local(deal.now)).toBe('2026-01-13 10:00');
    expect(flag()).toBe('empty');
    expect(tasks()).toMatchObject([
      {
        about: 'nextAction',
        to: REP,
        detail: { flaw: 'empty', empty: [rule?.action, rule?.owner, rule?.date] },
      },
    ]);
    expect(tasks().map((one) => ('dueAt' in one ? local(one.dueAt ?? 0) : ''))).toEqual(['2026-01-14 17:00']);
    deal.pass(MINUTE).wake().work().pass(DAY).wake().work();
    expect(tasks()).toHaveLength(1);
    expect(kinds()).toEqual(['nextActionFlagged']);
  });

  it.each([
    ['a weekend', '2026-01-09T15:00:00', '2026-01-12 15:00'],
    ['a holiday after the weekend', '2026-01-16T15:00:00', '2026-01-20 15:00'],
    ['a holiday', '2026-11-25T09:30:00', '2026-11-27 09:30'],
  ])('[D-20] [R-07] %s is no time to plan in', (_, made, flagged) => {
    deal = newDeal(made);
    deal.toNextWake();
    expect(local(deal.now)).toBe(flagged);
    expect(flag()).toBe('empty');
  });

  it('[D-20] with a next action of ours in time is never flagged', () => {
    plan('2026-01-15');
    expect(flag()).toBe('');
    expect(deal.duties).toEqual([]);
  });

  it('[D-20] without an owner or a manager’s word still has its task, for whoever takes over', () => {
    deal.set('hubspot_owner_id', '').work().toNextWake();
    expect(tasks()).toMatchObject([{ about: 'nextAction', to: '' }]);
  });
});

describe('a next action', () => {
  it.each([
    ['what', 'next_action'],
    ['who', 'next_action_owner'],
    ['when', 'next_action_date'],
  ])('[D-20] without its %s is empty, a business day after it was emptied', (_, property) => {
    plan('2026-01-30');
    deal.pass(DAY).set(property, '').work();
    expect(flag()).toBe('');
    until('2026-01-14 10:00');
    expect(flag()).toBe('empty');
    expect(tasks()).toMatchObject([{ detail: { empty: [property] } }]);
  });

  it('[D-20] stays flagged, with one open task, while any of it is empty', () => {
    plan('2026-01-30');
    deal.pass(DAY).set('next_action_owner', '').work();
    until('2026-01-14 10:00');
    expect(tasks()).toHaveLength(1);
    deal.pass(DAY).set('next_action_date', '').work();
    expect(flag()).toBe('empty');
    deal.pass(DAY).set('next_action_date', '2026-01-30').work();
    expect(flag()).toBe('empty');
    expect(deal.state.duties?.tasks).toHaveLength(1);
    deal.set('next_action_owner', REP).work();
    expect(deal.state.duties?.tasks).toEqual([]);
    expect(tasks()).toHaveLength(1);
    deal.pass(DAY).set('next_action', '').work();
    until('2026-01-20 10:00');
    expect(deal.state.duties?.tasks).toHaveLength(1);
    expect(tasks()).toHaveLength(2);
  });

  it('[D-20] has its open task still when something graver came and went', () => {
    plan('2026-01-30');
    deal.pass(DAY).set('next_action_date', '').work();
    until('2026-01-14 10:00');
    deal.set('next_action_owner', '999').work();
    expect(flag()).toBe('not_staff');
    deal.set('next_action_owner', REP).work();
    expect(flag()).toBe('empty');
    expect(deal.state.duties?.tasks).toEqual([expect.stringContaining('nextAction:empty:')]);
  });

  it('[D-20] is overdue when its day is over where we work, not before', () => {
    plan('2026-01-15');
    until('2026-01-16 00:00');
    expect(flag()).toBe('overdue');
    expect(tasks().map((one) => ('dueAt' in one ? local(one.dueAt ?? 0) : ''))).toEqual(['2026-01-20 17:00']);
  });

  it('[D-20] tells its day the same way whether HubSpot says it in a webhook or in an answer', () => {
    plan(String(Date.parse('2026-01-15T00:00:00Z')));
    until('2026-01-16 00:00');
    expect(flag()).toBe('overdue');
  });

  it('[D-20] of somebody who does not work here is flagged at once, and never the client’s', () => {
    deal.pass(2 * DAY);
    plan('2026-01-30', '999');
    expect(flag()).toBe('not_staff');
    expect(tasks()).toMatchObject([{ detail: { flaw: 'not_staff' } }]);
    deal.set('next_action_owner', REP).work();
    expect(flag()).toBe('');
    expect(over()).toBe(1);
  });

  it('[D-20] of a colleague who is newer than the policy’s snapshot is ours', () => {
    deal.around = { ...deal.around, actionOwner: { id: '555', isStaff: true, readAt: 0 } };
    deal.pass(2 * DAY);
    plan('2026-01-30', '555');
    expect(flag()).toBe('');
    // Another one who is unknown is looked up anew.
    deal.around = { ...deal.around, actionOwner: { id: '999', isStaff: false, readAt: 0 } };
    deal.set('next_action_owner', '999').work();
    expect(flag()).toBe('not_staff');
  });
});

describe('an owner who leaves', () => {
  const leave = () => (deal.around = { ...deal.around, actionOwner: { id: REP, isStaff: false, readAt: 0 } });
  const { ownerCheckDays = 0 } = rule ?? {};

  it('[D-20] is noticed when the day of the action comes, and the deal’s owner has the task', () => {
    plan('2026-01-30');
    deal.pass(DAY).wake().work();
    leave();
    until('2026-01-30 00:00');
    expect(flag()).toBe('not_staff');
    expect(tasks()).toMatchObject([{ detail: { flaw: 'not_staff' } }]);
    expect(deal.journal.at(-1)?.kind).toBe('nextActionFlagged');
    expect(local(deal.journal.at(-1)?.happenedAt ?? 0)).toBe('2026-01-30 00:00');
    deal.set('next_action_owner', '78').work();
    expect([flag(), over()]).toEqual(['', 1]);
  });

  it('[D-20] is noticed within a week where something happens with the deal', () => {
    plan('2026-03-30');
    leave();
    deal
      .pass(ownerCheckDays * DAY - MINUTE)
      .set('rate_range', 'below_4')
      .work();
    expect(flag()).toBe('');
    deal.pass(MINUTE).set('rate_range', 'percent_5').work();
    expect(flag()).toBe('not_staff');
  });

  it('[D-20] is noticed when the day of the action is over, before it is flagged as overdue', () => {
    plan('2026-01-15');
    leave();
    until('2026-01-16 00:00');
    expect(flag()).toBe('not_staff');
    expect(tasks()).toMatchObject([{ detail: { flaw: 'not_staff' } }]);
  });

  it('[D-20] wakes up a deal once before its action is due, without reading it, and not at all in its first week', () => {
    const wakes = () => dutyWakes(deal.state, deal.policy, deal.now).map((wake) => `${local(wake.at)} ${wake.what}`);
    plan('2026-01-16');
    expect(wakes()).toEqual(['2026-01-17 00:00 see to its next action']);
    plan('2026-01-30');
    expect(wakes()).toEqual([`2026-01-30 00:00 ${LOOK_AGAIN}`, '2026-01-31 00:00 see to its next action']);
    expect(nextHappening(deal.state, deal.policy, deal.now)?.what).toBe('see to its next action');
    const { reads } = deal;
    deal.pass((dutyWakes(deal.state, deal.policy, deal.now)[0]?.at ?? 0) - deal.now).work();
    expect(wakes()).toEqual(['2026-01-31 00:00 see to its next action']);
    expect(deal.reads).toBe(reads);
  });

  it('[D-20] is not asked about while something else is wrong: somebody has a task', () => {
    plan('2026-01-15');
    until('2026-01-16 00:00');
    expect(flag()).toBe('overdue');
    expect(() => deal.toNextWake()).toThrow('nothing happens by itself');
    leave();
    deal
      .pass(ownerCheckDays * DAY)
      .set('rate_range', 'below_4')
      .work();
    expect(flag()).toBe('not_staff');
  });

  it('[D-20] and is in a snapshot that is younger than the look is one of us', () => {
    plan('2026-01-30');
    leave();
    until('2026-01-30 00:00');
    expect(flag()).toBe('not_staff');
    deal.state = { ...deal.state, policyAt: deal.pass(MINUTE).now };
    deal.wake().work();
    expect(flag()).toBe('');
  });
});

describe('the task', () => {
  it('[D-20] is over when the next action is planned, and the flag is gone', () => {
    deal.toNextWake();
    expect(over()).toBe(0);
    plan('2026-01-30');
    expect(flag()).toBe('');
    expect(over()).toBe(1);
    expect(kinds()).toEqual(['nextActionFlagged', 'nextActionTaskOver']);
    deal.pass(MINUTE).wake().work();
    expect(over()).toBe(1);
  });

  it('[D-20] filled in piece by piece stays one task', () => {
    deal.toNextWake();
    deal.set('next_action', 'Call').work().set('next_action_owner', REP).work();
    expect(flag()).toBe('empty');
    expect(tasks()).toHaveLength(1);
    deal.set('next_action_date', '2026-01-30').work();
    expect(over()).toBe(1);
  });

  it('[D-20] [R-03] comes once, however long nothing is done about it', () => {
    deal
      .toNextWake()
      .pass(60 * DAY)
      .wake()
      .work();
    expect(tasks()).toHaveLength(1);
    expect(() => deal.toNextWake()).toThrow('nothing happens by itself');
  });

  it('[D-20] is another one when it is another matter: planned late, then overdue', () => {
    deal.toNextWake();
    plan('2026-01-15');
    until('2026-01-16 00:00');
    expect(tasks().map((one) => ('detail' in one ? one.detail?.['flaw'] : ''))).toEqual(['empty', 'overdue']);
    plan('2026-01-22');
    until('2026-01-23 00:00');
    expect(tasks()).toHaveLength(3);
    expect(over()).toBe(2);
  });

  it('[D-20] is over when the deal closes; reopened, the deal has time again', () => {
    deal.toNextWake();
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'Next year.').work();
    expect(deal.stage).toBe('closed_lost');
    expect(flag()).toBe('');
    expect(over()).toBe(1);
    deal
      .pass(30 * DAY)
      .set('deal_lost_reason_category', '')
      .moveTo('engaged')
      .work();
    const reopened = deal.now;
    expect(flag()).toBe('');
    deal.toNextWake();
    expect(flag()).toBe('empty');
    expect(deal.now - reopened).toBeGreaterThan(DAY / 2);
  });

  it('[D-20] also where it moves on meanwhile: its owner has a task as for a new deal', () => {
    deal.toNextWake();
    deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'Next year.').work();
    deal
      .pass(30 * DAY)
      .moveTo('sql')
      .work();
    deal.pass(MINUTE).fillExit('sql').work();
    expect(deal.stage).toBe('engaged');
    const movedOn = deal.now;
    expect(flag()).toBe('');
    deal.toNextWake();
    expect(deal.now - movedOn).toBeGreaterThan(DAY / 2);
    expect(flag()).toBe('empty');
    expect(tasks()).toHaveLength(2);
    expect(kinds()).toEqual(['nextActionFlagged', 'nextActionTaskOver', 'nextActionFlagged']);
  });
});

describe('what happens otherwise', () => {
  it('[D-20] [R-03] costs no reading, as long as nothing is wrong with the next action', () => {
    plan('2026-01-30');
    const { reads } = deal;
    deal.pass(MINUTE).set('next_action', 'Something else').work().set('next_action_date', '2026-02-03').work();
    deal.pass(MINUTE).set('rate_range', 'below_4').work();
    expect(deal.reads).toBe(reads);
  });

  it('[D-20] a policy without the rule asks for none', () => {
    deal = new DealWithDuties();
    deal.pass(30 * DAY).work();
    expect(deal.duties).toEqual([]);
  });
});
