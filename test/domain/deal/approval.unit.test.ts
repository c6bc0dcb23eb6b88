/** D-07: who approves a deal. */
import { beforeEach, expect, it } from 'vitest';
import { nextDuty } from '../../../src/domain/deal/duties.ts';
import { dutyNote } from '../../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';

const OWNER = 'person:77';
const APPROVER = '78';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let deal: DealWithDuties;
/** In Proposal, with everything but the approval. */
beforeEach(() => {
  deal = new DealWithDuties();
  deal.work().fillExit('sql').work().fillExit('engaged').work();
  deal.fillExit('proposal').set('deal_approval_status', '').set('deal_meeting_required', '');
});

const status = () => deal.values['deal_approval_status']?.value;
const openTasks = () => deal.state.duties?.tasks ?? [];
const decided = () =>
  deal.journal.map(({ kind }) => kind).filter((kind) => kind.startsWith('approval') || kind === 'approved');

it('[D-07] without a deal meeting the system approves, says why, and the deal moves on', () => {
  deal.set('deal_meeting_required', 'no').work();
  expect(status()).toBe('approved');
  expect(deal.values['sop_approval_reason']?.value).toBe('no_meeting_required');
  expect(decided()).toEqual(['approved']);
  expect(deal.stage).toBe('partner_of_choice');
});

it('[D-07] with a meeting the approver is asked once, and the deal waits', () => {
  deal.set('deal_meeting_required', 'yes').work().work();
  expect(deal.stage).toBe('proposal');
  expect(deal.did('task', 'approve')).toHaveLength(1);
  expect(deal.duties.find((one) => one.do === 'mail')).toMatchObject({ to: APPROVER, about: 'approve' });
  expect(decided()).toEqual(['approvalAsked']);
});

it('[D-07] the approver is reminded every second business day, three times, and then no more', () => {
  // A Tuesday.
  deal.pass(DAY).set('deal_meeting_required', 'yes').work();
  const asked = deal.now;
  for (let times = 1; times <= 3; times += 1) deal.toNextWake();
  expect(deal.did('mail', 'approveReminder')).toHaveLength(3);
  // Six business days on from a Tuesday: a weekend lies between, in which the clocks go forward.
  expect(deal.now - asked).toBe(8 * DAY - HOUR);
  expect(() => deal.toNextWake()).toThrow('nothing happens by itself');
});

it('[D-07] somebody else than the owner approves: the deal moves on and the task is over', () => {
  deal.set('deal_meeting_required', 'yes').work().set('deal_approval_status', 'approved', `person:${APPROVER}`).work();
  expect(deal.stage).toBe('partner_of_choice');
  expect(status()).toBe('approved');
  expect(openTasks()).toEqual([]);
});

it.each([
  ['is lost', () => deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'No budget.')],
  ['needs no meeting after all', () => deal.set('deal_meeting_required', '')],
  ['was moved back', () => deal.moveTo('engaged')],
])('[D-07] who was asked has nothing to do any more when the deal %s', (_, happens) => {
  deal.set('deal_meeting_required', 'yes').work();
  expect(openTasks()).toHaveLength(1);
  happens();
  deal.work();
  expect(openTasks()).toEqual([]);
});

it.each([
  ['lends the deal to a colleague, approves and takes it back', ['79', 'approve', '77']],
  ['lends the deal to a colleague and approves', ['79', 'approve']],
  ['leaves the deal without an owner, approves and takes it back', ['', 'approve', '77']],
  ['approves, and somebody else owns it then', ['approve', '79']],
])('[D-07] an owner who %s has not had it approved', (_, steps) => {
  deal.set('hubspot_owner_id', '77').set('deal_meeting_required', 'yes').work();
  for (const step of steps) {
    if (step === 'approve') deal.set('deal_approval_status', 'approved', OWNER);
    else deal.set('hubspot_owner_id', step);
    deal.work();
  }
  expect(deal.stage).toBe('proposal');
  expect(status()).toBe('pending');
});

