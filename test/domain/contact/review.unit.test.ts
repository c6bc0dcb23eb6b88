import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  firstBusinessDayOfQuarter,
  nextDue,
  quarterOf,
  remindsAt,
  reviewPolicy,
  type ReviewState,
} from '../../../src/domain/contact/review.ts';
import { answered, reminded, reviewed } from '../../../src/domain/contact/review-decisions.ts';
import {
  batchTask,
  reminderSubject,
  reviewDecisionWords,
  sourceTask,
  sourceWords,
} from '../../../src/domain/contact/review-words.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { smallPolicy } from '../../../src/domain/policy/small.ts';
import { isBusinessDay, localMinute } from '../../../src/domain/time.ts';

const { calendar } = defaultPolicy;
const { timeZone } = calendar;
const policy = reviewPolicy(defaultPolicy);
const at = (iso: string) => Date.parse(iso);

describe('the first business day of a quarter', () => {
  it.each([
    ['1 January is a holiday, 2 January a Friday', '2025-11-20T12:00:00Z', '2026-01-02T14:00:00Z'],
    ['1 January is a holiday and a weekend follows', '2026-11-20T12:00:00Z', '2027-01-04T14:00:00Z'],
    ['the quarter begins on a weekend', '2028-02-29T12:00:00Z', '2028-04-03T13:00:00Z'],
    ['it is a plain day, on summer time', '2026-02-10T12:00:00Z', '2026-04-01T13:00:00Z'],
    ['clocks change within the quarter', '2026-11-01T05:30:00Z', '2027-01-04T14:00:00Z'],
    ['it is still today, before nine', '2026-04-01T12:59:59Z', '2026-04-01T13:00:00Z'],
    ['it was today, at nine', '2026-04-01T13:00:00Z', '2026-07-01T13:00:00Z'],
    ['here the quarter has begun, in UTC it has not', '2026-07-01T13:00:00Z', '2026-10-01T13:00:00Z'],
    ['the quarter began at a weekend that is not over', '2028-04-01T12:00:00Z', '2028-04-03T13:00:00Z'],
  ])('[C-14] [R-07] %s', (_what, after, expected) => {
    const found = firstBusinessDayOfQuarter(at(after), calendar, 9);
    expect(new Date(found).toISOString()).toBe(new Date(expected).toISOString());
  });

  it('[C-14] [R-07] is counted in the zone of the policy', () => {
    const tokyo = { ...calendar, timeZone: 'Asia/Tokyo', holidays: [] };
    // In Tokyo the quarter's first day has begun, and nine o'clock is over.
    const found = firstBusinessDayOfQuarter(at('2026-10-01T00:30:00Z'), tokyo, 9);
    expect(localMinute(found, 'Asia/Tokyo')).toBe('2027-01-01 09:00');
    expect(quarterOf(at('2026-09-30T16:00:00Z'), 'Asia/Tokyo')).toBe('2026-q4');
    expect(quarterOf(at('2026-09-30T16:00:00Z'), timeZone)).toBe('2026-q3');
  });

  it('[C-14] comes once a quarter, at nine, on a business day with none before it in its quarter', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2029-12-31T00:00:00Z') }), (after) => {
        const first = firstBusinessDayOfQuarter(after, calendar, 9);
        const second = firstBusinessDayOfQuarter(first, calendar, 9);
        expect(first).toBeGreaterThan(after);
        expect(localMinute(first, timeZone)).toMatch(/-(01|04|07|10)-0[1-5] 09:00$/);
        expect(isBusinessDay(first, calendar)).toBe(true);
        expect(quarterOf(second, timeZone)).not.toBe(quarterOf(first, timeZone));
        expect((second - first) / 86_400_000).toBeLessThan(97);
      }),
    );
  });
});

describe('what is due', () => {
  const since = at('2026-10-01T13:00:00Z');
  const open = { quarter: '2026-q4', sources: [{ source: 'IMPORT/OFFLINE', taskId: '1' }] };
  const state = (extra: Partial<ReviewState> = {}): ReviewState => ({ seq: 0, since, ...extra });

  it('[C-14] is the reminder ten business days after a review, a holiday between, and then the next review', () => {
    const reminds = remindsAt(since, policy);
    expect(localMinute(reminds, timeZone)).toBe('2026-10-16 09:00');
    expect(nextDue(state({ open: { ...open, remindsAt: reminds } }), policy)).toEqual({ at: reminds, what: 'remind' });
    for (const one of [state(), state({ open })])
      expect(nextDue(one, policy)).toEqual({ at: at('2027-01-04T14:00:00Z'), what: 'review' });
  });

  it('[C-14] what HubSpot refused is tried again after a while, not at once', () => {
    const refusedAt = at('2027-01-04T14:00:05Z');
    expect(nextDue(state({ refusedAt }), policy)).toEqual({ at: refusedAt + 3_600_000, what: 'review' });
  });

  it('[C-14] a policy without rules for contacts has no review', () => {
    expect(() => reviewPolicy(smallPolicy)).toThrow(/no rules for contacts/);
  });
});

describe('the words', () => {
  it('[C-14] name the counts, the sources and the fields to fill in', () => {
    expect(sourceWords(defaultPolicy, 'IMPORT/PAID_SOCIAL')).toBe('import, Paid social');
    expect(sourceWords(defaultPolicy, 'CRM_UI/UNKNOWN')).toBe('crm ui, unknown');
    const batch = batchTask(defaultPolicy, '2026-q4', 3, [
      { source: 'IMPORT/OFFLINE', count: 2 },
      { source: 'FORM/DIRECT_TRAFFIC', count: 1 },
    ]);
    expect(batch.subject).toBe('Quarterly review Q4 2026: 3 contacts excluded from marketing');
    expect(batch.body).toContain('<li>2: import, Offline sources</li><li>1: form, Direct traffic</li>');
    expect(batch.body).toContain('"Answer of the quarterly review"');
    const one = sourceTask(defaultPolicy, '2026-q4', 'FORM/DIRECT_TRAFFIC', 1);
    expect(one.subject).toBe('Corrective action for 1 contact excluded from marketing (form, Direct traffic), Q4 2026');
    expect(one.body).toContain('"Corrective action"');
    expect(reminderSubject(defaultPolicy, '2026-q4', 'FORM/DIRECT_TRAFFIC')).toContain('Reminder');
  });

  it('[C-14] [R-05] of the journal say what was reviewed, who wrote what for which source, and what was reminded of', () => {
    const sources = [
      { source: 'IMPORT/OFFLINE', taskId: '8', count: 2 },
      { source: 'FORM/DIRECT_TRAFFIC', taskId: '9', count: 1 },
    ];
    const found = { total: 3, taskId: '7', sources };
    const answer = { source: 'IMPORT/OFFLINE', taskId: '8', at: 5, by: 'person:4' };
    const drafts = [
      reviewed('2026-q4', found, policy, 1),
      answered('2026-q4', answer, policy),
      reminded('2026-q4', sources.slice(1), policy, 9),
      reviewed('2027-q1', { total: 0, sources: [] }, policy, 10),
    ];
    expect(drafts.map((draft) => reviewDecisionWords(defaultPolicy, { ...draft, seq: 1 }, 'Mia Lorenz'))).toEqual([
      'Q4 2026: 3 contacts put up for review (2 by import, Offline sources; 1 by form, Direct traffic)',
      'Q4 2026: corrective action for import, Offline sources written by Mia Lorenz, on task 8',
      'Q4 2026: reminded of corrective actions still to come (form, Direct traffic)',
      'Q1 2027: 0 contacts put up for review',
    ]);
  });
});
