import { describe, expect, it } from 'vitest';
import { temperature } from '../../../src/domain/contact/rules/temperature.ts';
import type { LifecycleKey } from '../../../src/domain/policy/contact-types.ts';
import { aContactPolicy, aSituation, DAY, type Given } from '../../support/contacts.ts';
import { at, decisions, fact, keys, local, owed, seen, wakes } from './support.ts';

const last = at('2026-11-18T15:00:00Z');
const cold = at('2027-02-18T15:00:00Z');
const engaged = { call: seen(last, 'call', '801') };
const on = (now: number, given: Given = {}) =>
  temperature(aSituation({ stage: 'mql', since: last, engagements: engaged, now, ...given }));
const veto = (when: number, reason = '*', value = 'yes', previous?: string) => ({
  no_positive_impression: fact(value, when, 'person:91', previous),
  no_positive_impression_reason: fact(reason, when),
});

describe('the instant at which a lead turns cold', () => {
  it.each([
    ['30 Nov + 3 months is the end of February', '2026-11-30T15:00:00Z', '2027-02-28 10:00'],
    ['30 Nov + 3 months in a leap year', '2027-11-30T15:00:00Z', '2028-02-29 10:00'],
    ['31 Jan + 3 months is 30 April', '2027-01-31T15:00:00Z', '2027-04-30 10:00'],
    ['29 Feb + 3 months is 29 May', '2028-02-29T15:00:00Z', '2028-05-29 10:00'],
    ['the same local time after clocks went back', '2026-08-20T13:00:00Z', '2026-11-20 09:00'],
    ['the same local time after clocks went forward', '2026-12-20T14:00:00Z', '2027-03-20 09:00'],
    ['02:30 that does not exist on 14 March becomes 03:30', '2026-12-14T07:30:00Z', '2027-03-14 03:30'],
    ['01:30 that comes twice on 1 November is the first', '2026-08-01T05:30:00Z', '2026-11-01 01:30'],
  ])('[T-01] [R-07] %s', (_, engagedAt, expected) => {
    const instant = at(engagedAt);
    const given = { engagements: { visit: seen(instant, 'contact', '301') } };
    expect(wakes(on(instant, given))).toEqual([expected]);
    const turnsAt = at(on(instant, given).show['sop_turns_cold_on'] ?? '');
    expect(local(turnsAt)).toBe(expected);
    expect(on(turnsAt - 1, given).show['sop_temperature']).toBe('warm');
    expect(on(turnsAt, given).show['sop_temperature']).toBe('cold');
  });

  it("[T-01] [R-06] the number of months is the policy's", () => {
    const policy = aContactPolicy(() => ({ temperature: { coldAfterMonths: 4, clause: 'T-01' } }));
    expect(wakes(on(last, { policy }))).toEqual(['2027-03-18 10:00']);
  });
});

describe('a lead that engaged', () => {
  it('[T-02] [T-04] is warm; the record shows it, the last engagement and the day it will turn', () => {
    const warm = on(last + DAY);
    expect(warm.show).toEqual({
      sop_temperature: 'warm',
      sop_turns_cold_on: '2027-02-18T15:00:00.000Z',
      sop_last_engagement: '2026-11-18T15:00:00.000Z',
    });
    expect(warm.effects).toMatchObject([
      { key: `warm:${last}`, decision: { kind: 'warm', happenedAt: last, evidence: [{ object: 'call', id: '801' }] } },
    ]);
    expect(warm.effects[0]?.command).toBeUndefined();
  });

  it.each(['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'] satisfies LifecycleKey[])(
    '[T-04] is so in %s as well',
    (stage) => {
      expect(on(last + DAY, { stage }).show['sop_temperature']).toBe('warm');
    },
  );

  it('[T-01] counts from the last engagement of any kind', () => {
    const engagements = { call: seen(last), visit: seen(last + 5 * DAY), click: seen(last + DAY) };
    expect(wakes(on(last + 6 * DAY, { engagements }))).toEqual(['2027-02-23 10:00']);
  });

  it('[T-02] what is no engagement of the policy does not count', () => {
    expect(on(last, { engagements: { open: seen(last), voicemail: seen(last) } }).show['sop_temperature']).toBe('');
  });

  it('[T-03] ten engagements in a row are one "warm", and move the date each time', () => {
    const done: Record<string, number> = {};
    for (let n = 0; n < 10; n += 1) {
      const now = last + n * 20 * DAY;
      const situation = aSituation({ stage: 'mql', since: last, now, done, engagements: { call: seen(now) } });
      for (const { key } of owed(temperature, situation)) done[key] = now;
      expect(temperature(situation).show['sop_last_engagement']).toBe(new Date(now).toISOString());
    }
    expect(Object.keys(done)).toEqual([`warm:${last}`]);
  });

  it('[T-01] turns cold once, at its instant, with the last engagement as evidence', () => {
    const done = { [`warm:${last}`]: last };
    const turned = on(cold + DAY, { done });
    expect(turned.effects).toMatchObject([
      { key: `cold:${cold}`, decision: { kind: 'cold', happenedAt: cold, evidence: [{ object: 'call', id: '801' }] } },
    ]);
    expect(turned.wakes).toEqual([]);
    expect(turned.show['sop_turns_cold_on']).toBe('');
    expect(keys(on(cold + 9 * DAY, { done: { ...done, [`cold:${cold}`]: cold } }))).toEqual([]);
  });

  it('[T-03] a new engagement warms it again, and it can turn cold again', () => {
    const done = { [`warm:${last}`]: last, [`cold:${cold}`]: cold };
    const back = cold + 5 * DAY;
    const engagements = { call: seen(back) };
    expect(keys(on(back + 1, { done, engagements }))).toEqual([`warm:${back}`]);
    const again = { ...done, [`warm:${back}`]: back + 1 };
    expect(keys(on(back + 2, { done: again, engagements }))).toEqual([]);
    expect(decisions(on(back + 120 * DAY, { done: again, engagements }))).toEqual(['cold']);
  });

  it('[T-03] an engagement that HubSpot shows late, from before the turn, still warms it', () => {
    const done = { [`warm:${last}`]: last, [`cold:${cold}`]: cold };
    const engagements = { visit: seen(cold - DAY) };
    const late = on(cold + 6 * DAY, { done, engagements });
    expect(keys(late)).toEqual([`warm:${cold - DAY}`]);
    const then = { ...done, [`warm:${cold - DAY}`]: cold + 6 * DAY };
    expect(decisions(on(cold + 120 * DAY, { done: then, engagements }))).toEqual(['cold']);
  });

  it('[T-04] what the record shows is not recorded again when the memory is lost', () => {
    expect(keys(on(last + DAY, { values: { sop_temperature: 'warm' } }))).toEqual([]);
  });
});

