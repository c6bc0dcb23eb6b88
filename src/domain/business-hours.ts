/** Hours of the business day (K-02, C-06): when mails may go out, and until when a duty is due. */
import type { CalendarRule } from './policy/types.ts';
import { addBusinessDays, addDays, atHour, isBusinessDay } from './time.ts';

/** Local full hours; the closing hour itself is outside. */
export interface BusinessHours {
  from: number;
  to: number;
}

/** The instant itself within business hours, else the next opening. */
export function nextBusinessTime(instant: number, { from, to }: BusinessHours, calendar: CalendarRule): number {
  const { timeZone } = calendar;
  const opens = atHour(instant, from, timeZone);
  if (isBusinessDay(instant, calendar) && instant < atHour(instant, to, timeZone)) return Math.max(instant, opens);
  return addBusinessDays(opens, 1, calendar);
}

/** The first opening on a later calendar day. */
export function nextOpening(instant: number, hours: BusinessHours, calendar: CalendarRule): number {
  const tomorrow = addDays(atHour(instant, hours.from, calendar.timeZone), 1, calendar.timeZone);
  return nextBusinessTime(tomorrow, hours, calendar);
}

/**
 * Until when something is due that has to be done within so many business days (≥ 1). Within business hours: the same local
 * time so many business days later. From a night, weekend or holiday the next business day is the first that counts, and the
 * duty is due when the last of them closes: Saturday + 1 = Monday's closing hour.
 */
export function dueWithin(instant: number, days: number, hours: BusinessHours, calendar: CalendarRule): number {
  const starts = nextBusinessTime(instant, hours, calendar);
  if (starts === instant) return addBusinessDays(instant, days, calendar);
  return atHour(addBusinessDays(starts, days - 1, calendar), hours.to, calendar.timeZone);
}
