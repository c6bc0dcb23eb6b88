/** The quarterly review of excluded contacts (C-14): when it is due, and what its workflow knows. Instants are milliseconds since 1970. */
import type { CalendarRule, Policy } from '../policy/types.ts';
import { addBusinessDays, addDays, addMonths, atHour, DAY_MS, isBusinessDay, localDate } from '../time.ts';
import type { Actor } from '../events.ts';

/** The slice of the policy by which the review is run. */
export interface ReviewPolicy {
  version: string;
  calendar: CalendarRule;
  hour: number;
  reminderDays: number;
  /** Task property of the corrective action. */
  correctiveAction: string;
  clause: string;
  maxSleepMs: number;
  refusedRetryMs: number;
}

/** A source and the task in which marketing writes the corrective action for it. */
export interface ReviewedSource {
  /** How and why the contacts were created, e.g. `IMPORT/OFFLINE`. */
  source: string;
  taskId: string;
}

export interface ReviewState {
  /** Number of the last decision recorded in the journal. */
  seq: number;
  policy?: ReviewPolicy;
  /** The last review, or the start of the workflow: the next one is due after it. */
  since: number;
  /** Sources of the last review whose corrective action is still to come, and when they are reminded of, once. */
  open?: { quarter: string; sources: ReviewedSource[]; remindsAt?: number };
  /** When HubSpot refused something last; cleared by the next success. */
  refusedAt?: number;
}

export interface Due {
  at: number;
  what: 'review' | 'remind';
}

/** @throws Error for a policy without rules for contacts */
export function reviewPolicy(policy: Policy): ReviewPolicy {
  const { contacts } = policy;
  if (contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
  const { role: _, ...rule } = contacts.exclusionReview;
  return {
    ...rule,
    version: `${policy.id}@${policy.version}`,
    calendar: policy.calendar,
    // A deal's, not a contact's: nothing happens to the review in between, only new code has to reach it.
    maxSleepMs: policy.dealClock.maxSleepDays * DAY_MS,
    refusedRetryMs: contacts.clock.refusedRetryHours * 3_600_000,
  };
}

/** The quarter of an instant in the zone, e.g. `2026-q4`. */
export function quarterOf(instant: number, timeZone: string): string {
  const [year = '', month = ''] = localDate(instant, timeZone).split('-');
  return `${year}-q${Math.ceil(Number(month) / 3)}`;
}

/** The first instant after `after` at which the clocks show `hour` on the first business day of a quarter. */
export function firstBusinessDayOfQuarter(after: number, calendar: CalendarRule, hour: number): number {
  const { timeZone } = calendar;
  let month = firstOfQuarter(after, timeZone);
  for (;;) {
    let day = month;
    while (!isBusinessDay(day, calendar)) day = addDays(day, 1, timeZone);
    const at = atHour(day, hour, timeZone);
    if (at > after) return at;
    month = addMonths(month, 3, timeZone);
  }
}

/** Noon of the quarter's first day: an hour that every zone has on every day. */
function firstOfQuarter(instant: number, timeZone: string): number {
  const [, month = '', day = ''] = localDate(instant, timeZone).split('-');
  const noon = atHour(instant, 12, timeZone);
  return addMonths(addDays(noon, 1 - Number(day), timeZone), -((Number(month) - 1) % 3), timeZone);
}

/** What comes next: the reminder of the last review, or the next review. What was refused waits a while. */
export function nextDue({ since, open, refusedAt }: ReviewState, policy: ReviewPolicy): Due {
  const review: Due = { at: firstBusinessDayOfQuarter(since, policy.calendar, policy.hour), what: 'review' };
  const remindsAt = open?.remindsAt;
  const next: Due = remindsAt !== undefined && remindsAt < review.at ? { at: remindsAt, what: 'remind' } : review;
  return refusedAt === undefined ? next : { ...next, at: Math.max(next.at, refusedAt + policy.refusedRetryMs) };
}

/** When sources without a corrective action are reminded of; also the day until which marketing is asked for one. */
export function remindsAt(reviewedAt: number, { calendar, reminderDays }: ReviewPolicy): number {
  return addBusinessDays(reviewedAt, reminderDays, calendar);
}

/** What a review found. */
export interface Reviewed {
  total: number;
  /** The task for the batch; absent where nobody is excluded. */
  taskId?: string;
  /** The largest first. */
  sources: (ReviewedSource & { count: number })[];
}

/** The corrective action for a source was written, at this time by this person. */
export interface Answered extends ReviewedSource {
  at: number;
  by: Actor;
}
