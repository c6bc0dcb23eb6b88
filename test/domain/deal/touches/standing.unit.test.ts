/** How far the count is, and when it is over (S-01, S-04, S-05). */
import { describe, expect, it } from 'vitest';
import type { Engagement, Entry } from '../../../../src/domain/deal/touches/entry.ts';
import { ledgerOf } from '../../../../src/domain/deal/touches/ledger.ts';
import { deadlinesOf, standingOf, type Touch } from '../../../../src/domain/deal/touches/standing.ts';
import { defaultPolicy } from '../../../../src/domain/policy/default.ts';
import { defaultTouches } from '../../../../src/domain/policy/default-touches.ts';
import type { TouchRules } from '../../../../src/domain/policy/touch-types.ts';
import { localMinute } from '../../../../src/domain/time.ts';
import { at, call, entries, entry, mail, MINUTE, seven } from './support.ts';

const { calendar } = defaultPolicy;
const T = at('2026-03-03T15:00:00Z');

/** `v` a voicemail, `e` an e-mail, `n` a call without answer, `b` busy, `l` a live message, `?` an unknown outcome, `.` none. */
function timeline(letters: string): Engagement[] {
  return letters.split('').map((letter, index) => {
    const when = { at: T + index * MINUTE, id: String(index + 1) };
    if (letter === 'e') return mail(when);
    if (letter === '?') return call('busy', { ...when, outcome: 'none-of-ours' });
    if (letter === '.') return call('busy', { ...when, outcome: '' });
    return call(({ v: 'voicemail', n: 'noAnswer', b: 'busy', l: 'liveMessage' } as const)[letter] ?? 'noAnswer', when);
  });
}

const standing = (letters: string, rules: TouchRules = defaultTouches) =>
  standingOf(ledgerOf(entries(timeline(letters)), 0), rules, T + 99 * MINUTE);

describe('seven touches, three of them voicemails', () => {
  it.each<[letters: string, touches: number, voicemails: number, last: string | undefined]>([
    ['', 7, 3, undefined],
    ['v', 6, 2, undefined],
    ['vvv', 4, 0, undefined],
    ['eeeeeee', 0, 3, undefined],
    ['eeeeeev', 0, 2, undefined],
    ['eeeeevv', 0, 1, undefined],
    ['vvveee', 1, 0, undefined],
    ['vvvenbl', 0, 0, '7'],
    ['eeeevvv', 0, 0, '7'],
    ['vvveeeeeee', 0, 0, '7'],
    ['eeeeeeevvv', 0, 0, '10'],
    ['eeeeeeevveeevee', 0, 0, '13'],
    ['vvvvvvv', 0, 0, '7'],
    ['vv?v....eeee', 0, 0, '12'],
    ['???....', 7, 3, undefined],
  ])(
    '[S-01] [S-04] "%s": %i touches and %i voicemails are missing, completed by %s',
    (letters, touches, voicemails, last) => {
      const found = standing(letters);
      expect([found.missingTouches, found.missingVoicemails, found.last?.id]).toEqual([touches, voicemails, last]);
    },
  );

  it('[S-01] [R-06] the numbers are the policy’s', () => {
    const rules = { ...defaultTouches, touches: 3, voicemails: 1 };
    expect(standing('eee', rules)).toMatchObject({ missingTouches: 0, missingVoicemails: 1 });
    expect(standing('eeev', rules).last?.id).toBe('4');
    expect(standing('eee', { ...rules, voicemails: 0 }).last?.id).toBe('3');
  });

  it('[S-06] calls of unknown outcome and of none are told apart from touches', () => {
    const { touches, unknown, blank } = standing('v?e..');
    expect([touches, unknown, blank].map((some: Entry[]) => some.map(({ id }) => id))).toEqual([
      ['1', '3'],
      ['2'],
      ['4', '5'],
    ]);
  });

  it('[S-02] a touch that is dated ahead counts from its time on', () => {
    const planned = timeline('vvveeee').map((one) => ({ ...one, loggedAt: T }));
    const ledger = ledgerOf(entries(planned), 0);
    const before = standingOf(ledger, defaultTouches, T + 6 * MINUTE - 1);
    expect(before).toMatchObject({ missingTouches: 1, next: T + 6 * MINUTE });
    expect(standingOf(ledger, defaultTouches, T + 6 * MINUTE)).toMatchObject({ missingTouches: 0, last: { id: '7' } });
  });

  it('[S-02] a touch that HubSpot saw happen counts, though its clock is ahead of the workflow’s', () => {
    expect(standingOf(ledgerOf(entries(timeline('vvveeee')), 0), defaultTouches, T).last?.id).toBe('7');
  });
});