it('[D-07] an approval that opened the gate stands when the approver owns the deal later', () => {
  deal.set('hubspot_owner_id', '77').set('deal_meeting_required', 'yes').work();
  deal.pass(60_000).set('deal_approval_status', 'approved', `person:${APPROVER}`).work();
  expect(deal.stage).toBe('partner_of_choice');
  deal.pass(60_000).set('hubspot_owner_id', APPROVER).work();
  expect(status()).toBe('approved');
});

it('[D-07] when the one who was asked becomes the owner, somebody else is asked', () => {
  deal.set('deal_meeting_required', 'yes').work().pass(60_000).set('hubspot_owner_id', APPROVER).work();
  expect(openTasks()).toHaveLength(1);
  expect(deal.duties.findLast((one) => one.do === 'task')).not.toMatchObject({ to: APPROVER });
});

it('[D-07] the owner does not approve the own deal: put back with a note, and the deal stays', () => {
  deal.set('deal_meeting_required', 'yes').set('deal_approval_status', 'approved', OWNER).work();
  expect(deal.stage).toBe('proposal');
  expect(status()).toBe('pending');
  expect(deal.did('note', 'ownApproval')).toHaveLength(1);
  expect(decided()).toEqual(['approvalRefused', 'approvalAsked']);
});

it.each([
  ['automation', 'a HubSpot workflow'],
  ['import', 'an import'],
  ['merge', 'a merge with another deal'],
  ['app:4711', 'a program'],
  ['unknown', 'a program'],
  // Whoever has our token: the engine itself approves with a reason.
  ['us', 'a program'],
])('[D-07] [R-05] %s approves no deal: put back with a note that says why, until a person approves', (by, words) => {
  deal.set('deal_meeting_required', 'yes').set('deal_approval_status', 'approved', by).work();
  expect(deal.stage).toBe('proposal');
  expect(status()).toBe('pending');
  const note = deal.duties.find((one) => one.do === 'note');
  expect(note).toMatchObject({ about: 'programApproval', detail: { by } });
  expect(dutyNote(defaultPolicy, 'programApproval', { by })).toContain(`was set by ${words} and has been put back`);
  expect(decided()).toEqual(['approvalRefused', 'approvalAsked']);
  expect(deal.journal.find(({ kind }) => kind === 'approvalRefused')).toMatchObject({
    by,
    clause: expect.stringContaining('D-07'),
    detail: { why: 'notAPerson' },
  });
  deal.pass(60_000).set('deal_approval_status', 'approved', `person:${APPROVER}`).work();
  expect(deal.stage).toBe('partner_of_choice');
  expect(openTasks()).toEqual([]);
});

it('[D-07] a program that approves again and again is left alone after three times, and the deal stays', () => {
  deal.set('deal_meeting_required', 'yes').work();
  const again = () => deal.pass(60_000).set('deal_approval_status', 'approved', 'automation').work();
  for (let times = 1; times <= 3; times += 1) again();
  expect(status()).toBe('pending');
  again();
  expect(status()).toBe('approved');
  expect(deal.stage).toBe('proposal');
  expect(deal.state.shown?.missing).toEqual(['deal.deal_approval_status=approved']);
  expect(deal.did('note', 'programApproval')).toHaveLength(3);
  expect(deal.did('task', 'approve')).toHaveLength(1);
  expect(openTasks()).toHaveLength(1);
  deal.pass(DAY).wake().work();
  expect(status()).toBe('pending');
  expect(deal.did('note', 'programApproval')).toHaveLength(4);
});

it('[D-07] without a meeting whoever approved is right; with one after all a program is not', () => {
  deal.set('contract_status', '').set('deal_approval_status', 'approved', 'automation');
  deal.set('deal_meeting_required', 'no').work();
  expect(status()).toBe('approved');
  expect(deal.did('set')).toEqual([]);
  deal.pass(60_000).set('deal_meeting_required', 'yes').work();
  expect(status()).toBe('pending');
  expect(decided()).toEqual(['approvalRefused', 'approvalAsked']);
});

