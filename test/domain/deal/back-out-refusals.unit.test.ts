/** B-01, B-02: who may back what out and when, case by case. */
import { describe, expect, it } from 'vitest';
import { type BackOutVerdict, judgeBackOut, type Standing } from '../../../src/domain/deal/back-out/judge.ts';
import { readBackOutMessage } from '../../../src/domain/deal/back-out/message.ts';
import { codeForPeople, readCode } from '../../../src/domain/deal/back-out/code.ts';
import type { BackOutRefusal, BackOutRequest } from '../../../src/domain/deal/back-out/state.ts';
import { windowEnd } from '../../../src/domain/deal/back-out/window.ts';
import { isBackOutRefusal, refusalWords } from '../../../src/domain/duty-words/back-out.ts';
import { dutyNote } from '../../../src/domain/duty-words/index.ts';
import { backOutDecisionWords } from '../../../src/domain/duty-words/back-out-decisions.ts';
import { dealPolicy } from '../../../src/domain/deal/slice.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { smallPolicy } from '../../../src/domain/policy/small.ts';
import { portalOf, staff } from '../../support/deals.ts';

const VP = 'person:90';
const policy = dealPolicy(defaultPolicy, portalOf(defaultPolicy), staff);
/** New York, in winter time; the window goes over the change to summer time. */
const SIGNED = Date.parse('2026-01-15T23:30:00-05:00');
const END = Date.parse('2026-04-16T00:00:00-04:00');
const NOW = Date.parse('2026-02-01T12:00:00-05:00');
const won: Standing = { is: 'won', sale: { signedAt: SIGNED, wonAt: SIGNED, seller: '77' } };
const byCode: BackOutRequest = { key: 'k', way: 'page', by: VP, reason: 'client', at: NOW };
const inHubSpot: BackOutRequest = { ...byCode, way: 'hubspot' };

interface Case {
  request?: BackOutRequest;
  standing?: Standing;
  now?: number;
}
const judge = ({ request = byCode, standing = won, now = NOW }: Case) => judgeBackOut(request, standing, policy, now);
const nobody = (problem: BackOutRequest['problem']): BackOutRequest => ({
  ...byCode,
  by: 'unknown',
  ...(problem === undefined ? {} : { problem }),
});

