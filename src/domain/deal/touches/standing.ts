/** How far the count of a deal's touches is, and when it is over (S-01, S-04, S-05). */
import type { TouchKind, TouchCountRules } from '../../policy/touch-types.ts';
import type { CalendarRule } from '../../policy/types.ts';
import { addBusinessDays, localDate } from '../../time.ts';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';

/** An entry that is a touch. */
export type Touch = Entry & { is: TouchKind };

export interface Standing {
  /** Since the last answer, oldest first. */
  touches: Touch[];
  voicemails: number;
  missingTouches: number;
  missingVoicemails: number;
  /** The touch that completed both numbers. */
  last?: Touch;
  /** Calls whose outcome the policy does not know, and calls without one. */
  unknown: Entry[];
  blank: Entry[];
  /** When a touch that is dated ahead takes place. */
  next?: number;
}

export function standingOf({ entries }: Ledger, rules: TouchCountRules, now: number): Standing {
  // HubSpot's clock may be ahead of the workflow's: what was written down after it took place did take place.
  const isPast = ({ at, planned }: Entry) => planned !== true || at <= now;
  const past = entries.filter(isPast);
  const touches = past.filter(isTouch);
  const voicemails = touches.filter(({ is }) => is === 'voicemail');
  const needed = [touches[rules.touches - 1], voicemails[rules.voicemails - 1]];
  const [ofAll, ofVoicemails] = needed;
  const missingTouches = Math.max(0, rules.touches - touches.length);
  const missingVoicemails = Math.max(0, rules.voicemails - voicemails.length);
  const last = touches.findLast((one) => one === ofAll || one === ofVoicemails);
  const next = entries.find((entry) => !isPast(entry))?.at;
  return {
    touches,
    voicemails: voicemails.length,
    missingTouches,
    missingVoicemails,
    ...(missingTouches > 0 || missingVoicemails > 0 || last === undefined ? {} : { last }),
    unknown: past.filter(({ is }) => is === 'unknownOutcome'),
    blank: past.filter(({ is }) => is === 'noOutcome'),
    ...(next === undefined ? {} : { next }),
  };
}

function isTouch(entry: Entry): entry is Touch {
  return entry.is !== 'answer' && entry.is !== 'unknownOutcome' && entry.is !== 'noOutcome';
}

/** Milliseconds since 1970. */
export interface Deadlines {
  /** When the owner is to be warned. */
  warnsAt: number;
  /** When that was done; absent: not yet. */
  warnedAt?: number;
  /** When the deal is lost. */
  closesAt: number;
}

/**
 * When the owner is warned, and when the deal is lost: business days after the last needed touch, to the same local time. Nobody
 * loses a deal without a warning: one that came days late, after an outage say, moves the end by as much.
 * @param warnedAt when the owner was warned of this count; undefined: not yet
 */
export function deadlinesOf(
  last: Touch,
  warnedAt: number | undefined,
  rules: TouchCountRules,
  calendar: CalendarRule,
): Deadlines {
  const { warnAfterDays, closeAfterDays } = rules;
  const warnsAt = addBusinessDays(last.at, warnAfterDays, calendar);
  const closesAt = addBusinessDays(last.at, closeAfterDays, calendar);
  const day = (instant: number) => localDate(instant, calendar.timeZone);
  if (warnedAt === undefined) return { warnsAt, closesAt };
  const isLate = warnedAt > warnsAt && day(warnedAt) !== day(warnsAt);
  if (!isLate) return { warnsAt, warnedAt, closesAt };
  return { warnsAt, warnedAt, closesAt: addBusinessDays(warnedAt, closeAfterDays - warnAfterDays, calendar) };
}
