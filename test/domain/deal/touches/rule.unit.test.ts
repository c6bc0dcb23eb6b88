/** What the engine does about the touches of a deal: shows them, warns, closes, and starts again (S-01 to S-06). */
import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteCommand } from '../../../../src/domain/deal/commands.ts';
import { dutyWakes } from '../../../../src/domain/deal/duties.ts';
import type { Values } from '../../../../src/domain/deal/state.ts';
import { heardAnswer, silenceBehind } from '../../../../src/domain/deal/touches/silence.ts';
import { localMinute } from '../../../../src/domain/time.ts';
import { at, call, DAY, mail, MINUTE, OUTCOMES, reply, seven, TouchedDeal } from './support.ts';

/** A Tuesday, 10:00 in New York. */
const LAST = at('2026-03-03T15:00:00Z');
const WARNED = at('2026-03-06T15:00:00Z');
const CLOSED = at('2026-03-10T14:00:00Z');

let deal: TouchedDeal;
beforeEach(() => {
  deal = new TouchedDeal();
});

/** Seven touches, and the clock at the last of them. */
const touched = () =>
  deal
    .to(LAST)
    .log(...seven(LAST))
    .work();
const wake = () => {
  const [next] = dutyWakes(deal.state, deal.policy, deal.now);
  return next && [localMinute(next.at, 'America/New_York'), next.what];
};

describe('what a rep reads', () => {
  it('[S-04] says how many touches there are and what is missing', () => {
    deal
      .to(LAST)
      .log(...seven(LAST).slice(0, 6))
      .work();
    expect(deal.shown).toEqual({
      touches: '6',
      voicemails: '2',
      summary: '6 touches, 1 touch and 1 voicemail missing.',
    });
    deal.log(mail({ at: LAST })).work();
    expect(deal.shown).toEqual({ touches: '7', voicemails: '2', summary: '7 touches, 1 voicemail missing.' });
    expect(deal.stage).toBe('sql');
  });

  it('[S-05] says when the owner is warned and when the deal is lost', () => {
    touched();
    expect(deal.shown.summary).toBe(
      '7 touches, 3 voicemails among them: none missing. Without an answer the owner is warned at 2026-03-06 10:00 America/New_York and the deal is lost at 2026-03-10 10:00 America/New_York.',
    );
    expect(wake()).toEqual(['2026-03-06 10:00', 'warn the owner: no answer']);
  });

  it('[S-06] names calls that are not counted, and the journal has each unknown outcome once', () => {
    const unknown = call('busy', { at: LAST, id: '801', outcome: 'own-outcome' });
    deal
      .to(LAST)
      .log(unknown, call('busy', { at: LAST, id: '802', outcome: '' }))
      .work();
    expect(deal.shown.summary).toBe(
      'Not counted, because of an outcome that the sales process does not know: call 801 (own-outcome).\nNot counted, because of no outcome: call 802.',
    );
    deal
      .log(unknown)
      .work()
      .to(LAST + DAY);
    expect(deal.kinds()).toEqual(['unknownOutcome']);
    expect(deal.journal.find(({ kind }) => kind === 'unknownOutcome')).toMatchObject({
      evidence: [{ object: 'deal' }, { object: 'call', id: '801', at: LAST }],
      detail: { outcome: 'own-outcome' },
      clause: 'S-06',
    });
    deal.log({ ...unknown, outcome: OUTCOMES.voicemail }).work();
    expect(deal.shown).toMatchObject({ touches: '1', voicemails: '1' });
  });

  it('[S-02] [S-03] [R-05] is in the journal: each change of the count with its records, and each answer, once', () => {
    const made = seven(LAST);
    deal.to(LAST);
    for (const upTo of [1, 2, 2, 3]) deal.log(...made.slice(upTo - 1, upTo)).work();
    deal.log(reply({ at: LAST + MINUTE, id: '900' })).work();
    const counted = deal.journal.filter(({ kind }) => kind === 'touched' || kind === 'answered');
    expect(counted.map(({ kind, evidence, detail }) => [kind, evidence.length - 1, detail])).toEqual([
      ['touched', 1, { touches: 1, voicemails: 1 }],
      ['touched', 2, { touches: 2, voicemails: 1 }],
      ['touched', 3, { touches: 3, voicemails: 1 }],
      ['answered', 1, undefined],
    ]);
    expect(counted.at(-1)?.evidence.at(-1)).toMatchObject({ object: 'email', id: '900' });
  });

  it('says nothing of a deal that nobody has touched, and writes nothing', () => {
    deal.to(LAST).work();
    expect(deal.shown).toEqual({});
  });

  it('[S-02] moves an edited outcome between the kinds, and a deleted record away', () => {
    const one = call('noAnswer', { at: LAST });
    deal
      .to(LAST)
      .log(one, mail({ at: LAST }))
      .work();
    expect(deal.shown).toMatchObject({ touches: '2', voicemails: '0' });
    deal.log({ ...one, outcome: OUTCOMES.voicemail }).work();
    expect(deal.shown).toMatchObject({ touches: '2', voicemails: '1' });
    deal.timeline = deal.timeline.filter(({ id }) => id !== one.id);
    deal.hear(one).work();
    expect(deal.shown).toMatchObject({ touches: '1', voicemails: '0' });
  });

  it('[S-03] an answer starts the count again', () => {
    touched()
      .log(reply({ at: LAST + MINUTE }))
      .pass(MINUTE)
      .work();
    expect(deal.shown).toEqual({ touches: '0', voicemails: '0', summary: '' });
  });
});

