import { describe, expect, it } from 'vitest';
import { consent } from '../../../src/domain/contact/rules/consent.ts';
import { aSituation, DAY, type Given, MINUTE, NOW } from '../../support/contacts.ts';
import { FILLED } from '../../../src/domain/events.ts';
import { at, decisions, fact, keys, local, owed, seen, tasks, wakes } from './support.ts';

const REQUEST = 'mail:request:1';
const REMINDER = 'mail:reminder:1';
const on = (given: Given = {}) => consent(aSituation(given));
const mails = (given: Given) => keys(on(given)).filter((key) => key.startsWith('mail:'));
const status = (given: Given) => on(given).show['sop_consent_status'];

describe('a contact that decided nothing yet', () => {
  it('[K-02] is asked within business hours at once', () => {
    const proposal = on();
    expect(proposal.effects).toMatchObject([
      {
        key: REQUEST,
        command: { do: 'mail', kind: 'consentRequest', round: 1 },
        decision: { kind: 'consentAsked', clause: 'K-02', by: 'us' },
      },
    ]);
    expect(proposal.wakes).toEqual([]);
    expect(status({})).toBe('none');
  });

  it.each([
    ['at night', '2026-11-18T04:00:00Z', '2026-11-18 09:00'],
    ['after closing', '2026-11-18T22:00:00Z', '2026-11-19 09:00'],
    ['on a weekend', '2026-11-21T16:00:00Z', '2026-11-23 09:00'],
    ['on Thanksgiving', '2026-11-26T15:00:00Z', '2026-11-27 09:00'],
    ['in the night in which clocks go back', '2026-11-01T05:30:00Z', '2026-11-02 09:00'],
    ['in the night in which clocks go forward', '2027-03-14T07:30:00Z', '2027-03-15 09:00'],
  ])('[K-02] [R-07] %s waits for the next business hours', (_, now, expected) => {
    const proposal = on({ now: at(now) });
    expect(proposal.effects).toEqual([]);
    expect(wakes(proposal)).toEqual([expected]);
  });

  it.each(['target', 'mql', 'sql', 'additional'] as const)('[K-02] is asked in %s', (stage) => {
    expect(mails({ stage })).toEqual([REQUEST]);
  });

  it.each<[string, Given]>([
    ['excluded', { stage: 'excluded' }],
    ['recycled', { stage: 'recycled' }],
    ['a customer', { stage: 'customer' }],
    ['without an address', { values: { email: '' } }],
    ['opted out', { values: { hs_email_optout: 'true' } }],
    ['bounced', { values: { hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER' } }],
    ['not to be contacted', { values: { do_not_contact: 'yes' } }],
    ['consenting already', { consent: { state: 'granted', at: NOW, proof: '5' } }],
    ['consenting, by the record alone', { values: { sop_consent_status: 'granted' } }],
    ['withdrawn', { consent: { state: 'withdrawn', at: NOW, proof: '5' } }],
    ['withdrawn, by the record alone', { values: { sop_consent_status: 'withdrawn' } }],
    ['asked before, by the record alone', { values: { sop_consent_status: fact('requested', NOW - DAY, 'us') } }],
  ])('[K-02] is not asked while %s', (_, given) => {
    expect(mails(given)).toEqual([]);
    expect(on(given).wakes.every(({ at: when }) => when > NOW + 20 * DAY)).toBe(true);
  });
});

describe('a contact that came by import, or was there before the policy', () => {
  const imported = { hs_object_source: 'IMPORT' };

  it.each<[string, NonNullable<Given['values']>]>([
    ['imported', imported],
    ['imported with an owner in the file', { ...imported, hubspot_owner_id: fact('91', NOW - DAY, 'import') }],
    ['older than the policy', { createdate: '2024-05-01T12:00:00.000Z' }],
  ])('[K-02] waits until somebody works it: %s', (_, values) => {
    expect(on({ values })).toMatchObject({ effects: [], wakes: [] });
  });

  it.each<[string, Given]>([
    ['a person became its owner', { values: { ...imported, hubspot_owner_id: fact('91', NOW - DAY) } }],
    ['it engaged', { values: imported, engagements: { form: seen(NOW - DAY) } }],
  ])('[K-02] is asked when %s, and tried again tomorrow if the quota is used up', (_, given) => {
    expect(mails(given)).toEqual([REQUEST]);
    expect(wakes(on(given))).toEqual(['2026-03-03 09:00']);
    expect(on({ ...given, done: { [REQUEST]: NOW } }).wakes.map(({ at: when }) => local(when))).toEqual([
      '2026-04-01 10:00',
    ]);
  });
});

describe('the reminder', () => {
  const asked = { [REQUEST]: NOW };

  it('[K-02] [R-07] goes out once, 30 calendar days after the request', () => {
    expect(wakes(on({ done: asked, now: NOW + DAY }))).toEqual(['2026-04-01 10:00']);
    expect(mails({ done: asked, now: at('2026-04-01T13:59:00Z') })).toEqual([]);
    const due = on({ done: asked, now: at('2026-04-01T14:00:00Z') });
    expect(keys(due)).toEqual([REMINDER]);
    expect(decisions(due)).toEqual(['consentReminded']);
    const after = { done: { ...asked, [REMINDER]: NOW + 30 * DAY }, now: NOW + 300 * DAY };
    expect(on(after)).toMatchObject({ effects: [], wakes: [], show: { sop_consent_status: 'reminded' } });
  });

  it('[K-02] [R-07] that falls on a weekend waits for Monday', () => {
    const friday = at('2026-03-06T15:00:00Z');
    expect(wakes(on({ done: { [REQUEST]: friday }, now: friday + DAY }))).toEqual(['2026-04-06 09:00']);
    const before = on({ done: { [REQUEST]: at('2026-10-02T14:00:00Z') }, now: at('2026-10-03T14:00:00Z') });
    expect(wakes(before)).toEqual(['2026-11-02 09:00']);
  });

  it('[R-01] is not forgotten when only the record remembers the request', () => {
    const values = { sop_consent_status: fact('requested', NOW - 40 * DAY, 'us') };
    expect(mails({ values })).toEqual([REMINDER]);
    expect(mails({ values: { sop_consent_status: fact('reminded', NOW - 40 * DAY, 'us') } })).toEqual([]);
  });

  it.each<[string, Given]>([
    ['after an opt-out', { values: { hs_email_optout: 'true' } }],
    ['after a bounce', { values: { hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER' } }],
    ['after an exclusion', { stage: 'excluded' }],
    ['after consent', { consent: { state: 'granted', at: NOW + DAY, proof: '5' } }],
    ['when nobody knows whether the request arrived', { done: { ...asked, [`${REQUEST}:unknown`]: NOW } }],
    ['when the request was refused', { done: { ...asked, [`${REQUEST}:rejected`]: NOW } }],
  ])('[K-02] does not go out %s', (_, given) => {
    const monday = NOW + 35 * DAY;
    expect(mails({ done: asked, now: monday })).toEqual([REMINDER]);
    const values = { email: fact(FILLED, NOW - DAY), ...given.values };
    expect(mails({ done: asked, ...given, values, now: monday })).toEqual([]);
  });
});

describe('a mail that did not go as it should', () => {
  it.each([
    ['unknown', 'mailUnknown', 'requested'],
    ['rejected', 'mailRefused', 'undeliverable'],
    ['badAddress', 'mailRefused', 'none'],
  ])('[K-02] (%s) is shown to the owner, once', (reason, about, shown) => {
    const done = { [REQUEST]: NOW - DAY, [`${REQUEST}:${reason}`]: NOW - DAY };
    expect(tasks(on({ done }))).toEqual([{ about, to: 'owner', due: '2026-03-01 10:00' }]);
    expect(status({ done })).toBe(shown);
    const told = { ...done, [`${about}:${NOW - DAY}`]: NOW };
    expect(owed(consent, aSituation({ done: told }))).toEqual([]);
  });

  it.each(['rejected', 'badAddress', 'noAddress'])(
    '[K-02] (%s) is followed by another one to the corrected address',
    (reason) => {
      const done = { [REQUEST]: NOW - DAY, [`${REQUEST}:${reason}`]: NOW - DAY };
      const corrected = { done, values: { email: fact(FILLED, NOW - MINUTE) } };
      expect(mails(corrected)).toEqual(['mail:request:2']);
      expect(tasks(on(corrected))).toEqual([]);
      expect(mails({ ...corrected, values: { email: fact(FILLED, NOW - 2 * DAY) } })).toEqual([]);
      // Once for each correction, and the reminder is of the same round.
      const second = { ...done, 'mail:request:2': NOW };
      const april = at('2026-04-01T14:00:00Z');
      expect(mails({ ...corrected, done: second })).toEqual([]);
      expect(mails({ ...corrected, done: second, now: april })).toEqual(['mail:reminder:2']);
      const refusedAgain = { ...second, [`mail:request:2:${reason}`]: NOW };
      expect(mails({ ...corrected, done: refusedAgain, now: april })).toEqual([]);
      const again = { email: fact(FILLED, NOW + DAY) };
      expect(mails({ values: again, done: refusedAgain, now: april })).toEqual(['mail:request:3']);
    },
  );

  it.each(['unknown', 'optedOut', 'excluded'])('[K-02] (%s) is not, whatever becomes of the address', (reason) => {
    const done = { [REQUEST]: NOW - DAY, [`${REQUEST}:${reason}`]: NOW - DAY };
    expect(mails({ done, values: { email: fact(FILLED, NOW - MINUTE) } })).toEqual([]);
  });

  it("[K-02] whom the gate refused for the person's own word needs no task", () => {
    expect(tasks(on({ done: { [REQUEST]: NOW, [`${REQUEST}:optedOut`]: NOW } }))).toEqual([]);
  });
});

describe('an excluded contact', () => {
  const excluded = { stage: 'excluded', since: NOW - DAY } as const;

  it.each(['us', 'unknown'])('[C-13] [K-06] did not withdraw by the unsubscription that follows it (%s)', (by) => {
    const values = { hs_email_optout: fact('true', NOW - DAY + MINUTE, by) };
    expect(status({ ...excluded, values })).toBe('none');
    expect(decisions(on({ ...excluded, values }))).toEqual([]);
  });

  it('[K-06] did by its own word before, and by what a person enters', () => {
    expect(status({ ...excluded, values: { hs_email_optout: fact('true', NOW - 2 * DAY, 'unknown') } })).toBe(
      'withdrawn',
    );
    expect(status({ ...excluded, values: { hs_email_optout: fact('true', NOW, 'person:7') } })).toBe('withdrawn');
  });
});

describe('what the person decides', () => {
  const granted = { state: 'granted', at: NOW - 2 * MINUTE, proof: '5' } as const;
  const withdrawn = { state: 'withdrawn', at: NOW - MINUTE, proof: '6' } as const;

  it('[K-03] [K-08] consent is written to HubSpot with its proof, once', () => {
    const proposal = on({ consent: granted });
    expect(proposal.effects).toMatchObject([
      {
        key: `consent:granted:${granted.at}`,
        command: { do: 'subscribe', state: 'subscribed', proof: '5' },
        decision: { kind: 'consentGranted', evidence: [{ object: 'consent', id: '5' }] },
      },
    ]);
    expect(status({ consent: granted })).toBe('granted');
  });

  it('[K-06] a withdrawal on our page is written to HubSpot', () => {
    expect(on({ consent: withdrawn }).effects).toMatchObject([
      {
        key: `consent:withdrawn:${withdrawn.at}`,
        command: { do: 'subscribe', state: 'unsubscribed', proof: '6' },
        decision: { kind: 'consentWithdrawn', clause: 'K-06' },
      },
    ]);
    expect(status({ consent: withdrawn })).toBe('withdrawn');
  });

  it('[K-06] an opt-out in HubSpot is recorded, and beats consent from before', () => {
    const values = { hs_email_optout: fact('true', NOW, 'unknown') };
    const proposal = on({ consent: granted, values });
    expect(keys(proposal)).toEqual([`consent:withdrawn:${NOW}`]);
    expect(proposal.effects[0]?.command).toBeUndefined();
    expect(status({ consent: granted, values })).toBe('withdrawn');
  });

  it('[K-06] of two at the same instant the withdrawal counts', () => {
    const values = { hs_email_optout: fact('true', granted.at, 'unknown') };
    expect(status({ consent: granted, values })).toBe('withdrawn');
  });

  it('[C-13] what the engine unsubscribed itself is no word of the person', () => {
    const values = { hs_email_optout: fact('true', NOW, 'us') };
    expect(on({ values }).effects).toEqual([]);
    expect(status({ values })).toBe('withdrawn');
  });

  it("[K-06] HubSpot's echo of our own withdrawal is not a second one", () => {
    const values = { hs_email_optout: fact('true', NOW, 'us') };
    expect(keys(on({ consent: withdrawn, values }))).toEqual([`consent:withdrawn:${withdrawn.at}`]);
  });

  it('[K-08] a fresh consent after an opt-out counts', () => {
    const values = { hs_email_optout: fact('true', granted.at - DAY, 'unknown') };
    expect(keys(on({ consent: granted, values }))).toEqual([`consent:granted:${granted.at}`]);
    expect(status({ consent: granted, values })).toBe('granted');
  });

  it.each<[string, Given]>([
    ['the workflow', { done: { [`consent:withdrawn:${NOW - DAY}`]: NOW - DAY } }],
    ['the record', { values: { sop_consent_status: 'withdrawn' } }],
  ])('[K-08] an opt-out that somebody removes in HubSpot does not re-subscribe: %s remembers', (_, given) => {
    const values = { ...given.values, hs_email_optout: fact('false', NOW, 'person:7', 'true') };
    expect(status({ ...given, values })).toBe('withdrawn');
    expect(mails({ ...given, values })).toEqual([]);
  });

  it('[K-02] an address that bounces without a decision is undeliverable', () => {
    expect(status({ values: { hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER' } })).toBe('undeliverable');
  });
});