const refusals: [string, BackOutRefusal, Case][] = [
  ['a wrong code on the page', 'wrongCode', { request: nobody('wrongCode') }],
  ['a wrong code with the signal', 'wrongCode', { request: { ...nobody('wrongCode'), way: 'signal' } }],
  ['a wrong code on the command line', 'wrongCode', { request: { ...nobody('wrongCode'), way: 'command' } }],
  ['a code that was used', 'usedCode', { request: nobody('usedCode') }],
  ['a code that has expired', 'expiredCode', { request: nobody('expiredCode') }],
  ['a code of another deal', 'otherDeal', { request: nobody('otherDeal') }],
  ['a code after too many wrong ones', 'tooManyTries', { request: nobody('tooManyTries') }],
  ['no code on the page', 'noCode', { request: nobody('noCode') }],
  ['no code with the signal', 'noCode', { request: { ...nobody('noCode'), way: 'signal' } }],
  [
    'no code and no reason',
    'noCode',
    { request: { key: 'k', way: 'signal', by: 'unknown', at: NOW, problem: 'noCode' } },
  ],
  ['a wrong code though the actor claims to be the VP', 'wrongCode', { request: { ...byCode, problem: 'wrongCode' } }],
  ['a code that was not looked at for want of a reason', 'noReason', { request: nobody('noReason') }],
  ['who presses twice', 'backedOut', { request: nobody('usedCode'), standing: { is: 'backedOut' } }],
  ['a wrong code on the 91st day', 'wrongCode', { request: { ...nobody('wrongCode'), at: END }, now: END }],
  ['no reason on the 91st day', 'tooLate', { request: { ...nobody('noReason'), at: END }, now: END }],
  ['a code of somebody who left since', 'notVP', { request: { ...byCode, by: 'unknown' } }],
  ['a code of the selling rep', 'notVP', { request: { ...byCode, by: 'person:77' } }],
  ['a code of the sales manager', 'notVP', { request: { ...byCode, by: 'person:1' } }],
  ['a code of an approver of deals', 'notVP', { request: { ...byCode, by: 'person:78' } }],
  ['a code of a user whose id only begins like the VP’s', 'notVP', { request: { ...byCode, by: 'person:901' } }],
  ['the engine itself', 'notVP', { request: { ...byCode, by: 'us' } }],
  ['an app with a code', 'notVP', { request: { ...byCode, by: 'app:90' } }],
  ['an import in HubSpot', 'notAPerson', { request: { ...inHubSpot, by: 'import' } }],
  ['an automation in HubSpot', 'notAPerson', { request: { ...inHubSpot, by: 'automation' } }],
  ['an app in HubSpot', 'notAPerson', { request: { ...inHubSpot, by: 'app:90' } }],
  ['a merge in HubSpot', 'notAPerson', { request: { ...inHubSpot, by: 'merge' } }],
  ['somebody unknown in HubSpot', 'notAPerson', { request: { ...inHubSpot, by: 'unknown' } }],
  ['the VP for a deal that was deleted', 'gone', { standing: { is: 'gone' } }],
  ['the VP for a deal outside of the pipelines', 'elsewhere', { standing: { is: 'elsewhere' } }],
  ['the VP for a deal that was not won', 'notWon', { standing: { is: 'notWon' } }],
  ['the VP for a deal that is backed out', 'backedOut', { standing: { is: 'backedOut' } }],
  [
    'a rep for a deal that was not won',
    'notWon',
    { request: { ...inHubSpot, by: 'person:77' }, standing: { is: 'notWon' } },
  ],
  ['nobody for a deal that was not won', 'notWon', { request: nobody('noCode'), standing: { is: 'notWon' } }],
  ['the VP on the 91st day', 'tooLate', { request: { ...byCode, at: END }, now: END }],
  ['the VP in HubSpot on the 91st day', 'tooLate', { request: { ...inHubSpot, at: END }, now: END }],
  ['a rep on the 91st day', 'tooLate', { request: { ...inHubSpot, by: 'person:77', at: END }, now: END }],
  ['nobody on the 91st day', 'tooLate', { request: { ...nobody('noCode'), at: END }, now: END }],
  ['the VP years later', 'tooLate', { request: { ...byCode, at: END * 2 }, now: END * 2 }],
  ['the VP without a reason', 'noReason', { request: { key: 'k', way: 'page', by: VP, at: NOW } }],
  ['the VP with an empty reason', 'noReason', { request: { ...byCode, reason: '' } }],
  ['the VP with a reason of no list', 'noReason', { request: { ...byCode, reason: 'changed my mind' } }],
  ['the VP with the name of a property for a reason', 'noReason', { request: { ...byCode, reason: '__proto__' } }],
];

it.each(refusals)('[B-01] [B-02] refuses %s: %s', (_, why, given) => {
  expect(judge(given)).toEqual({ verdict: 'refused', why });
});

const answers: [string, BackOutVerdict['verdict'], Case][] = [
  ['the VP with a code', 'approved', {}],
  ['the VP with a code by the signal', 'approved', { request: { ...byCode, way: 'signal', reason: 'us' } }],
  ['the VP in HubSpot', 'approved', { request: inHubSpot }],
  ['the VP on the day of signing', 'approved', { request: { ...byCode, at: SIGNED }, now: SIGNED }],
  ['the VP in the last millisecond', 'approved', { request: { ...byCode, at: END - 1 }, now: END - 1 }],
  ['what was done in time and heard of late', 'approved', { request: { ...byCode, at: END - 1 }, now: END + 9e8 }],
  ['a rep in HubSpot', 'asked', { request: { ...inHubSpot, by: 'person:77' } }],
  ['the VP in HubSpot without a reason', 'asked', { request: { key: 'k', way: 'hubspot', by: VP, at: NOW } }],
];

it.each(answers)('[B-01] [B-02] of %s: %s', (_, verdict, given) => {
  expect(judge(given)).toMatchObject({ verdict });
});

it('[B-02] a policy that knows no back-out backs nothing out', () => {
  const small = dealPolicy(smallPolicy, portalOf(smallPolicy), staff);
  expect(judgeBackOut(byCode, won, small, NOW)).toEqual({ verdict: 'refused', why: 'elsewhere' });
});