it('[D-07] [R-03] who was asked already is not asked again because the owner tried', () => {
  deal.set('deal_meeting_required', 'yes').work().pass(60_000).set('deal_approval_status', 'approved', OWNER).work();
  expect(status()).toBe('pending');
  expect(deal.did('task', 'approve')).toHaveLength(1);
  expect(deal.did('mail', 'approve')).toHaveLength(1);
});

it('[D-07] a decision that the approver takes back is asked for again', () => {
  deal.set('contract_status', '').set('deal_meeting_required', 'yes').work();
  deal.pass(60_000).set('deal_approval_status', 'approved', `person:${APPROVER}`).work();
  deal.pass(60_000).set('deal_approval_status', 'pending', `person:${APPROVER}`).work();
  expect(deal.did('task', 'approve')).toHaveLength(2);
});

it('[D-07] each own approval is put back, and each is told of', () => {
  deal.set('deal_meeting_required', 'yes').set('deal_approval_status', 'approved', OWNER).work();
  deal.pass(60_000).set('deal_approval_status', 'approved', OWNER).work();
  expect(status()).toBe('pending');
  expect(deal.did('note', 'ownApproval')).toHaveLength(2);
});

it('[D-07] from no to yes afterwards the automatic approval is withdrawn, and somebody is asked', () => {
  deal.set('contract_status', '').set('deal_meeting_required', 'no').work();
  expect(status()).toBe('approved');
  deal.pass(60_000).set('deal_meeting_required', 'yes').work();
  expect(status()).toBe('pending');
  expect(deal.values['sop_approval_reason']?.value).toBe('');
  expect(decided()).toEqual(['approved', 'approvalWithdrawn', 'approvalAsked']);
  const { at, by } = deal.values['deal_meeting_required'] ?? {};
  expect(deal.journal.find(({ kind }) => kind === 'approvalWithdrawn')).toMatchObject({ happenedAt: at, by });
  expect(by).not.toBe('us');
});

it('[D-07] from no to yes afterwards a person’s approval stands', () => {
  deal.set('contract_status', '').set('deal_approval_status', 'approved', `person:${APPROVER}`);
  deal.set('deal_meeting_required', 'no').work().pass(60_000).set('deal_meeting_required', 'yes').work();
  expect(status()).toBe('approved');
  expect(deal.did('set')).toEqual([]);
});

it('[D-07] a person’s rejection stands although no meeting is required', () => {
  deal.set('deal_approval_status', 'rejected', `person:${APPROVER}`).set('deal_meeting_required', 'no').work();
  expect(status()).toBe('rejected');
  expect(deal.stage).toBe('proposal');
});

it('[D-07] the owner of the deal is never the one who is asked', () => {
  deal.set('hubspot_owner_id', APPROVER).set('deal_meeting_required', 'yes').work();
  expect(deal.duties.find((one) => one.do === 'mail')).toMatchObject({ to: '1' });
});

it('[D-07] where nothing needs approval yet nobody is asked', () => {
  const early = new DealWithDuties();
  early.set('deal_meeting_required', 'yes').work();
  expect(early.stage).toBe('sql');
  expect(early.duties).toEqual([]);
});

it('[R-05] while HubSpot refuses to be read nothing is tried over and over', () => {
  deal.work().set('deal_meeting_required', 'yes').deliver();
  const { fresh: _, ...heard } = deal.state;
  deal.state = heard;
  expect(nextDuty(deal.state, deal.policy, deal.now)).toEqual({ do: 'read' });
  deal.tell({ type: 'refused', reason: 'auth' });
  expect(nextDuty(deal.state, deal.policy, deal.now)).toBeUndefined();
});
