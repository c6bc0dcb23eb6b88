/** The periods of a report, in the policy's zone: calendar months, the fiscal year, calendar days. */
import type { CalendarRule } from '../domain/policy/types.ts';
import type { GrowthRules } from '../domain/policy/growth-types.ts';
import { addDays, addMonths, atHour, localDate, startOfDay } from '../domain/time.ts';
import type { Period, PeriodKey } from './growth-report.ts';

/** Milliseconds since 1970; `from` is outside of it, `to` inside. */
export interface Span {
  from: number;
  to: number;
}

const DAYS_OF_WEEK = 7;
const MONTHS_OF_YEAR = 12;

export function spansOf(asOf: number, growth: GrowthRules, { timeZone }: CalendarRule): Record<PeriodKey, Span> {
  const month = monthStart(asOf, timeZone);
  const { shortDays, longDays, trailingMonths } = growth.windows;
  const span = (from: number): Span => ({ from, to: asOf });
  return {
    // A period that begins with a day begins with its first instant.
    monthToDate: span(month - 1),
    yearToDate: span(yearStart(asOf, growth, timeZone) - 1),
    rolling30: span(addDays(asOf, -shortDays, timeZone)),
    rolling90: span(addDays(asOf, -longDays, timeZone)),
    trailing12Months: span(addMonths(asOf, -trailingMonths, timeZone)),
    sinceLastMeeting: span(lastMeeting(asOf, growth, timeZone)),
  };
}

/** The weeks that end with the report, oldest first. */
export function weeksOf(asOf: number, { windows }: GrowthRules, { timeZone }: CalendarRule): Span[] {
  return Array.from({ length: windows.weeks }, (_, index) => {
    const back = windows.weeks - index;
    return {
      from: addDays(asOf, -back * DAYS_OF_WEEK, timeZone),
      to: addDays(asOf, -(back - 1) * DAYS_OF_WEEK, timeZone),
    };
  });
}

/** When the report of a calendar day is frozen: at the meeting's hour. @param day `YYYY-MM-DD` */
export function reportInstant(day: string, { meeting }: GrowthRules, { timeZone }: CalendarRule): number {
  return atHour(startOfDay(day, timeZone), meeting.hour, timeZone);
}

/** The last time before this instant that the team was to meet. */
export function lastMeeting(asOf: number, { meeting }: GrowthRules, timeZone: string): number {
  for (let back = 0; ; back++) {
    const at = atHour(addDays(asOf, -back, timeZone), meeting.hour, timeZone);
    if (at < asOf && weekday(at, timeZone) === meeting.weekday) return at;
  }
}

/** The first time after this instant that the team is to meet. */
export function nextMeeting(after: number, { meeting }: GrowthRules, timeZone: string): number {
  for (let days = 0; ; days++) {
    const at = atHour(addDays(after, days, timeZone), meeting.hour, timeZone);
    if (at > after && weekday(at, timeZone) === meeting.weekday) return at;
  }
}

/** The calendar months of the fiscal year that holds the instant, `YYYY-MM`, up to its own. */
export function monthsOfYear(asOf: number, growth: GrowthRules, { timeZone }: CalendarRule): string[] {
  const first = localDate(yearStart(asOf, growth, timeZone), timeZone).slice(0, 7);
  const last = localDate(asOf, timeZone).slice(0, 7);
  return allMonths(first).filter((month) => month <= last);
}

/** All twelve months of the fiscal year that holds the instant. */
export function wholeYear(asOf: number, growth: GrowthRules, { timeZone }: CalendarRule): string[] {
  return allMonths(localDate(yearStart(asOf, growth, timeZone), timeZone).slice(0, 7));
}

/** First and last day of a month, and the instants it has of the policy's zone. @param month `YYYY-MM` */
export function monthSpan(month: string, { timeZone }: CalendarRule): Span & { days: [string, string] } {
  const from = startOfDay(`${month}-01`, timeZone);
  const next = addMonths(from, 1, timeZone);
  const days: [string, string] = [`${month}-01`, localDate(next - 1, timeZone)];
  return { from: from - 1, to: next - 1, days };
}

export function isoPeriod({ from, to }: Span): Period {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

export const within = ({ from, to }: Span, at: number) => at > from && at <= to;

function monthStart(instant: number, timeZone: string): number {
  const day = Number(localDate(instant, timeZone).slice(8));
  return atHour(addDays(instant, 1 - day, timeZone), 0, timeZone);
}

function yearStart(instant: number, { fiscalYear }: GrowthRules, timeZone: string): number {
  const month = Number(localDate(instant, timeZone).slice(5, 7));
  const back = (month - fiscalYear.startMonth + MONTHS_OF_YEAR) % MONTHS_OF_YEAR;
  return addMonths(monthStart(instant, timeZone), -back, timeZone);
}

function allMonths(first: string): string[] {
  const [year = 0, month = 1] = first.split('-').map(Number);
  return Array.from({ length: MONTHS_OF_YEAR }, (_, n) => {
    const at = month - 1 + n;
    return `${year + Math.floor(at / MONTHS_OF_YEAR)}-${String((at % MONTHS_OF_YEAR) + 1).padStart(2, '0')}`;
  });
}

function weekday(instant: number, timeZone: string): number {
  return new Date(`${localDate(instant, timeZone)}T00:00:00Z`).getUTCDay() || DAYS_OF_WEEK;
}
