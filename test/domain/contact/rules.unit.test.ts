/** What holds for every rule and whatever is known of a contact. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/domain/contact/rules/index.ts';
import type { Situation } from '../../../src/domain/contact/situation.ts';
import { aSituation, DAY, type Given, NOW } from '../../support/contacts.ts';
import { fact, seen } from './support.ts';

const daysAgo = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => NOW - hours * 3_600_000);
const who = fc.constantFrom('us', 'person:7', 'import', 'automation', 'unknown');
const value = (...values: string[]) =>
  fc
    .record({ value: fc.constantFrom(...values), when: daysAgo, by: who })
    .map((one) => fact(one.value, one.when, one.by));
const some = fc.option(daysAgo, { nil: undefined });

const values = fc.record(
  {
    email: value('', '*'),
    hs_email_optout: value('true', 'false'),
    hs_email_hard_bounce_reason_enum: value('', 'UNKNOWN_USER'),
    hs_object_source: value('IMPORT', 'FORM'),
    hubspot_owner_id: value('91', '4711', ''),
    target_reviewed: value('yes', 'no'),
    do_not_contact: value('yes', 'no', ''),
    exclusion_review_answer: value('keep', 'delete', 'mql', ''),
    no_positive_impression: value('yes', 'no', ''),
    no_positive_impression_reason: value('*', ''),
    sop_consent_status: value('none', 'requested', 'reminded', 'granted', 'withdrawn'),
    sop_delivered_on: daysAgo.map((when) => fact(new Date(when).toISOString(), when, 'us')),
    sop_recycles_on: daysAgo.map((when) => fact(new Date(when + 200 * DAY).toISOString(), when, 'us')),
    qualified_lead_kind: value('ideal_customer', 'affiliate', ''),
    lead_campaign: value('non_epic_hospitals', ''),
    lead_acceptance: value('accepted', 'rejected', ''),
    lead_rejection_reason: value('*', ''),
  },
  { requiredKeys: [] },
);

const situations: fc.Arbitrary<Situation> = fc
  .record({
    stage: fc.constantFrom('target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'),
    since: daysAgo,
    evidenceFrom: daysAgo,
    by: who,
    values,
    call: some,
    visit: some,
    activity: some,
    outreach: some,
    planned: some,
    openLead: fc.boolean(),
    ticket: fc.boolean(),
    consent: fc.option(
      fc.record({ state: fc.constantFrom('granted', 'withdrawn'), at: daysAgo, proof: fc.constant('5') }),
      {
        nil: undefined,
      },
    ),
    minute: fc.integer({ min: 0, max: 7 * 1440 }),
  })
  .map(({ call, visit, activity, outreach, planned, openLead, ticket, consent, minute, ...rest }) => {
    const given: Given = {
      ...rest,
      now: NOW + minute * 60_000,
      engagements: {
        ...(call === undefined ? {} : { call: seen(call) }),
        ...(visit === undefined ? {} : { visit: seen(visit, 'contact', '301') }),
      },
      ...(activity === undefined ? {} : { activity: seen(activity) }),
      ...(outreach === undefined ? {} : { outreach: seen(outreach) }),
      ...(planned === undefined ? {} : { nextActivity: seen(planned + 300 * DAY) }),
      companyId: '201',
      company: { billing_system: 'cerner', net_patient_revenue: '200000000' },
      leads: [{ id: '901', open: openLead }],
      tickets: ticket ? [{ id: '401', at: NOW }] : [],
      ...(consent === undefined ? {} : { consent }),
    };
    return aSituation(given);
  });

const owed = (situation: Situation) =>
  rules.flatMap((rule) => rule(situation).effects).filter(({ key }) => situation.done[key] === undefined);

/** Everything done that is owed, as the workflow does it; the lead is then as it should be. */
function settled(situation: Situation): Situation {
  const done = { ...situation.done };
  let { leads } = situation.facts;
  for (const { key, command } of owed(situation)) {
    done[key] = situation.now;
    if (command?.do === 'lead') leads = [{ id: '901', open: command.open }];
  }
  return { ...situation, done, facts: { ...situation.facts, leads } };
}

const told = (situation: Situation) => {
  const proposals = rules.map((rule) => rule(situation));
  return { show: proposals.map(({ show }) => show), missing: proposals.flatMap(({ missing }) => missing) };
};

describe('every rule', () => {
  it('[R-03] proposes the same for the same situation, and nothing twice', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const keys = owed(situation).map(({ key }) => key);
        expect(owed(structuredClone(situation))).toEqual(owed(situation));
        expect(new Set(keys).size).toBe(keys.length);
        expect(owed(settled(situation))).toEqual([]);
      }),
    );
  });

  it('[R-05] wakes up in the future only', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        for (const { at } of rules.flatMap((rule) => rule(situation).wakes)) expect(at).toBeGreaterThan(situation.now);
      }),
    );
  });

  it('[R-05] says nothing else before its next wake, when nothing happens', () => {
    fc.assert(
      fc.property(situations, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (given, part) => {
        const situation = settled(given);
        const next = Math.min(
          situation.now + 400 * DAY,
          ...rules.flatMap((rule) => rule(situation).wakes.map(({ at }) => at)),
        );
        const later = { ...situation, now: situation.now + Math.floor((next - situation.now) * part) };
        expect(owed(later)).toEqual([]);
        expect(told(later)).toEqual(told(situation));
      }),
    );
  });

  it('[R-05] each decision says when, by which clause and on what evidence, under which policy', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        for (const { decision } of owed(situation)) {
          if (decision === undefined) continue;
          expect(decision.evidence.length).toBeGreaterThan(0);
          expect(decision.clause).toMatch(/^[A-Z]-\d\d/);
          expect(decision.policyVersion).toBe(situation.policy.version);
          expect(Number.isFinite(decision.happenedAt)).toBe(true);
        }
      }),
    );
  });
});