describe('nobody answers', () => {
  it('[S-05] the owner is warned on the third business day, and the deal is lost on the fifth', () => {
    touched().to(WARNED - 1);
    expect(deal.did('task', 'touches')).toEqual([]);
    deal.to(WARNED);
    expect(deal.duties.find((one) => one.do === 'task')).toMatchObject({ about: 'touches', dueAt: CLOSED });
    expect(wake()).toEqual(['2026-03-10 10:00', 'close the deal: no answer']);
    const summary =
      '7 touches, 3 voicemails among them: none missing. The owner was warned at 2026-03-06 10:00 America/New_York; without an answer the deal is lost at 2026-03-10 10:00 America/New_York.';
    expect(deal.shown.summary).toBe(summary);
    deal.to(CLOSED - 5_000);
    expect([deal.stage, deal.shown.summary]).toEqual(['sql', summary]);
    deal.to(CLOSED);
    expect(deal.stage).toBe('closed_lost');
    expect(deal.did('task', 'touches')).toHaveLength(1);
    expect(deal.kinds()).toEqual(['touchesWarned', 'closed', 'noResponse']);
  });

  it('[S-05] [D-13] category and details are filled in, with the dates and ids of all touches', () => {
    const records = seven(LAST);
    deal
      .to(LAST)
      .log(...records)
      .work();
    deal.to(WARNED).to(CLOSED);
    const set = deal.duties.find((one) => one.do === 'set');
    if (set?.do !== 'set' || set.values === undefined) throw new Error('the reason was not set');
    expect(set.values['deal_lost_reason_category']).toBe('no_response');
    const details = set.values['deal_lost_reason_details']?.split('\n') ?? [];
    expect(details[0]).toBe(
      'No answer to 7 touches, 3 voicemails among them, nor within 5 business days after (times: America/New_York):',
    );
    expect(details[1]).toBe(`- 2026-03-03 04:00 voicemail (call ${records[0]?.id}, by owner 77)`);
    expect(details).toHaveLength(8);
    expect(records.every(({ id }) => details.some((line) => line.includes(` ${id},`)))).toBe(true);
    const decision = deal.journal.find(({ kind }) => kind === 'noResponse');
    expect(decision?.evidence.slice(1).map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  });

  it('[S-05] the warning’s task is over when the deal is lost', () => {
    touched()
      .to(WARNED)
      .to(CLOSED)
      .to(CLOSED + MINUTE);
    expect(deal.did('completeTask')).toHaveLength(1);
    expect(deal.shown.summary).toBe('');
  });

  it('[S-05] an eighth touch does not put the end off', () => {
    touched()
      .to(WARNED)
      .log(mail({ at: WARNED + DAY }))
      .to(WARNED + DAY);
    expect(wake()).toEqual(['2026-03-10 10:00', 'close the deal: no answer']);
    deal.to(CLOSED);
    expect(deal.stage).toBe('closed_lost');
  });

  it('[S-04] with fewer than three voicemails the deal stays, however long', () => {
    deal
      .to(LAST)
      .log(...Array.from({ length: 12 }, (_, n) => mail({ at: LAST + n })))
      .work();
    for (let day = 1; day < 60; day += 5) deal.to(LAST + day * DAY);
    expect(deal.stage).toBe('sql');
    expect(deal.did('task')).toEqual([]);
    expect(deal.shown.summary).toBe('12 touches, 3 voicemails missing.');
  });

  it('[S-05] whoever could not be warned in time is warned, and has two business days', () => {
    deal.log(...seven(LAST));
    deal.to(at('2026-03-18T13:30:00Z'));
    expect(deal.stage).toBe('sql');
    expect(deal.did('task', 'touches')).toHaveLength(1);
    deal.to(at('2026-03-20T13:29:00Z'));
    expect(deal.stage).toBe('sql');
    deal.to(at('2026-03-20T13:40:00Z'));
    expect(deal.stage).toBe('closed_lost');
  });

  it.each(['engaged', 'proposal'])('[S-06] in %s as well', (stage) => {
    deal.fillExit('sql').work();
    if (stage === 'proposal') deal.fillExit('engaged').work();
    expect(deal.stage).toBe(stage);
    touched().to(WARNED).to(CLOSED);
    expect(deal.stage).toBe('closed_lost');
  });

  it('[S-06] but not in Partner of Choice', () => {
    deal.set('let_stand_reason', 'agreed with the client', 'person:1').moveTo('partner_of_choice', 'person:1').work();
    touched()
      .to(WARNED)
      .to(CLOSED)
      .to(CLOSED + 30 * DAY);
    expect(deal.stage).toBe('partner_of_choice');
    expect(deal.looks).toBe(0);
  });
});

describe('an answer in time', () => {
  it.each([
    ['before the warning', WARNED - MINUTE, 0],
    ['after the warning', WARNED + MINUTE, 1],
    ['in the last second', CLOSED - 1_000, 1],
  ])('[S-05] %s wins', (_when, answeredAt, warnings) => {
    touched();
    if (answeredAt > WARNED) deal.to(WARNED);
    deal
      .to(answeredAt)
      .log(reply({ at: answeredAt }))
      .work()
      .to(CLOSED)
      .to(CLOSED + 10 * DAY);
    expect(deal.stage).toBe('sql');
    expect(deal.did('task', 'touches')).toHaveLength(warnings);
    expect(deal.did('completeTask')).toHaveLength(warnings);
    expect(deal.kinds()).toEqual(warnings === 0 ? [] : ['touchesWarned', 'touchesAnswered']);
  });

  it('[S-05] [R-13] wins although HubSpot never told of it: all is read again before the deal is closed', () => {
    touched().to(WARNED);
    deal.timeline.push(reply({ at: CLOSED - DAY }));
    deal.to(CLOSED);
    expect(deal.stage).toBe('sql');
    expect(deal.shown).toMatchObject({ touches: '0' });
  });

  it('[S-05] [R-13] saves the owner a warning although HubSpot never told of it', () => {
    touched();
    deal.timeline.push(reply({ at: LAST + DAY }));
    deal.to(WARNED);
    expect(deal.did('task')).toEqual([]);
  });

  it('[S-03] and then seven further touches are needed', () => {
    const again = at('2026-04-07T14:00:00Z');
    touched()
      .to(WARNED)
      .log(reply({ at: WARNED }))
      .work();
    deal
      .to(again)
      .log(...seven(again))
      .work();
    deal.to(at('2026-04-10T14:00:00Z'));
    expect(deal.did('task', 'touches')).toHaveLength(2);
    deal.to(at('2026-04-14T14:00:00Z'));
    expect(deal.stage).toBe('closed_lost');
  });

  it('[S-02] an edit that takes a needed voicemail away stops the closing as well', () => {
    const records = seven(LAST);
    deal
      .to(LAST)
      .log(...records)
      .work()
      .to(WARNED);
    const [first] = records;
    if (first === undefined) throw new Error('there are seven');
    deal
      .log({ ...first, outcome: OUTCOMES.noAnswer })
      .work()
      .to(CLOSED);
    expect(deal.stage).toBe('sql');
    expect(deal.shown.summary).toBe('7 touches, 1 voicemail missing.');
  });
});

describe('a deal that is opened again', () => {
  it('[S-03] starts from nothing: what was tried before is over', () => {
    touched()
      .to(WARNED)
      .to(CLOSED)
      .to(CLOSED + DAY);
    deal
      .moveTo('sql')
      .work()
      .to(CLOSED + 40 * DAY);
    expect(deal.stage).toBe('sql');
    expect(deal.shown.touches).toBe('0');
    expect(deal.did('set')).toHaveLength(1);
    expect(deal.did('task', 'touches')).toHaveLength(1);
  });
});

describe('looking', () => {
  it('costs nothing where a policy has no such rules', () => {
    const { touches: _, ...rules } = deal.rules;
    const other = new TouchedDeal('2026-03-02T15:00:00Z', rules);
    other
      .to(LAST)
      .log(...seven(LAST))
      .work()
      .to(CLOSED + 30 * DAY);
    expect([other.looks, other.stage]).toEqual([0, 'sql']);
  });

  it('waits for the first news of a deal that was seen when it was made', () => {
    deal.to(LAST);
    expect(deal.looks).toBe(0);
    deal.log(mail({ at: LAST })).work();
    expect([deal.looks, deal.shown.touches]).toEqual([1, '1']);
  });

  it('[R-12] is done at once of a deal that was there before', () => {
    const old = new TouchedDeal('2026-03-02T15:00:00Z', deal.rules, LAST);
    expect(old.looks).toBe(1);
  });

  it('[R-13] is done again once in a while although nothing was heard', () => {
    deal.to(LAST);
    const { looks } = deal;
    deal.to(LAST + 29 * DAY);
    expect(deal.looks).toBe(looks);
    deal.to(LAST + 31 * DAY);
    expect(deal.looks).toBe(looks + 1);
  });
});

describe('an answer between the lost reason and the closing write', () => {
  it('[S-05] has all read again, and the deal stays', () => {
    touched().to(WARNED);
    // The write that closes the deal is refused, and the reason taken back: somebody answered in that second.
    deal.refuses = true;
    deal.to(CLOSED);
    expect(deal.stage).toBe('sql');
    deal.refuses = false;
    deal.state = heardAnswer(deal.state);
    deal.timeline.push(reply({ at: CLOSED }));
    deal
      .set('deal_lost_reason_category', '', 'us')
      .set('deal_lost_reason_details', '', 'us')
      .work()
      .to(CLOSED + 5 * DAY);
    expect(deal.stage).toBe('sql');
    expect(deal.kinds()).toContain('touchesAnswered');
  });

  it('[S-05] is looked for only where the engine gave the reason', () => {
    touched().to(WARNED);
    const lost = { stage: 'closed_lost', since: 0, missing: [], resting: false };
    const write: WriteCommand = { do: 'write', stageId: '1', shown: lost, decisions: [] };
    const because = (by: string, value = 'no_response', written = write, more: Values = {}) => {
      const reason = {
        deal_lost_reason_category: { value, at: CLOSED, by },
        deal_lost_reason_details: { value: '*', at: CLOSED, by },
      };
      const { state, policy } = deal;
      return silenceBehind({ ...state, policy, values: { ...deal.values, ...reason, ...more } }, written, CLOSED);
    };
    expect(because('us')).toMatchObject({ now: CLOSED });
    expect(because('us', 'no_response', { ...write, shown: { ...lost, stage: 'engaged' } })).toBeUndefined();
    expect(because('person:77')).toBeUndefined();
    expect(because('us', 'budget')).toBeUndefined();
    // Lost by silence, opened again, and a rep says why it is lost now; or the Sales VP backs out what was won since.
    const byRep = { deal_lost_reason_details: { value: '*', at: CLOSED, by: 'person:77' } };
    expect(because('us', 'no_response', write, byRep)).toBeUndefined();
    const stage = deal.values['dealstage']?.value ?? '';
    const previous = deal.idsOfPortal.pipelines['new_business']?.stages['closed_lost'] ?? '';
    const reopened = { dealstage: { value: stage, previous, at: CLOSED + 1, by: 'person:77' } };
    expect(because('us', 'no_response', write, reopened)).toBeUndefined();
    expect(because('us', 'no_response', { ...write, backOut: { reason: 'client' } })).toBeUndefined();
  });
});
