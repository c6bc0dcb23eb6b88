/** Whether the rules for contacts make sense together, and with the rest of the policy. Each problem names its row. */
import { contactPropertyProblems, lacking } from './check-contact-properties.ts';
import type { ContactRules, LifecycleKey } from './contact-types.ts';
import { findProperty, isHeld } from './lookup.ts';
import { referralProblems } from './check-referral.ts';
import { duplicates, sameLabels } from './repeated.ts';
import type { ObjectName, Policy } from './types.ts';

/** Problems in the words of the person who edited the policy; empty without rules for contacts. */
export function contactProblems(policy: Policy): string[] {
  const { contacts } = policy;
  if (contacts === undefined) return [];
  return [
    ...stageProblems(contacts),
    ...contactPropertyProblems(policy, contacts),
    ...engagementProblems(policy, contacts),
    ...roleProblems(policy, contacts),
    ...reviewProblems(policy, contacts),
    ...dealProblems(policy, contacts),
    ...leadProblems(policy, contacts),
    ...referralProblems(policy, contacts),
    ...keyProblems(policy),
  ];
}

const SEVEN: LifecycleKey[] = ['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'];

function stageProblems({ lifecycle }: ContactRules): string[] {
  const keys = lifecycle.stages.map(({ key }) => key);
  const values = lifecycle.stages.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return [
    ...SEVEN.filter((key) => !keys.includes(key)).map((key) => `contacts.lifecycle: the stage ${key} is missing`),
    ...duplicates(keys).map((key) => `contacts.lifecycle: stage ${key} stands twice`),
    ...duplicates(values).map((value) => `contacts.lifecycle: HubSpot's stage ${value} stands twice`),
    ...sameLabels(lifecycle.stages).map(({ label }) => `contacts.lifecycle: stage label "${label}" stands twice`),
    ...lifecycle.stages.flatMap(({ key, byHand }) => [
      ...duplicates(byHand).map((to) => `contacts.lifecycle: ${key} leads to ${to} twice`),
      ...(byHand.includes(key) ? [`contacts.lifecycle: ${key} leads to itself`] : []),
      ...(byHand.includes('customer')
        ? [`contacts.lifecycle: ${key} leads to customer by hand, but only a won deal makes a customer (C-12)`]
        : []),
    ]),
  ];
}

function engagementProblems(policy: Policy, { engagement, consent }: ContactRules): string[] {
  return [
    ...duplicates(engagement.map(({ key }) => key)).map((key) => `contacts.engagement: ${key} stands twice`),
    ...engagement.flatMap(({ key, from }) =>
      from.object !== 'contact' || findProperty(policy, 'contact', from.property)?.type === 'datetime'
        ? []
        : [`contacts.engagement: ${key} needs contact.${from.property} as a datetime row under properties`],
    ),
    ...(engagement.some(({ conversation }) => conversation)
      ? []
      : ['contacts.engagement: none counts as a conversation, so nobody could become a Sales Qualified Lead']),
    ...(consent.businessHours.from < consent.businessHours.to
      ? []
      : ['contacts.consent: the business hours end before they begin']),
  ];
}

function roleProblems(policy: Policy, rules: ContactRules): string[] {
  const { review, handOff, ownership, exclusionReview } = rules;
  return [...new Set([review.role, handOff.role, handOff.managerRole, ownership.role, exclusionReview.role])]
    .filter((role) => !isHeld(policy, role))
    .map((role) => `contacts: nobody holds the role ${role}, see staff`);
}

function reviewProblems(policy: Policy, { exclusionReview }: ContactRules): string[] {
  const { correctiveAction } = exclusionReview;
  return findProperty(policy, 'task', correctiveAction)?.filledBy === 'people'
    ? []
    : [`contacts.exclusionReview: task.${correctiveAction} must be a row that people fill in`];
}

function dealProblems(policy: Policy, { deal, recycling }: ContactRules): string[] {
  const key = findProperty(policy, 'deal', deal.keyProperty);
  const twin = findProperty(policy, 'deal', deal.twinProperty);
  const categories = findProperty(policy, 'deal', policy.lost.category);
  const named = [...Object.keys(recycling.coolOffDays), recycling.backedOut];
  return [
    ...(policy.pipelines.some((pipeline) => pipeline.key === deal.pipeline)
      ? []
      : [`contacts.deal: there is no pipeline ${deal.pipeline}`]),
    ...(key?.unique === true ? [] : [`contacts.deal: deal.${deal.keyProperty} must be a unique row under properties`]),
    ...(twin?.filledBy === 'engine'
      ? []
      : [`contacts.deal: deal.${deal.twinProperty} must be a row that the engine fills in`]),
    ...lacking(categories, named).map(
      (category) => `contacts.recycling: ${policy.lost.category} has no option "${category}"`,
    ),
    ...(recycling.coolOffDays[recycling.backedOut] === undefined
      ? []
      : [`contacts.recycling: ${recycling.backedOut} is the selling rep's decision (B-05), it has no cool-off`]),
  ];
}

function leadProblems(policy: Policy, { leads }: ContactRules): string[] {
  const category = findProperty(policy, 'ticket', 'hs_ticket_category');
  return [
    ...(lacking(category, [leads.ticketCategory]).length === 0
      ? []
      : [`contacts.leads: ticket.hs_ticket_category has no option "${leads.ticketCategory}" under properties`]),
    ...shownProblems(policy, leads.properties),
    ...duplicates(leads.campaigns.map(({ key }) => key)).map((key) => `contacts.leads: campaign ${key} stands twice`),
    ...leads.campaigns.flatMap(({ key, kind, criteria }) => [
      ...(leads.kinds.includes(kind) ? [] : [`contacts.leads: campaign ${key}: ${kind} is none of the kinds`]),
      ...criteria.flatMap((criterion) => criterionProblems(policy, criterion, `contacts.leads: campaign ${key}`)),
    ]),
  ];
}

function shownProblems(policy: Policy, shown: ContactRules['leads']['properties']): string[] {
  const rows = Object.entries(shown).map(
    ([what, name]) => ({ object: what === 'ticketAnswer' ? 'ticket' : 'lead', name }) as const,
  );
  return rows
    .filter(({ object, name }) => findProperty(policy, object, name)?.filledBy !== 'engine')
    .map(({ object, name }) => `contacts.leads: ${object}.${name} must be a row that the engine fills in`);
}

type Criterion = ContactRules['leads']['campaigns'][number]['criteria'][number];

/** Values of a company reach the workflow as numbers and choices only. */
function criterionProblems(policy: Policy, criterion: Criterion, at: string): string[] {
  const name = `company.${criterion.property}`;
  const row = findProperty(policy, 'company', criterion.property);
  if (row === undefined) return [`${at}: ${name} has no row under properties`];
  if ('above' in criterion) return row.type === 'number' ? [] : [`${at}: ${name} is no number`];
  const values = 'is' in criterion ? criterion.is : criterion.isNot;
  return lacking(row, values).map((value) => `${at}: ${name} has no option "${value}"`);
}

/** Records of ours are found again by their key. */
function keyProblems({ properties }: Policy): string[] {
  const keyed: ObjectName[] = ['lead', 'email'];
  return keyed
    .filter((object) => !properties.some((row) => row.object === object && row.unique === true))
    .map((object) => `properties: ${object}s need one unique row, the key of our own ${object}s`);
}
