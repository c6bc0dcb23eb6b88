/** Whatever happens to a contact in whatever order: who is asked, how often, and never against their word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consent } from '../../../src/domain/contact/rules/consent.ts';
import { temperature } from '../../../src/domain/contact/rules/temperature.ts';
import type { Situation } from '../../../src/domain/contact/situation.ts';
import { aSituation, DAY, NOW } from '../../support/contacts.ts';
import { fact, owed, seen } from './support.ts';

const happenings = [
  ...['time passes', 'opts out', 'opts in again', 'bounces', 'is mailable again', 'consents', 'withdraws'],
  ...['engages', 'loses its address', 'gets an address', 'wants no contact', 'gets an owner', 'is read again'],
  ...['target', 'mql', 'sql', 'excluded', 'additional', 'recycled'],
] as const;
type Happening = (typeof happenings)[number];

const story = fc.array(
  fc.record({ what: fc.constantFrom(...happenings), hours: fc.integer({ min: 0, max: 40 * 24 }) }),
  { maxLength: 40 },
);

/** The contact after something happened, as the reading and the pages would tell it. */
function after(situation: Situation, what: Happening): Situation {
  const { facts, now, done, settled } = situation;
  const set = (name: string, value: string, by = 'unknown'): Situation => {
    const previous = facts.values[name]?.value;
    return { ...situation, facts: { ...facts, values: { ...facts.values, [name]: fact(value, now, by, previous) } } };
  };
  switch (what) {
    case 'time passes':
      return situation;
    case 'opts out':
      return set('hs_email_optout', 'true');
    case 'opts in again':
      return set('hs_email_optout', 'false', 'person:7');
    case 'bounces':
      return set('hs_email_hard_bounce_reason_enum', 'UNKNOWN_USER');
    case 'is mailable again':
      return set('hs_email_hard_bounce_reason_enum', '');
    case 'consents':
    case 'withdraws':
      return { ...situation, consent: { state: what === 'consents' ? 'granted' : 'withdrawn', at: now, proof: '5' } };
    case 'engages':
      return { ...situation, facts: { ...facts, engagements: { call: seen(now) } } };
    case 'loses its address':
      return set('email', '');
    case 'gets an address':
      return set('email', '*');
    case 'wants no contact':
      return set('do_not_contact', 'yes');
    case 'gets an owner':
      return set('hubspot_owner_id', '91');
    case 'is read again': {
      const status = consent({ ...situation, done }).show['sop_consent_status'] ?? '';
      return set('sop_consent_status', status, 'us');
    }
    case 'target':
    case 'mql':
    case 'sql':
    case 'excluded':
    case 'additional':
    case 'recycled':
      return { ...situation, settled: { ...settled, stage: what, since: now } };
  }
}

interface Sent {
  key: string;
  at: number;
}

/** Lives through a story; after each happening everything that is owed is carried out. */
function live(steps: { what: Happening; hours: number }[], start: Situation) {
  let situation = start;
  const mails: Sent[] = [];
  const turns: string[] = [];
  let refusedAt: number | undefined;
  for (const { what, hours } of steps) {
    situation = after({ ...situation, now: situation.now + hours * 3_600_000 }, what);
    if (what === 'opts out' || what === 'withdraws') refusedAt ??= situation.now;
    for (const rule of [consent, temperature]) {
      for (const { key, command, decision } of owed(rule, situation)) {
        situation = { ...situation, done: { ...situation.done, [key]: situation.now } };
        if (command?.do === 'mail') mails.push({ key, at: situation.now });
        if (rule === temperature && decision !== undefined) turns.push(decision.kind);
      }
    }
  }
  return { mails, turns, refusedAt };
}

const starts = fc.constantFrom(
  aSituation(),
  aSituation({ values: { hs_object_source: 'IMPORT' } }),
  aSituation({ stage: 'excluded', values: { email: '' } }),
);

describe('in any order of events', () => {
  it('[K-02] [R-03] there is one consent request and one reminder at most, the reminder 30 days later', () => {
    fc.assert(
      fc.property(starts, story, (start, steps) => {
        const { mails } = live(steps, start);
        const [request, reminder, ...more] = mails;
        expect(more).toEqual([]);
        if (request !== undefined) expect(request.key).toBe('mail:request:1');
        if (request === undefined || reminder === undefined) return;
        expect(reminder.key).toBe('mail:reminder:1');
        // A change of clocks may make 30 calendar days an hour shorter.
        expect(reminder.at - request.at).toBeGreaterThanOrEqual(30 * DAY - 3_600_000);
      }),
    );
  });

  it('[K-06] [K-08] nothing is asked any more once the person said no, whatever is changed in HubSpot later', () => {
    fc.assert(
      fc.property(starts, story, (start, steps) => {
        const { mails, refusedAt = Infinity } = live(steps, start);
        for (const { at } of mails) expect(at).toBeLessThan(refusedAt);
      }),
    );
  });

  it('[T-03] warm and cold take turns', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { turns } = live(steps, aSituation());
        for (const [index, turn] of turns.entries()) expect(turn).not.toBe(turns[index - 1]);
      }),
    );
  });

  it('[K-02] the stories do have requests and reminders', () => {
    const steps = fc.sample(story, { numRuns: 300, seed: 7 });
    const counts = steps.map((one) => live(one, aSituation({ now: NOW })).mails.length);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  });
});
