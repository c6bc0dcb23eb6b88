/** Whether each property that the rules for contacts name is kept as they need it. */
import { PORTAL_PROPERTIES } from '../contact/policy.ts';
import type { ContactProperties, ContactRules } from './contact-types.ts';
import { findProperty, travellingValue } from './lookup.ts';
import { duplicates } from './repeated.ts';
import type { Policy, PropertyRow, PropertyType } from './types.ts';

export function contactPropertyProblems(policy: Policy, contacts: ContactRules): string[] {
  return [...portalProblems(policy), ...propertyProblems(policy, contacts)];
}

/** Those of the values that are no option of the row. */
export function lacking(row: PropertyRow | undefined, values: string[]): string[] {
  const known = new Set((row?.options ?? []).map(({ value }) => value));
  return values.filter((value) => !known.has(value));
}

/** The engine decides by these. Without a row their values would count as free text and stay out of Temporal. */
function portalProblems(policy: Policy): string[] {
  return Object.entries(PORTAL_PROPERTIES).flatMap(([what, name]) => {
    const row = findProperty(policy, 'contact', name);
    if (what === 'email') {
      return row?.type === 'text' ? [] : [`properties: contact.${name} must stand there as a text, it is personal`];
    }
    return row !== undefined && travels(row)
      ? []
      : [`properties: contact.${name} must stand there, as a choice or a date-time`];
  });
}

const people = (...types: PropertyType[]) => ({ types, filledBy: 'people' });
const engine = (...types: PropertyType[]) => ({ types, filledBy: 'engine' });

/** How each property of the rules is kept, and by whom it is filled in. */
const SHAPES: Record<keyof ContactProperties, { types: PropertyType[]; filledBy: string }> = {
  originalChannel: engine('choice'),
  reviewed: people('yesNo'),
  exploring: people('yesNo'),
  missing: engine('longText'),
  recyclingRounds: engine('number'),
  recyclesOn: engine('datetime'),
  doNotContact: people('yesNo'),
  exclusionAnswer: people('choice'),
  temperature: engine('choice'),
  turnsColdOn: engine('datetime'),
  lastEngagement: engine('datetime'),
  veto: people('yesNo'),
  vetoReason: people('text', 'longText'),
  consentStatus: engine('choice'),
  leadKind: people('choice'),
  campaign: people('choice'),
  deliveredOn: engine('datetime'),
  deliveredTemperature: engine('choice'),
  deliveredSource: engine('choice'),
  deliveredCampaign: engine('choice'),
  acceptance: people('choice'),
  rejectionReason: people('text', 'longText'),
};

/** Values that the rules write or wait for. */
const VALUES: Partial<Record<keyof ContactProperties, string[]>> = {
  exclusionAnswer: ['keep', 'target', 'mql', 'additional', 'delete'],
  temperature: ['warm', 'cold'],
  deliveredTemperature: ['warm', 'cold'],
  consentStatus: ['none', 'requested', 'reminded', 'granted', 'withdrawn', 'undeliverable'],
  acceptance: ['accepted', 'rejected'],
};

function propertyProblems(policy: Policy, { properties, leads }: ContactRules): string[] {
  const shaped = Object.entries(SHAPES).flatMap(([key, { types, filledBy }]) => {
    const name = nameOf(properties, key);
    const row = findProperty(policy, 'contact', name);
    const at = `contacts.properties: ${key} (${name})`;
    if (row === undefined) return [`${at} has no row under properties of the contact`];
    return types.includes(row.type) && row.filledBy === filledBy
      ? []
      : [`${at} must be a ${types.join(' or ')} row, filled by ${filledBy === 'people' ? 'people' : 'the engine'}`];
  });
  const campaigns = leads.campaigns.map(({ key }) => key);
  const values = { ...VALUES, leadKind: leads.kinds, campaign: campaigns, deliveredCampaign: campaigns };
  return [
    ...shaped,
    ...duplicates(Object.values(properties)).map((name) => `contacts.properties: contact.${name} stands twice`),
    ...Object.entries(values).flatMap(([key, wanted]) =>
      lacking(findProperty(policy, 'contact', nameOf(properties, key)), wanted).map(
        (value) => `contacts.properties: ${key} lacks the option "${value}"`,
      ),
    ),
  ];
}

function nameOf(properties: ContactProperties, key: string): string {
  return Object.entries(properties).find(([name]) => name === key)?.[1] ?? '';
}

function travels(row: PropertyRow): boolean {
  return travellingValue(row, 'x') === 'x';
}
