/** As of when the demo's report tells the quarter. */
import type { Policy } from '../../domain/policy/types.ts';
import { localDate, startOfDay } from '../../domain/time.ts';
import { lastMeeting } from '../../reports/periods.ts';

const MONTHS_OF_QUARTER = 3;

/**
 * The last meeting of the calendar quarter in which the story began, or of the next one where that came before anything had happened;
 * now, where neither has been. The story ends months later, maybe in another year, when “year to date” has nothing of it any more.
 * @param begun,now milliseconds since 1970
 */
export function reportTime({ growth, calendar: { timeZone } }: Policy, begun: number, now: number): number {
  if (growth === undefined) return now;
  const [year = 0, month = 1] = localDate(begun, timeZone).split('-').map(Number);
  const meetings = [1, 2].map((quarters) => {
    const next = (Math.floor((month - 1) / MONTHS_OF_QUARTER) + quarters) * MONTHS_OF_QUARTER;
    const firstDay = new Date(Date.UTC(year, next, 1)).toISOString().slice(0, 10);
    return lastMeeting(startOfDay(firstDay, timeZone), growth, timeZone);
  });
  return meetings.find((at) => at > begun && at <= now) ?? now;
}
