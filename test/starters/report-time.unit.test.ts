import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { reportTime } from '../../src/starters/demo/report-time.ts';

const asOf = (begun: string, now: string) =>
  new Date(reportTime(defaultPolicy, Date.parse(begun), Date.parse(now))).toISOString();

describe('the report at the end of the demo', () => {
  it.each([
    {
      when: 'begun in November, told in February',
      begun: '2026-11-22',
      now: '2027-02-23',
      is: '2026-12-28T12:00:00.000Z',
    },
    {
      when: 'begun after the last meeting of the quarter',
      begun: '2026-12-29',
      now: '2027-04-01',
      is: '2027-03-29T11:00:00.000Z',
    },
    { when: 'with no such meeting in between', begun: '2026-12-29', now: '2027-03-01', is: '2027-03-01T00:00:00.000Z' },
  ])('[G-01] is as of a meeting that has something to tell: $when', ({ begun, now, is }) => {
    expect(asOf(begun, now)).toBe(is);
  });
});
