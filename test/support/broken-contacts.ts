/** The shipped rules for contacts, broken by one edit each, with the words by which they are refused. */
import type { ContactRules, LifecycleStageRow } from '../../src/domain/policy/contact-types.ts';
import type { Policy, PropertyRow } from '../../src/domain/policy/types.ts';
import { put } from './broken-policies.ts';

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('the shipped policy has this row');
  return row;
}
const rules = (policy: Policy): ContactRules => found(policy.contacts);
const stage = (policy: Policy, key: string): LifecycleStageRow =>
  found(rules(policy).lifecycle.stages.find((row) => row.key === key));
const row = (policy: Policy, object: string, name: string): PropertyRow =>
  found(policy.properties.find((one) => one.object === object && one.name === name));
const without = (policy: Policy, object: string, name: string) => {
  policy.properties = policy.properties.filter((one) => one.object !== object || one.name !== name);
};
const campaign = (policy: Policy) => found(rules(policy).leads.campaigns[0]);
const option = (policy: Policy, object: string, name: string, value: string) => {
  const changed = row(policy, object, name);
  changed.options = (changed.options ?? []).filter((one) => one.value !== value);
};

/** What was edited; the words of the refusal, which name the row; the edit. */
export const refusedContacts: [title: string, words: string, edit: (policy: Policy) => unknown][] = [
  ['an unknown key', 'contacts.review: there is no such key: weeks', (p) => put(rules(p).review, 'weeks', 2)],
  ['a missing part', 'contacts.handOff: is missing', (p) => Reflect.deleteProperty(rules(p), 'handOff')],
  ['no days at all', 'contacts.review.days', (p) => put(rules(p).review, 'days', 0)],
  ['a rule without source', 'contacts.stale.clause: every row names', (p) => put(rules(p).stale, 'clause', '')],
  ['an eighth stage', '.key: Invalid option', (p) => put(stage(p, 'recycled'), 'key', 'evangelist')],
  [
    'a mail from no address',
    'contacts.mail.sender.address',
    (p) => put(rules(p).mail.sender, 'address', 'Health Prime'),
  ],
  [
    'a stage less',
    'contacts.lifecycle: the stage recycled is missing',
    (p) => put(rules(p).lifecycle, 'stages', rules(p).lifecycle.stages.slice(0, -1)),
  ],
  [
    'a stage twice',
    'contacts.lifecycle: stage target stands twice',
    (p) => rules(p).lifecycle.stages.push({ ...stage(p, 'target'), label: 'Prospect' }),
  ],
  [
    'a stage label twice',
    'contacts.lifecycle: stage label "customer" stands twice',
    (p) => put(stage(p, 'recycled'), 'label', 'customer'),
  ],
  [
    "HubSpot's stage for two",
    "contacts.lifecycle: HubSpot's stage customer stands twice",
    (p) => put(stage(p, 'recycled'), 'value', 'customer'),
  ],
  [
    'a customer by hand',
    'contacts.lifecycle: sql leads to customer by hand',
    (p) => stage(p, 'sql').byHand.push('customer'),
  ],
  [
    'a stage that leads to itself',
    'contacts.lifecycle: mql leads to itself',
    (p) => stage(p, 'mql').byHand.push('mql'),
  ],
  [
    'a move that stands twice',
    'contacts.lifecycle: target leads to mql twice',
    (p) => stage(p, 'target').byHand.push('mql'),
  ],
  [
    'an address that would travel',
    'properties: contact.email must stand there as a text, it is personal',
    (p) => put(row(p, 'contact', 'email'), 'type', 'choice'),
  ],
  [
    'no row for the stage',
    'properties: contact.lifecyclestage must stand there',
    (p) => without(p, 'contact', 'lifecyclestage'),
  ],
  [
    'a statement without row',
    'contacts.properties: exploring (exploring) has no row',
    (p) => put(rules(p).properties, 'exploring', 'exploring'),
  ],
  [
    'a statement that is free text',
    'contacts.properties: exploring (exploring_a_decision) must be a yesNo row, filled by people',
    (p) => put(row(p, 'contact', 'exploring_a_decision'), 'type', 'text'),
  ],
  [
    'a temperature that people fill in',
    'contacts.properties: temperature (sop_temperature) must be a choice row, filled by the engine',
    (p) => put(row(p, 'contact', 'sop_temperature'), 'filledBy', 'people'),
  ],
  [
    'one property for two things',
    'contacts.properties: contact.sop_turns_cold_on stands twice',
    (p) => put(rules(p).properties, 'lastEngagement', 'sop_turns_cold_on'),
  ],
  [
    'a temperature less',
    'contacts.properties: temperature lacks the option "cold"',
    (p) => option(p, 'contact', 'sop_temperature', 'cold'),
  ],
  [
    'a kind of lead without option',
    'contacts.properties: leadKind lacks the option "partner"',
    (p) => rules(p).leads.kinds.push('partner'),
  ],
  [
    'an engagement twice',
    'contacts.engagement: reply stands twice',
    (p) => rules(p).engagement.push(found(rules(p).engagement[0])),
  ],
  [
    'an engagement by a property without row',
    'contacts.engagement: event needs contact.last_event_attended as a datetime row',
    (p) => without(p, 'contact', 'last_event_attended'),
  ],
  [
    'no conversation at all',
    'contacts.engagement: none counts as a conversation',
    (p) => rules(p).engagement.forEach((one) => put(one, 'conversation', false)),
  ],
  [
    'hours that end before they begin',
    'contacts.consent: the business hours end before they begin',
    (p) => put(rules(p).consent.businessHours, 'to', 9),
  ],
  [
    'a role that nobody holds',
    'contacts: nobody holds the role Auditor, see staff',
    (p) => put(rules(p).review, 'role', 'Auditor'),
  ],
  [
    'a role of which nobody could own a qualified contact',
    'contacts: nobody holds the role Closer, see staff',
    (p) => put(rules(p).ownership, 'role', 'Closer'),
  ],
  ['a pipeline that is none', 'contacts.deal: there is no pipeline new', (p) => put(rules(p).deal, 'pipeline', 'new')],
  [
    'a lock that is not unique',
    'contacts.deal: deal.sop_open_deal_key must be a unique row',
    (p) => Reflect.deleteProperty(row(p, 'deal', 'sop_open_deal_key'), 'unique'),
  ],
  [
    'a cool-off for no category',
    'contacts.recycling: deal_lost_reason_category has no option "weather"',
    (p) => put(rules(p).recycling.coolOffDays, 'weather', 30),
  ],
  [
    'a cool-off after a back-out',
    'contacts.recycling: backed_out is the selling rep',
    (p) => put(rules(p).recycling.coolOffDays, 'backed_out', 30),
  ],
  [
    'a ticket category without option',
    'contacts.leads: ticket.hs_ticket_category has no option "Leads"',
    (p) => put(rules(p).leads, 'ticketCategory', 'Leads'),
  ],
  [
    'an answer for tickets that has no row',
    'contacts.leads: ticket.answer must be a row that the engine fills in',
    (p) => put(rules(p).leads.properties, 'ticketAnswer', 'answer'),
  ],
  [
    'a campaign for no kind of lead',
    'contacts.leads: campaign non_epic_hospitals: partner is none of the kinds',
    (p) => put(campaign(p), 'kind', 'partner'),
  ],
  [
    'a campaign that asks for nothing known',
    'contacts.leads: campaign non_epic_hospitals: company.beds has no row',
    (p) => campaign(p).criteria.push({ property: 'beds', above: 100 }),
  ],
  [
    'a campaign that compares words',
    'contacts.leads: campaign non_epic_hospitals: company.current_ehr is no number',
    (p) => campaign(p).criteria.push({ property: 'current_ehr', above: 100 }),
  ],
  [
    'a campaign for a value that is no option',
    'contacts.leads: campaign non_epic_hospitals: company.billing_system has no option "kareo"',
    (p) => campaign(p).criteria.push({ property: 'billing_system', isNot: ['kareo'] }),
  ],
  [
    'an answer to tickets without row',
    'contacts.leads: ticket.answer must be a row that the engine fills in',
    (p) => put(rules(p).leads.properties, 'ticketAnswer', 'answer'),
  ],
  [
    'a corrective action that nobody could write down',
    'contacts.exclusionReview: task.corrective_action must be a row that people fill in',
    (p) => put(row(p, 'task', 'corrective_action'), 'filledBy', 'engine'),
  ],
  ['a first day that is none', 'contacts.lifecycle.since', (p) => put(rules(p).lifecycle, 'since', '2026-02-30')],
  ['no key for leads', 'properties: leads need one unique row', (p) => without(p, 'lead', 'sop_key')],
  ['no key for e-mails', 'properties: emails need one unique row', (p) => without(p, 'email', 'sop_key')],
];
