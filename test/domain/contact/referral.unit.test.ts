/** D-19: when a contact's workflow takes up an internal referral. */
import { describe, expect, it } from 'vitest';
import { referral } from '../../../src/domain/contact/rules/referral.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { referralTask } from '../../../src/domain/referral-words.ts';
import { ContactInMemory } from '../../support/contact-in-memory.ts';
import { aContactPolicy, aSituation, DAY, type Given, NOW } from '../../support/contacts.ts';
import { at, fact, keys, owed } from './support.ts';

const form = (on: number, more: Given['values'] = {}): Given => ({
  stage: 'customer',
  values: {
    referral_date: fact('2026-03-02', on, 'unknown'),
    referring_employee_email: fact('*', on, 'unknown'),
    ...more,
  },
});
const { referral: _, ...withoutReferrals } = aContactPolicy();
const TAKEN = 'sop_referral_taken_on';

describe('a referral', () => {
  it('[D-19] is taken up once, with who did it and on what evidence', () => {
    const situation = aSituation(form(NOW - 1));
    const proposal = referral(situation);
    expect(proposal.effects).toMatchObject([
      {
        key: `referral:${NOW - 1}`,
        command: { do: 'openReferral', dueAt: NOW + DAY, detail: { isCustomer: true, channel: 'any' } },
        decision: {
          kind: 'referred',
          by: 'unknown',
          happenedAt: NOW - 1,
          clause: expect.stringMatching(/^D-19/),
          evidence: [{ object: 'contact', id: '301', property: 'referral_date', at: NOW - 1 }],
        },
      },
    ]);
    const done = { [`referral:${NOW - 1}`]: NOW };
    const after = aSituation({ ...form(NOW - 1), done });
    expect(owed(referral, after)).toEqual([]);
    expect(referral(after).show).toEqual({ [TAKEN]: new Date(NOW - 1).toISOString() });
  });

  it('[D-19] [R-01] that the record shows as taken up is not taken up again, though nobody remembers it', () => {
    const values = { [TAKEN]: fact(new Date(NOW - 1).toISOString(), NOW, 'us') };
    expect(referral(aSituation(form(NOW - 1, values)))).toMatchObject({
      effects: [],
      show: { [TAKEN]: values[TAKEN]?.value },
    });
    expect(keys(referral(aSituation(form(NOW, values))))).toEqual([`referral:${NOW}`]);
  });

  it.each<[string, Given]>([
    ['no form', {}],
    ['an emptied day', { values: { referral_date: fact('', NOW - 1) } }],
    ['an employee alone', { values: { referring_employee_email: fact('*', NOW - 1) } }],
    ['one from before the policy came into force', form(at('2025-12-31T12:00:00Z'))],
    ['a policy without referrals', { ...form(NOW - 1), policy: withoutReferrals }],
  ])('[D-19] %s is none', (_, given) => {
    expect(keys(referral(aSituation(given)))).toEqual([]);
  });

  it('[D-19] of somebody who is no customer, or does not wish to be contacted, says so', () => {
    const detailOf = (given: Given) => referral(aSituation(given)).effects[0]?.command;
    expect(detailOf({ ...form(NOW - 1), stage: 'target' })).toMatchObject({ detail: { isCustomer: false } });
    const won = [{ kind: 'won' as const, own: false }];
    expect(detailOf({ ...form(NOW - 1), stage: 'additional', deals: won })).toMatchObject({
      detail: { isCustomer: true },
    });
    expect(detailOf(form(NOW - 1, { do_not_contact: 'yes' }))).toMatchObject({ detail: { channel: 'none' } });
    const task = referralTask(defaultPolicy, { isCustomer: false, channel: 'none' }, true);
    expect(task.body).toContain('no Customer so far');
    expect(task.body).toContain('neither call nor write');
  });

  it('[D-19] [R-03] comes once from the webhooks of one form, in any order, repeated, and over a restart', () => {
    const contact = new ContactInMemory().withAddress().deliver();
    contact.set('referring_employee_email', 'a@b.example').set('referral_date', '2026-03-02');
    const events = contact.events.splice(0);
    contact.deliver(events.toReversed()).deliver(events).wake();
    expect(contact.count('openReferral')).toBe(1);
    contact.state = { ...contact.state, done: {} };
    contact.wake();
    expect(contact.count('openReferral')).toBe(1);
    contact.set('referral_date', '2026-04-02').deliver();
    expect(contact.count('openReferral')).toBe(2);
  });

  it('[D-19] an employee who is named later belongs to it', () => {
    const contact = new ContactInMemory().withAddress().set('referral_date', '2026-03-02').deliver();
    expect(contact.count('openReferral')).toBe(1);
    contact.pass(DAY).set('referring_employee_email', 'a@b.example').deliver();
    expect(contact.count('openReferral')).toBe(2);
  });

  it('[D-19] [R-10] no word of the form is in what the workflow knows or does', () => {
    const contact = new ContactInMemory().withAddress().deliver();
    contact.set('referring_employee_email', 'nora.bell@example.com').set('referral_interest', 'Coding');
    contact.set('referral_date', '2026-03-02').deliver();
    expect(contact.count('openReferral')).toBe(1);
    expect(JSON.stringify([contact.state, contact.effects, contact.journal])).not.toMatch(/nora|Coding/);
  });
});
