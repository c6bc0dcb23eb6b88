/** The engine against a second reading of the SOP (support/contact-model.ts), for any set of happenings. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ContactInMemory } from '../../support/contact-in-memory.ts';
import { type Happening, predict, type Predicted } from '../../support/contact-model.ts';

const MINUTE = 60_000;
const REP = 'person:121';

const happens: Record<Happening, (contact: ContactInMemory) => unknown> = {
  address: (contact) => contact.withAddress(),
  call: (contact) => contact.engage('call'),
  visit: (contact) => contact.engage('visit'),
  exploring: (contact) => contact.set('exploring_a_decision', 'yes', REP),
  notExploring: (contact) => contact.set('exploring_a_decision', 'no', REP),
  company: (contact) => contact.ofCompany('55'),
  won: (contact) =>
    contact.deal({ id: '77', pipeline: 'upsell', stage: 'closed_won', kind: 'won', own: false, by: 'us' }),
  optOut: (contact) => contact.set('hs_email_optout', 'true', 'unknown'),
  grant: (contact) => contact.consents('granted'),
  withdraw: (contact) => contact.consents('withdrawn'),
  junk: (contact) => contact.moveTo('excluded'),
  veto: (contact) =>
    contact.set('no_positive_impression', 'yes', REP).set('no_positive_impression_reason', 'Not now', REP),
};

const isHappening = (kind: string): kind is Happening => kind in happens;
/** What ends most stories, and what changes little, comes less often than what they are about. */
const happening = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(happens).filter(isHappening)) },
  { weight: 2, arbitrary: fc.constantFrom<Happening>('call', 'exploring', 'optOut', 'withdraw', 'address') },
);

function outcome(contact: ContactInMemory): Predicted {
  const { stage, facts } = contact;
  return {
    stage: stage === 'additional' || stage === undefined ? 'target' : stage,
    consent: asConsent(facts.values['sop_consent_status']?.value),
    requests: contact.count('mail', 'consentRequest'),
    leads: facts.leads.filter(({ open }) => open).length,
    deals: contact.count('openDeal'),
  };
}

function asConsent(status: string | undefined): Predicted['consent'] {
  return status === 'requested' || status === 'granted' || status === 'withdrawn' ? status : 'none';
}

it('[C-05] [C-07] [C-10] [C-12] [C-16] [K-02] [K-06] [K-08] [L-01] [R-03] the workflow ends where the SOP, read a second time, says', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 12 }), fc.array(fc.boolean()), (kinds, doubled) => {
      const contact = new ContactInMemory().deliver();
      for (const [index, kind] of kinds.entries()) {
        contact.pass(5 * MINUTE);
        happens[kind](contact);
        const events = contact.events.splice(0).toReversed();
        contact.deliver(doubled[index] === true ? [...events, ...events] : events);
      }
      const predicted = predict(kinds.map((what, at) => ({ at, what })));
      expect(outcome(contact)).toEqual(predicted);
      seen.set(predicted.stage, (seen.get(predicted.stage) ?? 0) + 1);
    }),
    { numRuns: 200 },
  );
  // A model that never leaves Target would be no witness.
  expect([...seen.keys()].toSorted()).toEqual(['customer', 'excluded', 'mql', 'recycled', 'sql', 'target']);
});
