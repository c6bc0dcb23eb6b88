/** The report understands what the contact's rules really record, not only what these tests write. */
import { expect, it } from 'vitest';
import { ContactInMemory } from '../support/contact-in-memory.ts';
import { factsOf, PORTAL } from './support/desk.ts';
import { useDesk } from './support/use-desk.ts';

const { desk } = useDesk();

async function keep(id: string, contact: ContactInMemory): Promise<void> {
  await desk().journal.record('contact', PORTAL, id, contact.journal);
}

/** A Target that engages, qualifies as a lead and is with an SDR. */
function delivered(): ContactInMemory {
  const contact = new ContactInMemory('2026-03-02T15:00:00Z').withAddress().deliver();
  contact.set('hs_analytics_source', 'PAID_SEARCH', 'unknown').engage('visit').deliver();
  contact.set('qualified_lead_kind', 'ideal_customer').deliver();
  return contact;
}

it('[T-05] [G-05] [G-12] counts a lead that was delivered, reached, accepted and qualified by the rules', async () => {
  const lead = delivered().pass(3_600_000).reachOut().deliver();
  lead.set('lead_acceptance', 'accepted').deliver();
  lead.engage('call').set('exploring_a_decision', 'yes').deliver();
  await keep('701', lead);
  expect(lead.journal.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['delivered', 'outreachMade', 'qualified']),
  );
  await desk().addFacts(factsOf('contact', '701', '2026-03-02T18:00:00Z', { 'meeting:9': 'SCHEDULED' }));

  const missed = delivered().advance(5);
  missed.set('lead_rejection_reason', 'Too small').set('lead_acceptance', 'rejected').deliver();
  await keep('702', missed);

  const { conversion, promises, marketing } = await desk().report('2026-03-16T11:00:00Z');
  expect(conversion.yearToDate.warm).toMatchObject({
    delivered: { count: 2 },
    qualified: { count: 1 },
    qualifiedRate: { of: 1, per: 2, rate: '0.5000' },
    cohort: { qualified: { count: 1, sources: [{ object: 'contact', id: '701' }] } },
  });
  expect(promises).toMatchObject({
    delivered: { count: 2 },
    accepted: { count: 1, sources: [{ id: '701' }] },
    rejected: { count: 1, sources: [{ id: '702' }] },
    unanswered: { count: 0 },
    outreachMade: { count: 1 },
    minutesToOutreach: { median: 60, longest: 60 },
    noOutreachYet: { count: 1, sources: [{ id: '702' }] },
    outreachMissed: { count: 1, sources: [{ id: '702' }] },
  });
  expect(marketing.warm.rolling30.bySource).toMatchObject([{ source: 'PAID_SEARCH', leads: { count: 2 } }]);
});

it('[T-05] keeps the temperature of the delivery, whatever becomes of the lead', async () => {
  const lead = delivered();
  await keep('703', lead);
  lead.advance(120);
  await desk().journal.record('contact', PORTAL, '703', lead.journal);
  expect(lead.journal.map(({ kind }) => kind)).toContain('cold');
  const { conversion } = await desk().report('2026-09-07T11:00:00Z');
  expect(conversion.yearToDate.warm.delivered.sources).toContainEqual(expect.objectContaining({ id: '703' }));
  expect(conversion.yearToDate.cold.delivered.count).toBe(0);
});