describe('a contact that never engaged', () => {
  it('[T-01] has no temperature', () => {
    const none = on(last, { engagements: {} });
    expect(none.show).toEqual({ sop_temperature: '', sop_turns_cold_on: '', sop_last_engagement: '' });
    expect(none.effects).toEqual([]);
    expect(none.wakes).toEqual([]);
  });

  it('[T-01] is cold when it is a qualified lead', () => {
    const values = { qualified_lead_kind: fact('affiliate', last) };
    const lead = on(last + DAY, { engagements: {}, values });
    expect(lead.show['sop_temperature']).toBe('cold');
    expect(keys(lead)).toEqual([`cold:${last}`]);
  });
});

describe('a veto of the rep', () => {
  const vetoed = last + 2 * DAY;

  it('[T-03] makes a warm lead cold at once, and is recorded with who said so', () => {
    const proposal = on(vetoed + 1, { values: veto(vetoed), done: { [`warm:${last}`]: last } });
    expect(proposal.show['sop_temperature']).toBe('cold');
    expect(proposal.wakes).toEqual([]);
    expect(proposal.effects).toMatchObject([
      { key: `vetoed:${vetoed}`, decision: { kind: 'vetoed', by: 'person:91', clause: 'T-03', happenedAt: vetoed } },
    ]);
  });

  it('[T-03] without a reason changes nothing and is asked for it', () => {
    const proposal = on(vetoed + 1, { values: veto(vetoed, ''), done: { [`warm:${last}`]: last } });
    expect(proposal.missing).toEqual(['vetoReason']);
    expect(proposal.show['sop_temperature']).toBe('warm');
    expect(proposal.effects).toEqual([]);
  });

  it('[T-03] ends with a newer engagement: warm again, and the property is free for the next veto', () => {
    const engagements = { call: seen(vetoed + DAY) };
    const done = { [`warm:${last}`]: last, [`vetoed:${vetoed}`]: vetoed };
    const proposal = on(vetoed + 2 * DAY, { values: veto(vetoed), engagements, done });
    expect(proposal.show).toMatchObject({
      sop_temperature: 'warm',
      no_positive_impression: '',
      no_positive_impression_reason: '',
    });
    expect(keys(proposal)).toEqual([`warm:${vetoed + DAY}`]);
  });

  it('[T-03] that the rep takes back warms again', () => {
    const done = { [`warm:${last}`]: last, [`vetoed:${vetoed}`]: vetoed };
    const proposal = on(vetoed + 2 * DAY, { values: veto(vetoed + DAY, '*', 'no', 'yes'), done });
    expect(proposal.show['sop_temperature']).toBe('warm');
    expect(keys(proposal)).toEqual([`warm:${vetoed + DAY}`]);
  });

  it('[T-03] "no" is none', () => {
    expect(on(vetoed + 1, { values: veto(vetoed, '*', 'no') }).show['sop_temperature']).toBe('warm');
  });
});
