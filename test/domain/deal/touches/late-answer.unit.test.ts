/** S-05: somebody answered, and it became known only after the deal was lost for want of an answer. */
import { beforeEach, expect, it } from 'vitest';
import { decisionWords } from '../../../../src/domain/decision-words.ts';
import { dutyTask } from '../../../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../../../src/domain/policy/default.ts';
import { localMinute } from '../../../../src/domain/time.ts';
import { at, call, DAY, mail, MINUTE, OUTCOMES, reply, seven, TouchedDeal } from './support.ts';

/** A Tuesday, 10:00 in New York. */
const LAST = at('2026-03-03T15:00:00Z');
const WARNED = at('2026-03-06T15:00:00Z');
const CLOSED = at('2026-03-10T14:00:00Z');
const REP = '77';

let deal: TouchedDeal;
/** Two hours after a deal was lost because nobody answered seven touches. */
beforeEach(() => {
  deal = new TouchedDeal().set('hubspot_owner_id', REP, 'person:77').to(LAST);
  deal
    .log(...seven(LAST))
    .work()
    .to(WARNED)
    .to(CLOSED);
  if (deal.stage !== 'closed_lost') throw new Error('the deal was not lost');
  deal.to(CLOSED + 120 * MINUTE);
});

/** The workflow has ended, and another run begins. */
function forget(): void {
  const { policyAt = 0, seq } = deal.state;
  deal.state = { dealId: '501', seq, policyAt };
}

const asked = () => deal.did('task', 'lateAnswer');

it.each([
  ['an e-mail from before the closing', () => reply({ at: CLOSED - MINUTE, id: '900' }), 'had answered before'],
  [
    'an answered call of the last second',
    () => call('connected', { at: CLOSED - 1, id: '900' }),
    'had answered before',
  ],
  ['an e-mail from after it', () => reply({ at: CLOSED + MINUTE, id: '900' }), 'has answered since'],
])('[S-05] [R-05] of %s the owner is told by one task, and it is on record', (_what, record, words) => {
  const answer = record();
  deal.log(answer).work();
  expect(asked()).toHaveLength(1);
  const task = deal.duties.find((one) => one.do === 'task' && one.about === 'lateAnswer');
  if (task?.do !== 'task') throw new Error('there is no task');
  const { to, dueAt = 0, about = '', detail = {} } = task;
  expect([to, localMinute(dueAt, 'America/New_York')]).toEqual([REP, '2026-03-11 12:00']);
  const { subject, body } = dutyTask(defaultPolicy, about, detail);
  expect(subject).toContain(words);
  expect(body).toContain(`${localMinute(answer.at, 'America/New_York')} (America/New_York)`);
  expect(body).toContain(`${answer.object} 900`);
  const decision = deal.journal.at(-1);
  expect(decision).toMatchObject({
    kind: 'answeredLate',
    clause: 'S-05',
    evidence: [{ object: 'deal' }, { object: answer.object, id: '900', at: answer.at }],
  });
  expect(decision && decisionWords(defaultPolicy, decision)).toContain(`${answer.object} 900 became known`);
  expect(deal.stage).toBe('closed_lost');

  deal
    .log(answer, reply({ at: CLOSED + 10 * MINUTE }))
    .work()
    .to(CLOSED + 20 * DAY);
  expect(asked()).toHaveLength(1);
  expect(deal.stage).toBe('closed_lost');
});

it('[S-05] the task is over when the deal is opened again, and the count starts from there', () => {
  deal.log(reply({ at: CLOSED - MINUTE })).work();
  deal.moveTo('sql').work();
  expect(deal.state.duties?.tasks).toEqual([]);
  expect(deal.stage).toBe('sql');
  expect(deal.shown.touches).toBe('0');
});

it('[S-05] another touch, and what becomes of those that were made, is no answer', () => {
  const [first] = deal.timeline;
  if (first === undefined) throw new Error('there are seven');
  deal
    .log(mail({ at: CLOSED + MINUTE }), { ...first, outcome: OUTCOMES.noAnswer })
    .work()
    .to(CLOSED + DAY);
  expect(asked()).toEqual([]);
});

it('[S-05] an answer that was known before the touches is none, whatever becomes of them and of the workflow', () => {
  deal = new TouchedDeal().to(LAST - DAY);
  deal.log(reply({ at: LAST - DAY })).work();
  const made = seven(LAST);
  deal
    .to(LAST)
    .log(...made)
    .work()
    .to(WARNED)
    .to(CLOSED);
  const known = deal.state;
  forget();
  deal.log(mail({ at: CLOSED + MINUTE })).work();
  expect([asked(), deal.stage]).toEqual([[], 'closed_lost']);
  deal.state = known;
  const [one] = made;
  deal.timeline = deal.timeline.filter(({ object }) => object !== 'call');
  if (one !== undefined)
    deal
      .to(CLOSED + DAY)
      .hear(one)
      .work();
  expect(asked()).toEqual([]);
});

it('[S-05] [R-13] is noticed by a run of the workflow that knows nothing of the touches', () => {
  forget();
  deal.log(reply({ at: CLOSED - MINUTE })).work();
  expect(asked()).toHaveLength(1);
});

it.each([
  ['somebody lost', (): void => void deal.set('deal_lost_reason_category', 'budget').work()],
  ['was opened again and is open', (): void => void deal.moveTo('sql').work()],
])('[S-05] a deal that %s is none of its business', (_what, change) => {
  change();
  deal.log(reply({ at: deal.now })).work();
  expect(asked()).toEqual([]);
});

it('[S-05] costs no look where nothing is heard', () => {
  const { looks } = deal;
  deal
    .set('rate_range', 'below_4')
    .work()
    .to(CLOSED + 60 * DAY);
  expect(deal.looks).toBe(looks);
});
