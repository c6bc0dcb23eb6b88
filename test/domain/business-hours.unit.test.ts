import { describe, expect, it } from 'vitest';
import { dueWithin, nextBusinessTime, nextOpening } from '../../src/domain/business-hours.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { atHour, localMinute } from '../../src/domain/time.ts';

const { calendar } = defaultPolicy;
const hours = { from: 9, to: 17 };
const newYork = calendar.timeZone;
const at = (iso: string) => Date.parse(iso);
const local = (instant: number) => localMinute(instant, newYork);

describe('due within business days', () => {
  it.each([
    ['Thursday 10:00 + 1: Friday 10:00', '2026-11-19T15:00:00Z', 1, '2026-11-20 10:00'],
    ['Friday 15:00 + 1: Monday 15:00', '2026-11-20T20:00:00Z', 1, '2026-11-23 15:00'],
    ['Saturday 11:00 + 1: Monday closing', '2026-11-21T16:00:00Z', 1, '2026-11-23 17:00'],
    ['Saturday 11:00 + 2: Tuesday closing', '2026-11-21T16:00:00Z', 2, '2026-11-24 17:00'],
    ['Tuesday 23:00 + 1: Wednesday closing', '2026-11-18T04:00:00Z', 1, '2026-11-18 17:00'],
    ['Wednesday 03:00 + 1: the same day, closing', '2026-11-18T08:00:00Z', 1, '2026-11-18 17:00'],
    ['Wednesday 17:00 is after hours: Thursday closing', '2026-11-18T22:00:00Z', 1, '2026-11-19 17:00'],
    ['Wednesday 09:00 is within hours: Thursday 09:00', '2026-11-18T14:00:00Z', 1, '2026-11-19 09:00'],
    ['Wednesday before Thanksgiving + 1: Friday', '2026-11-25T15:00:00Z', 1, '2026-11-27 10:00'],
    ['Wednesday before Thanksgiving + 2: Monday', '2026-11-25T15:00:00Z', 2, '2026-11-30 10:00'],
    ['Thanksgiving itself + 1: Friday closing', '2026-11-26T15:00:00Z', 1, '2026-11-27 17:00'],
    ['Friday before clocks go back (1 Nov): Monday', '2026-10-30T14:00:00Z', 1, '2026-11-02 10:00'],
    ['Friday before clocks go forward (14 Mar): Monday', '2027-03-12T15:00:00Z', 1, '2027-03-15 10:00'],
    ['Saturday before clocks go forward: Monday closing', '2027-03-13T15:00:00Z', 1, '2027-03-15 17:00'],
    ['over Christmas and New Year', '2026-12-24T15:00:00Z', 1, '2026-12-28 10:00'],
  ])('[C-06] [R-07] %s', (_, start, days, expected) => {
    expect(local(dueWithin(at(start), days, hours, calendar))).toBe(expected);
  });
});

describe('business hours', () => {
  it.each([
    ['within: now', '2026-11-18T19:30:00Z', '2026-11-18 14:30'],
    ['at the opening: now', '2026-11-18T14:00:00Z', '2026-11-18 09:00'],
    ['before the opening: then', '2026-11-18T08:00:00Z', '2026-11-18 09:00'],
    ['at the closing: tomorrow', '2026-11-18T22:00:00Z', '2026-11-19 09:00'],
    ['Friday evening: Monday', '2026-11-21T01:00:00Z', '2026-11-23 09:00'],
    ['a holiday: the next day', '2026-11-26T15:00:00Z', '2026-11-27 09:00'],
    ['the night in which clocks go back', '2026-11-01T05:30:00Z', '2026-11-02 09:00'],
    ['the night in which clocks go forward', '2027-03-14T07:30:00Z', '2027-03-15 09:00'],
  ])('[K-02] [R-07] %s', (_, start, expected) => {
    expect(local(nextBusinessTime(at(start), hours, calendar))).toBe(expected);
  });

  it('[K-02] the next opening is on a later day, whatever the hour', () => {
    expect(local(nextOpening(at('2026-11-20T08:00:00Z'), hours, calendar))).toBe('2026-11-23 09:00');
    expect(local(nextOpening(at('2026-11-19T21:00:00Z'), hours, calendar))).toBe('2026-11-20 09:00');
  });

  it('[R-07] an hour of the local day, not of the UTC day', () => {
    expect(local(atHour(at('2026-11-19T04:00:00Z'), 9, newYork))).toBe('2026-11-18 09:00');
    expect(local(atHour(at('2027-03-14T20:00:00Z'), 9, newYork))).toBe('2027-03-14 09:00');
  });
});