it('[B-02] each refusal has words of its own, and the 91st day says churn', () => {
  const reasons = [...new Set(refusals.map(([, why]) => why))];
  expect(reasons.every(isBackOutRefusal)).toBe(true);
  expect(new Set(reasons.map((why) => refusalWords(defaultPolicy, why))).size).toBe(reasons.length);
  expect(refusalWords(defaultPolicy, 'tooLate')).toMatch(/90 days.*churn/);
});

it('[B-02] of a deal that is backed out no note says that it is not', () => {
  const note = (why: BackOutRefusal) => dutyNote(defaultPolicy, 'backOutRefused', { why, by: VP, way: 'page' });
  expect(note('wrongCode')).toContain('This deal is not backed out.');
  expect(note('backedOut')).not.toContain('not backed out');
  expect(note('backedOut')).toContain('backed out already');
});

describe('the window', () => {
  it.each([
    ['over a change of the clocks', '2026-01-15T23:30:00-05:00', '2026-04-16T00:00:00-04:00'],
    ['from the first minute of a day', '2026-01-15T00:00:00-05:00', '2026-04-16T00:00:00-04:00'],
    ['back to winter time', '2026-09-01T12:00:00-04:00', '2026-12-01T00:00:00-05:00'],
    ['over a leap day', '2028-01-01T09:00:00-05:00', '2028-04-01T00:00:00-04:00'],
    ['over a year', '2026-12-10T09:00:00-05:00', '2027-03-11T00:00:00-05:00'],
  ])('[B-01] counts calendar days in the zone of the policy, %s', (_, signed, end) => {
    expect(windowEnd(Date.parse(signed), 90, 'America/New_York')).toBe(Date.parse(end));
  });
});

describe('what anybody can send', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'backOut'],
    ['a list', ['ABCDE-FGHJK']],
    ['a code that is no text', { code: ['ABCDE-FGHJK'] }],
    ['a text of a megabyte', { code: 'A'.repeat(1_000_000), reason: 'client' }],
    ['another key', { kode: 'ABCDE-FGHJK' }],
  ])('[B-02] %s is a message without a code', (_, payload) => {
    expect(readBackOutMessage(payload)).toMatchObject({ code: '', way: 'signal' });
  });

  it('[B-02] cannot claim to come from HubSpot, nor bring a name that is none', () => {
    expect(readBackOutMessage({ code: 'A', reason: 'us', way: 'hubspot', id: 'a b' })).toEqual({
      code: 'A',
      reason: 'us',
      way: 'signal',
    });
    expect(readBackOutMessage({ problem: 'wrongCode' })).toMatchObject({ code: '', problem: 'wrongCode' });
    expect(readBackOutMessage({ problem: 'none' })).not.toHaveProperty('problem');
    expect(readBackOutMessage({ code: 'A', reason: 'us', way: 'page', id: 'a-1' })).toMatchObject({
      way: 'page',
      id: 'a-1',
    });
  });
});

it('[B-02] a code is read as people type it', () => {
  expect(codeForPeople('ABCDE01234')).toBe('ABCDE-01234');
  for (const typed of ['ABCDE-01234', ' abcde 01234 ', 'abcdeo1234', 'ABCDE–0I234', 'abcdeol234'])
    expect(readCode(typed)).toBe('ABCDE01234');
  expect(readCode('ABCDE-01234-56')).not.toBe('ABCDE01234');
});

it('[B-02] [B-03] [R-05] each decision of a back-out is told in a sentence', () => {
  const told = (kind: string, detail: Record<string, string> = {}) =>
    backOutDecisionWords(
      defaultPolicy,
      { seq: 1, kind, happenedAt: NOW, by: VP, evidence: [], policyVersion: '1', clause: 'B-03', detail },
      'Vera Pike',
    );
  expect(told('backedOut', { way: 'signal', reason: 'us' })).toBe(
    'backed out after signing by Vera Pike in Temporal: Bad fit for us; the win stays in history',
  );
  expect(told('backOutRefused', { way: 'page', why: 'tooLate' })).toMatch(/tried by Vera Pike on the page.*churn/);
  const others = ['backOutAsked', 'backOutDropped', 'clientStatusAsked', 'onboardingClosed', 'lifecycleAsked'];
  for (const kind of [...others, 'lifecycleUpdated']) expect(told(kind)).toMatch(/.{30,}/);
  expect(told('moved')).toBeUndefined();
});
