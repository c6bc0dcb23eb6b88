import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { addBusinessDays, addDays, addMonths, isBusinessDay, localDate, localMinute } from '../../src/domain/time.ts';

const newYork = 'America/New_York';
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString();

describe('calendar months', () => {
  it.each([
    ['30 Nov + 3 = 28 Feb', '2026-11-30T15:00:00Z', 3, '2027-02-28T15:00:00.000Z'],
    ['30 Nov + 3 in a leap year = 29 Feb', '2027-11-30T15:00:00Z', 3, '2028-02-29T15:00:00.000Z'],
    ['31 Jan + 1 = 28 Feb', '2026-01-31T15:00:00Z', 1, '2026-02-28T15:00:00.000Z'],
    ['29 Feb + 12 = 28 Feb', '2028-02-29T15:00:00Z', 12, '2029-02-28T15:00:00.000Z'],
    ['over the end of the year', '2026-12-15T15:00:00Z', 3, '2027-03-15T14:00:00.000Z'],
    ['same local time in summer', '2026-01-15T14:30:00Z', 6, '2026-07-15T13:30:00.000Z'],
    // 23:30 in New York is already the next day in UTC: the local day counts.
    ['local day counts, not the UTC day', '2026-12-01T04:30:00Z', 3, '2027-03-01T04:30:00.000Z'],
    ['an hour that clocks skip becomes the next', '2026-12-14T07:30:00Z', 3, '2027-03-14T07:30:00.000Z'],
    ['an hour that clocks show twice is the first', '2026-08-01T05:30:00Z', 3, '2026-11-01T05:30:00.000Z'],
  ])('[R-07] %s', (_, start, months, expected) => {
    expect(iso(addMonths(at(start), months, newYork))).toBe(expected);
  });

  it('[R-07] means the zone of the policy: the same instant ends on different days', () => {
    const instant = at('2026-11-30T23:30:00Z'); // 30 Nov in New York, 1 Dec in Berlin
    expect(localDate(addMonths(instant, 3, newYork), newYork)).toBe('2027-02-28');
    expect(localDate(addMonths(instant, 3, 'Europe/Berlin'), 'Europe/Berlin')).toBe('2027-03-01');
  });
});

describe('days', () => {
  it('[R-07] keep the local time when clocks change', () => {
    const start = at('2027-03-13T15:00:00Z'); // 10:00 in New York, the day before
    expect(localMinute(addDays(start, 1, newYork), newYork)).toBe('2027-03-14 10:00');
    expect(addDays(start, 1, newYork) - start).toBe(23 * 3_600_000);
  });

  it.each([
    ['Thursday + 1 = Friday', '2026-11-19T15:00:00Z', 1, '2026-11-20 10:00'],
    ['Friday + 1 = Monday', '2026-11-20T15:00:00Z', 1, '2026-11-23 10:00'],
    ['Saturday + 1 = Monday', '2026-11-21T15:00:00Z', 1, '2026-11-23 10:00'],
    ['Wednesday before Thanksgiving + 1 = Friday', '2026-11-25T15:00:00Z', 1, '2026-11-27 10:00'],
    ['five over Thanksgiving', '2026-11-23T15:00:00Z', 5, '2026-12-01 10:00'],
    ['five over Christmas and New Year', '2026-12-23T15:00:00Z', 5, '2026-12-31 10:00'],
    ['over the change of clocks', '2027-03-12T15:00:00Z', 1, '2027-03-15 10:00'],
  ])('[R-07] business days: %s', (_, start, days, expected) => {
    expect(localMinute(addBusinessDays(at(start), days, defaultPolicy.calendar), newYork)).toBe(expected);
  });

  it("[R-07] holidays are the policy's: Thanksgiving is a business day in Germany", () => {
    const thanksgiving = at('2026-11-26T15:00:00Z');
    expect(isBusinessDay(thanksgiving, defaultPolicy.calendar)).toBe(false);
    expect(isBusinessDay(thanksgiving, smallPolicy.calendar)).toBe(true);
  });
});
