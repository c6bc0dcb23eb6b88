/** Whatever order events come in, however often, the contact's workflow and the record end the same, and nothing happens twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordEvent } from '../../../src/domain/events.ts';
import { neverRested } from '../../../src/domain/contact/results.ts';
import { ContactInMemory } from '../../support/contact-in-memory.ts';

type Act = (contact: ContactInMemory) => void;

/** What people and HubSpot do to a contact. */
const acts: Record<string, Act> = {
  'gives an address': (contact) => contact.withAddress(),
  'picks up the phone': (contact) => contact.engage('call'),
  'visits the website': (contact) => contact.engage('visit'),
  'is exploring a decision': (contact) => contact.set('exploring_a_decision', 'yes'),
  'is not exploring': (contact) => contact.set('exploring_a_decision', 'no'),
  'is an ideal customer': (contact) => contact.set('qualified_lead_kind', 'ideal_customer'),
  'leaves no good impression': (contact) => contact.set('no_positive_impression', 'yes'),
  'opts out': (contact) => contact.set('hs_email_optout', 'true', 'unknown'),
  'is moved to MQL': (contact) => contact.moveTo('mql'),
  'is moved to SQL': (contact) => contact.moveTo('sql'),
  'is junk': (contact) => contact.moveTo('excluded'),
  'is touched by another app': (contact) => contact.set('lifecyclestage', 'opportunity', 'app:5'),
  'gets a company': (contact) => contact.ofCompany('55'),
  'company wins': (contact) =>
    contact.deal({ id: '77', pipeline: 'expansion', stage: 'closed_won', kind: 'won', own: false }),
};
const names = Object.keys(acts);

const step = fc.record({ act: fc.constantFrom(...names), hours: fc.integer({ min: 0, max: 30 * 24 }) });
const story = fc.array(step, { maxLength: 25 });

/** Doubles some of the events and puts them into another order. */
function disordered(events: RecordEvent[], order: number[]): RecordEvent[] {
  const doubled = events.flatMap((event, index) => ((order[index] ?? 0) % 3 === 0 ? [event, event] : [event]));
  return doubled
    .map((event, index) => ({ event, place: order[index % Math.max(order.length, 1)] ?? 0 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

function opened(contact: ContactInMemory): number {
  return contact.facts.leads.filter(({ open }) => open).length;
}

describe('any story of a contact', () => {
  it('[K-02] [L-01] [C-10] [R-03] ends with one request and one reminder at most, one open lead at most, one deal at most', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(100), { minLength: 1, maxLength: 60 }), (steps, order) => {
        const contact = new ContactInMemory();
        for (const { act, hours } of steps) {
          acts[act]?.(contact);
          contact.deliver(disordered(contact.events.splice(0), order));
          contact.advance(hours / 24);
        }
        contact.advance(100);
        expect(contact.count('mail', 'consentRequest')).toBeLessThanOrEqual(1);
        expect(contact.count('mail', 'consentReminder')).toBeLessThanOrEqual(1);
        expect(opened(contact)).toBeLessThanOrEqual(1);
        expect(contact.count('openDeal')).toBeLessThanOrEqual(1);
        const numbers = contact.journal.map(({ seq }) => seq);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('[R-03] [R-01] ends the same when all its events come at once, doubled and in any order', () => {
    const moments = fc.array(fc.constantFrom(...names), { maxLength: 10 });
    fc.assert(
      fc.property(moments, fc.array(fc.nat(100), { minLength: 1, maxLength: 30 }), (happened, order) => {
        const [calm, wild] = [new ContactInMemory(), new ContactInMemory()];
        for (const one of happened) for (const contact of [calm, wild]) acts[one]?.(contact);
        calm.deliver();
        wild.deliver(disordered(wild.events.splice(0), order));
        // The echoes of our own writes come last, and change nothing.
        for (const contact of [calm, wild]) contact.deliver().advance(2);
        expect(wild.stage).toBe(calm.stage);
        expect(wild.state.settled?.stage).toBe(calm.state.settled?.stage);
        expect(wild.state.shown).toEqual(calm.state.shown);
        expect(wild.journal.map(({ kind, to }) => [kind, to])).toEqual(calm.journal.map(({ kind, to }) => [kind, to]));
      }),
      { numRuns: 300 },
    );
  });

  it('[K-06] [K-08] sends nothing after a withdrawal was heard', () => {
    fc.assert(
      fc.property(story, story, (before, later) => {
        const contact = new ContactInMemory().withAddress();
        const live = (steps: typeof before) => {
          for (const { act, hours } of steps) {
            acts[act]?.(contact);
            contact.deliver().advance(hours / 24);
          }
        };
        live(before);
        contact.consents('withdrawn');
        const sent = contact.count('mail');
        live(later);
        contact.advance(60);
        expect(contact.count('mail')).toBe(sent);
      }),
      { numRuns: 200 },
    );
  });

  it('[R-02] a refusal of anything holds that back, asks a person once, and is tried again', () => {
    const contact = new ContactInMemory().withAddress();
    contact.refuses = (command) => (command.do === 'setStage' ? 'rejected' : undefined);
    let tries = 0;
    const refuse = contact.refuses;
    contact.refuses = (command) => {
      const refusal = refuse(command);
      if (refusal === undefined) return undefined;
      tries += 1;
      // As HubSpot has it after each try: cleared and put back.
      contact.set('lifecyclestage', '', 'us').set('lifecyclestage', 'lead', 'us');
      return refusal;
    };
    contact.deliver().deliver();
    expect(tries).toBe(1);
    expect(contact.stage).toBeUndefined();
    expect(contact.state.attention?.reason).toBe('rejected');
    contact.advance(1);
    expect(contact.count('task', 'attention')).toBe(1);
    contact.refuses = () => undefined;
    contact.advance(1);
    expect(contact.stage).toBe('target');
    expect(contact.state.attention).toBeUndefined();
  });
});

describe('a fight that does not end', () => {
  it('[R-03] leaves the contact alone for a while, with a person asked to look', () => {
    const contact = new ContactInMemory().withAddress().deliver();
    const rested = neverRested(contact.state, contact.policy, contact.now);
    contact.state = { ...rested, unsure: true };
    const { reads } = contact;
    contact.workOff();
    expect(contact.reads).toBe(reads);
    expect(contact.state.attention?.reason).toBe('fuse');
    contact.advance(1);
    expect(contact.reads).toBeGreaterThan(reads);
    expect(contact.state.attention).toBeUndefined();
  });
});
