/** What a rep reads of the touches of a deal. */
import type { TouchKind, TouchCountRules } from '../../policy/touch-types.ts';
import { localMinute } from '../../time.ts';
import type { Entry } from './entry.ts';
import type { Deadlines, Standing, Touch } from './standing.ts';

/** One of a kind, and several. */
const KINDS: Record<TouchKind, string> = {
  voicemail: 'voicemail',
  noAnswer: 'call without answer',
  busy: 'call to a busy line',
  liveMessage: 'message left with somebody',
  email: 'e-mail',
  message: 'message',
};

/** `7 touches, 1 voicemail missing.`, and what follows from it; empty where there is nothing to say. */
export function summaryWords(standing: Standing, ends: Deadlines | undefined, timeZone: string): string {
  const { touches, missingTouches, missingVoicemails, unknown, blank } = standing;
  const missing = [
    ...(missingTouches > 0 ? [count(missingTouches, 'touch', 'touches')] : []),
    ...(missingVoicemails > 0 ? [count(missingVoicemails, 'voicemail', 'voicemails')] : []),
  ].join(' and ');
  const made = count(touches.length, 'touch', 'touches');
  const date = (at: number) => `${localMinute(at, timeZone)} ${timeZone}`;
  return [
    ...(touches.length > 0 && missing !== '' ? [`${made}, ${missing} missing.`] : []),
    ...(ends === undefined
      ? []
      : [
          `${made}, ${count(standing.voicemails, 'voicemail', 'voicemails')} among them: none missing. ${endWords(ends, date)}`,
        ]),
    ...uncounted(unknown, 'an outcome that the sales process does not know'),
    ...uncounted(blank, 'no outcome'),
  ].join('\n');
}

/** By what was done, not by the clock: the words change when the warning is written, and not when its time comes. */
function endWords({ warnsAt, warnedAt, closesAt }: Deadlines, date: (at: number) => string): string {
  return warnedAt === undefined
    ? `Without an answer the owner is warned at ${date(warnsAt)} and the deal is lost at ${date(closesAt)}.`
    : `The owner was warned at ${date(warnedAt)}; without an answer the deal is lost at ${date(closesAt)}.`;
}

function uncounted(calls: Entry[], why: string): string[] {
  if (calls.length === 0) return [];
  const ids = calls.map(({ id, outcome }) => (outcome === undefined ? id : `${id} (${outcome})`)).join(', ');
  return [`Not counted, because of ${why}: ${calls.length === 1 ? 'call' : 'calls'} ${ids}.`];
}

/** The lost reason's details (S-05): every touch with its time and record. */
export function detailsWords(standing: Standing, { closeAfterDays }: TouchCountRules, timeZone: string): string {
  const { touches, voicemails } = standing;
  return [
    `No answer to ${count(touches.length, 'touch', 'touches')}, ${count(voicemails, 'voicemail', 'voicemails')} among them, nor within ${closeAfterDays} business days after (times: ${timeZone}):`,
    ...touches.map((touch) => `- ${touchWords(touch, timeZone)}`),
  ].join('\n');
}

/** `2026-03-02 10:15 voicemail (call 801)`. */
export function touchWords({ at, is, object, id, owner }: Touch, timeZone: string): string {
  return `${localMinute(at, timeZone)} ${KINDS[is]} (${object} ${id}${owner === undefined ? '' : `, by owner ${owner}`})`;
}

function count(n: number, one: string, several: string): string {
  return `${n} ${n === 1 ? one : several}`;
}
