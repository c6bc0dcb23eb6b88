/** Small questions to a policy that several rooms ask. */
import { FILLED } from '../events.ts';
import type { ObjectName, Policy, PropertyRow, StageRow } from './types.ts';

export function findProperty(policy: Policy, object: ObjectName, name: string): PropertyRow | undefined {
  return policy.properties.find((row) => row.object === object && row.name === name);
}

/** Whether a deal leaves the stage only when this property says something. */
export function asksFor({ exit = [] }: StageRow, object: ObjectName, property: string): boolean {
  return exit.some((one) => 'object' in one && one.object === object && one.property === property);
}

/** Where deals stand that are of this kind, as the journal writes it: `<pipeline>.<stage>` of each such stage. */
export function stagePlaces({ pipelines }: Policy, kind: StageRow['kind']): string[] {
  return pipelines.flatMap(({ key, stages }) =>
    stages.filter((stage) => stage.kind === kind).map((stage) => `${key}.${stage.key}`),
  );
}

/** Whether somebody holds the role. */
export function isHeld({ staff }: Policy, role: string): boolean {
  return staff.some((row) => row.role === role && row.emails.length > 0);
}

/** HubSpot's value of the ticket category that asks for a lead (L-02); undefined under a policy without rules for contacts. */
export function leadTicketCategory(policy: Policy): string | undefined {
  const wanted = policy.contacts?.leads.ticketCategory;
  const options = findProperty(policy, 'ticket', TICKET_CATEGORY)?.options ?? [];
  return options.find(({ label }) => label === wanted)?.value ?? wanted;
}

/** HubSpot's own property. */
export const TICKET_CATEGORY = 'hs_ticket_category';

const TRAVELLING_TYPES = new Set<PropertyRow['type']>([
  'choice',
  'choices',
  'yesNo',
  'number',
  'date',
  'datetime',
  'owner',
]);

/**
 * What of a property's value may enter a signal, a history or a search attribute: choices, numbers and dates as they are;
 * free text only as `FILLED` or `''`, because it can hold names and addresses. White space alone fills nothing. A
 * property without a row is free text.
 */
export function travellingValue(row: PropertyRow | undefined, value: string | null | undefined): string {
  if (value === null || value === undefined || value.trim() === '') return '';
  return row !== undefined && TRAVELLING_TYPES.has(row.type) ? value : FILLED;
}
