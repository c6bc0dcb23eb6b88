import { describe, expect, it } from 'vitest';
import { defaultGrowth } from '../../src/domain/policy/default-growth.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { divide, formatAmount, parseAmount, rateText } from '../../src/reports/money.ts';
import {
  isoPeriod,
  lastMeeting,
  monthsOfYear,
  reportInstant,
  spansOf,
  weeksOf,
  wholeYear,
  within,
} from '../../src/reports/periods.ts';

const { calendar } = defaultPolicy;
const at = (iso: string) => Date.parse(iso);
const period = (asOf: string, key: keyof ReturnType<typeof spansOf>, growth = defaultGrowth) =>
  isoPeriod(spansOf(at(asOf), growth, calendar)[key]);
const fiscal = (startMonth: number) => ({ ...defaultGrowth, fiscalYear: { startMonth, clause: 'G-08' } });

describe('periods', () => {
  it('[R-07] [G-01] freezes a day at the meeting hour of the policy’s zone, in summer and winter', () => {
    expect(reportInstant('2026-10-26', defaultGrowth, calendar)).toBe(at('2026-10-26T11:00:00Z'));
    expect(reportInstant('2026-11-02', defaultGrowth, calendar)).toBe(at('2026-11-02T12:00:00Z'));
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Pacific/Auckland']) {
      const zone = { ...calendar, timeZone };
      const instant = reportInstant('2026-03-01', defaultGrowth, zone);
      const local = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        dateStyle: 'short',
        timeStyle: 'short',
        hourCycle: 'h23',
      });
      expect(local.format(instant)).toBe('2026-03-01, 07:00');
    }
  });

  it('[G-07] counts since the meeting before, also at the very instant of one', () => {
    const last = (iso: string) => lastMeeting(at(iso), defaultGrowth, calendar.timeZone);
    expect(last('2026-11-16T12:00:00Z')).toBe(at('2026-11-09T12:00:00Z'));
    expect(last('2026-11-16T12:00:00.001Z')).toBe(at('2026-11-16T12:00:00Z'));
    // Clocks changed on 1 November.
    expect(last('2026-11-02T12:00:00Z')).toBe(at('2026-10-26T11:00:00Z'));
  });

  it('[G-05] begins a month and a fiscal year with their first local instant', () => {
    expect(period('2026-11-16T12:00:00Z', 'monthToDate').from).toBe('2026-11-01T03:59:59.999Z');
    expect(period('2026-12-16T12:00:00Z', 'monthToDate').from).toBe('2026-12-01T04:59:59.999Z');
    // In New York it is still October.
    expect(period('2026-11-01T03:00:00Z', 'monthToDate').from).toBe('2026-10-01T03:59:59.999Z');
    expect(period('2026-06-30T12:00:00Z', 'yearToDate', fiscal(7)).from).toBe('2025-07-01T03:59:59.999Z');
    expect(period('2026-07-01T12:00:00Z', 'yearToDate', fiscal(7)).from).toBe('2026-07-01T03:59:59.999Z');
    expect(period('2026-02-28T12:00:00Z', 'trailing12Months').from).toBe('2025-02-28T12:00:00.000Z');
    expect(period('2028-02-29T12:00:00Z', 'trailing12Months').from).toBe('2027-02-28T12:00:00.000Z');
  });

  it('[G-08] lists the months of a fiscal year over the turn of the year', () => {
    expect(monthsOfYear(at('2026-02-10T12:00:00Z'), fiscal(11), calendar)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ]);
    expect(wholeYear(at('2026-02-10T12:00:00Z'), fiscal(11), calendar)).toHaveLength(12);
    expect(wholeYear(at('2026-02-10T12:00:00Z'), fiscal(11), calendar).at(-1)).toBe('2026-10');
  });

  it('[G-07] has thirteen weeks without gap or overlap', () => {
    const weeks = weeksOf(at('2026-11-16T12:00:00Z'), defaultGrowth, calendar);
    expect(weeks).toHaveLength(13);
    for (const [index, week] of weeks.entries()) {
      if (index > 0) expect(week.from).toBe(weeks[index - 1]?.to);
      expect(within(week, week.from)).toBe(false);
      expect(within(week, week.to)).toBe(true);
    }
  });
});

describe('money', () => {
  it.each([
    ['1200', '1200.00'],
    ['99.5', '99.50'],
    ['0.005', '0.01'],
    ['0.0049', '0.00'],
    ['-0.005', '-0.01'],
    ['1.2E7', '12000000.00'],
    ['1e-3', '0.00'],
    ['.5', undefined],
    ['1,200', undefined],
    ['', undefined],
    ['90071992547409931.27', '90071992547409931.27'],
  ])('[G-04] reads %s as %s', (text, amount) => {
    const cents = parseAmount(text);
    expect(cents === undefined ? undefined : formatAmount(cents)).toBe(amount);
  });

  it('[G-05] rounds half up, away from zero', () => {
    expect(divide(5n, 2n)).toBe(3n);
    expect(divide(-5n, 2n)).toBe(-3n);
    expect(divide(4n, 3n)).toBe(1n);
    expect(rateText(2n, 3n)).toBe('0.6667');
    expect(rateText(7n, 2n)).toBe('3.5000');
  });
});