/** The last needed touch at an instant. */
function lastAt(instant: number): Touch {
  const last = entry(call('voicemail', { at: instant }));
  if (last?.is !== 'voicemail') throw new Error('a voicemail is a touch');
  return { ...last, is: last.is };
}
const local = (instant: number) => localMinute(instant, calendar.timeZone);
const ends = (lastTouch: string, warned?: string) =>
  deadlinesOf(lastAt(at(lastTouch)), warned === undefined ? undefined : at(warned), defaultTouches, calendar);

describe('business days after the last needed touch', () => {
  it.each<[what: string, touch: string, warned: string, closed: string]>([
    ['a Tuesday', '2026-03-03T15:00:00Z', '2026-03-06 10:00', '2026-03-10 10:00'],
    ['a Monday', '2026-03-02T15:00:00Z', '2026-03-05 10:00', '2026-03-09 10:00'],
    ['a Friday', '2026-03-20T15:00:00Z', '2026-03-25 11:00', '2026-03-27 11:00'],
    ['a Saturday', '2026-03-21T15:00:00Z', '2026-03-25 11:00', '2026-03-27 11:00'],
    ['a Sunday night', '2026-03-23T03:30:00Z', '2026-03-25 23:30', '2026-03-27 23:30'],
    ['just before midnight on a Friday', '2026-03-21T03:59:00Z', '2026-03-25 23:59', '2026-03-27 23:59'],
    ['over the clocks going forward', '2026-03-05T15:00:00Z', '2026-03-10 10:00', '2026-03-12 10:00'],
    ['over the clocks going back', '2026-10-29T14:00:00Z', '2026-11-03 10:00', '2026-11-05 10:00'],
    ['over Thanksgiving', '2026-11-24T15:00:00Z', '2026-11-30 10:00', '2026-12-02 10:00'],
    ['over Christmas and New Year', '2026-12-23T15:00:00Z', '2026-12-29 10:00', '2026-12-31 10:00'],
    ['on a holiday', '2026-11-26T15:00:00Z', '2026-12-01 10:00', '2026-12-03 10:00'],
    ['over a long weekend', '2026-05-21T14:00:00Z', '2026-05-27 10:00', '2026-05-29 10:00'],
    ['over the turn of the year', '2026-12-30T15:00:00Z', '2027-01-05 10:00', '2027-01-07 10:00'],
  ])(
    '[S-05] [R-07] %s: warned on the third, closed on the fifth, at the same local time',
    (_what, touch, warned, closed) => {
      const { warnsAt, closesAt } = ends(touch);
      expect([local(warnsAt), local(closesAt)]).toEqual([warned, closed]);
    },
  );

  it.each<[what: string, warned: string, closed: string]>([
    ['on the minute', '2026-03-06T15:00:00Z', '2026-03-10 10:00'],
    ['some seconds late', '2026-03-06T15:00:07Z', '2026-03-10 10:00'],
    ['later on the third day', '2026-03-06T22:00:00Z', '2026-03-10 10:00'],
    ['a day late', '2026-03-09T16:00:00Z', '2026-03-11 12:00'],
    ['after the fifth day, by an outage', '2026-03-18T13:30:00Z', '2026-03-20 09:30'],
  ])('[S-05] nobody loses a deal without two days of warning: %s', (_what, warned, closed) => {
    expect(local(ends('2026-03-03T15:00:00Z', warned).closesAt)).toBe(closed);
  });

  it('[S-05] [R-06] how many days is the policy’s', () => {
    const rules = { ...defaultTouches, warnAfterDays: 1, closeAfterDays: 10 };
    const { warnsAt, closesAt } = deadlinesOf(lastAt(at('2026-03-03T15:00:00Z')), undefined, rules, calendar);
    expect([local(warnsAt), local(closesAt)]).toEqual(['2026-03-04 10:00', '2026-03-17 10:00']);
  });

  it('[S-05] they count from the touch’s own time, whenever it was logged', () => {
    const records = seven(at('2026-03-03T15:00:00Z')).map((one) => ({ ...one, loggedAt: at('2026-03-12T15:00:00Z') }));
    const { last } = standingOf(ledgerOf(entries(records), 0), defaultTouches, at('2026-03-12T15:00:00Z'));
    expect(last?.at).toBe(at('2026-03-03T15:00:00Z'));
  });
});
