/** Whether the rules of a deal's human side name what there is, and ask for what the gates ask for. */
import type { Criterion, ObjectName, Policy, StageRow } from './types.ts';
import { findProperty } from './lookup.ts';
import { duplicates } from './repeated.ts';

export function dealRuleProblems(policy: Policy): string[] {
  return [...sopNoteProblems(policy), ...formatProblems(policy), ...acceptanceProblems(policy)];
}

/** Blanks are named by the gate (D-06): what no gate asks for would keep the note away, and nobody would know why. */
function sopNoteProblems({ sopNote, pipelines }: Policy): string[] {
  if (sopNote === undefined) return [];
  const { deal, company, tag } = sopNote;
  const open = pipelines.flatMap(({ stages }) => stages.filter(({ kind }) => kind === 'open'));
  const asksAll = ({ exit = [] }: StageRow) =>
    deal.every((name) => asks(exit, 'deal', name)) && company.every((name) => asks(exit, 'company', name));
  return [
    ...(open.some(asksAll) ? [] : ['sopNote: no stage asks for all of its properties before a deal moves on']),
    ...duplicates(deal).map((name) => `sopNote: deal.${name} stands twice`),
    ...duplicates(company).map((name) => `sopNote: company.${name} stands twice`),
    ...(tag.trim() === tag ? [] : ['sopNote: the tag begins or ends with a space']),
  ];
}

function asks(exit: Criterion[], object: ObjectName, property: string): boolean {
  return exit.some((one) => 'object' in one && one.object === object && one.property === property);
}

function formatProblems(policy: Policy): string[] {
  return policy.formats.money
    .filter(({ object, property }) => findProperty(policy, object, property)?.type !== 'number')
    .map(({ object, property }) => `formats: ${object}.${property} is no number among the properties`);
}

function acceptanceProblems({ onboarding, staff }: Policy): string[] {
  const roles = staff.map(({ role }) => role);
  const { role, managerRole } = onboarding?.acceptance ?? {};
  return [role, managerRole]
    .filter((one) => one !== undefined && !roles.includes(one))
    .map((one) => `onboarding: nobody holds the role ${one ?? ''}, see staff`);
}
