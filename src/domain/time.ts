/**
 * Calendar arithmetic in the policy's time zone. Instants are milliseconds since 1970; every function takes its
 * start, none reads a clock. The zone's offsets come from `Intl` by way of a library; the calendar itself is ours because
 * `Date` subclasses of date libraries do not survive Temporal's workflow sandbox (docs/decisions/0004).
 */
import { tzOffset } from '@date-fns/tz/tzOffset';
import type { CalendarRule } from './policy/types.ts';

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Wall-clock time of an instant in a zone, written as if it were UTC (so that UTC getters read local fields). */
function toLocal(instant: number, timeZone: string): number {
  return instant + tzOffset(timeZone, new Date(instant)) * MINUTE_MS;
}

/**
 * The instant at which a zone's clocks show this wall-clock time. A time that clocks skip becomes the same distance after
 * the gap (02:30 → 03:30); of a time that clocks show twice the first is taken.
 */
function fromLocal(local: number, timeZone: string): number {
  const before = tzOffset(timeZone, new Date(local - DAY_MS));
  const after = tzOffset(timeZone, new Date(local + DAY_MS));
  const candidates = [before, after].map((offset) => local - offset * MINUTE_MS);
  const real = candidates.filter((instant) => toLocal(instant, timeZone) === local);
  return real.length > 0 ? Math.min(...real) : local - before * MINUTE_MS;
}

/** Adds calendar months at the same local time; a day the month does not have becomes its last (30 Nov + 3 = 28/29 Feb). */
export function addMonths(instant: number, months: number, timeZone: string): number {
  const local = new Date(toLocal(instant, timeZone));
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, lastDay));
  return fromLocal(local.getTime(), timeZone);
}

/** Adds calendar days at the same local time: a day on which clocks change has 23 or 25 hours. */
export function addDays(instant: number, days: number, timeZone: string): number {
  return fromLocal(toLocal(instant, timeZone) + days * DAY_MS, timeZone);
}

/** The instant at which the clocks show this full hour on the instant's own calendar day. */
export function atHour(instant: number, hour: number, timeZone: string): number {
  const local = toLocal(instant, timeZone);
  return fromLocal(local - (((local % DAY_MS) + DAY_MS) % DAY_MS) + hour * 3_600_000, timeZone);
}

/** The instant at which a calendar day, `YYYY-MM-DD`, begins in the zone. */
export function startOfDay(day: string, timeZone: string): number {
  return fromLocal(Date.parse(`${day}T00:00:00Z`), timeZone);
}

/** The calendar day of an instant in the zone, `YYYY-MM-DD`. */
export function localDate(instant: number, timeZone: string): string {
  return new Date(toLocal(instant, timeZone)).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD HH:MM` in the zone, for people. */
export function localMinute(instant: number, timeZone: string): string {
  return new Date(toLocal(instant, timeZone)).toISOString().slice(0, 16).replace('T', ' ');
}

/** Whether the calendar day of the instant is a workday and no holiday. */
export function isBusinessDay(instant: number, calendar: CalendarRule): boolean {
  const weekday = new Date(toLocal(instant, calendar.timeZone)).getUTCDay() || 7;
  return calendar.workdays.includes(weekday) && !calendar.holidays.includes(localDate(instant, calendar.timeZone));
}

/** The same local time on the n-th business day after the instant's own day; for 0 the instant itself. */
export function addBusinessDays(instant: number, days: number, calendar: CalendarRule): number {
  let at = instant;
  let calendarDays = 0;
  for (let left = days; left > 0;) {
    calendarDays += 1;
    at = addDays(instant, calendarDays, calendar.timeZone);
    if (isBusinessDay(at, calendar)) left -= 1;
  }
  return at;
}
