/** Whether the rules of registers make sense together with the rest of the policy. */
import { findProperty } from './lookup.ts';
import { duplicates } from './repeated.ts';
import type { ObjectName, Policy } from './types.ts';

export function registerProblems(policy: Policy): string[] {
  const { registers, staff } = policy;
  if (registers === undefined) return [];
  const { owners, currencies, sourceProperty, solutionProperty, solutions } = registers;
  const held = staff.filter(({ emails }) => emails.length > 0).map(({ role }) => role);
  const known = optionsOf(policy, 'deal', solutionProperty);
  return [
    ...[...new Set(Object.values(owners))]
      .filter((role) => !held.includes(role))
      .map((role) => `registers: nobody holds the role ${role}, see staff`),
    ...duplicates(currencies.map(({ code }) => code)).map((code) => `registers: currency ${code} stands twice`),
    ...(optionsOf(policy, 'contact', sourceProperty).length > 0
      ? []
      : [`registers: contact.${sourceProperty} must be a choice with options`]),
    ...solutions
      .filter((value) => !known.includes(value))
      .map((value) => `registers: ${value} is no option of deal.${solutionProperty}`),
    ...duplicates(solutions).map((value) => `registers: solution ${value} stands twice`),
  ];
}

function optionsOf(policy: Policy, object: ObjectName, property: string): string[] {
  return (findProperty(policy, object, property)?.options ?? []).map(({ value }) => value);
}
