/** Whether the rules of a deal's human side name what there is, and ask for what the gates ask for. */
import { sopSlice } from '../deal/sop.ts';
import { findProperty, isHeld } from './lookup.ts';
import { duplicates } from './repeated.ts';
import type { Policy, PropertyRow } from './types.ts';

export function dealRuleProblems(policy: Policy): string[] {
  return [
    ...approvalProblems(policy),
    ...sopNoteProblems(policy),
    ...formatProblems(policy),
    ...acceptanceProblems(policy),
  ];
}

/** D-07. */
function approvalProblems(policy: Policy): string[] {
  const rule = policy.approval;
  if (rule === undefined) return [];
  const { required, status, approved, pending, reason, automatic, role } = rule;
  const needed: [string, PropertyRow['type'], PropertyRow['filledBy'], string[]][] = [
    [required, 'yesNo', 'people', []],
    [status, 'choice', 'people', [approved, pending]],
    [reason, 'choice', 'engine', [automatic]],
  ];
  return [
    ...needed.flatMap(([name, type, filledBy, values]) => {
      const row = findProperty(policy, 'deal', name);
      if (row?.type !== type || row.filledBy !== filledBy)
        return [`approval: deal.${name} must have a row under properties of the type ${type}, filled by ${filledBy}`];
      return values
        .filter((value) => row.options?.some((option) => option.value === value) !== true)
        .map((value) => `approval: deal.${name} lacks the option "${value}"`);
    }),
    ...(isHeld(policy, role) ? [] : [`approval: nobody holds the role ${role}, see staff`]),
  ];
}

/** Blanks are named by the gate (D-06): what no gate asks for would keep the note away, and nobody would know why. */
function sopNoteProblems(policy: Policy): string[] {
  const { sopNote } = policy;
  if (sopNote === undefined) return [];
  const { deal, company, tag } = sopNote;
  const stages = sopSlice(policy).sopNote?.stages ?? [];
  return [
    ...(stages.length > 0 ? [] : ['sopNote: no stage asks for all of its properties before a deal moves on']),
    ...duplicates(deal).map((name) => `sopNote: deal.${name} stands twice`),
    ...duplicates(company).map((name) => `sopNote: company.${name} stands twice`),
    ...(tag.trim() === tag ? [] : ['sopNote: the tag begins or ends with a space']),
  ];
}

function formatProblems(policy: Policy): string[] {
  return policy.formats.money
    .filter(({ object, property }) => findProperty(policy, object, property)?.type !== 'number')
    .map(({ object, property }) => `formats: ${object}.${property} is no number among the properties`);
}

function acceptanceProblems(policy: Policy): string[] {
  const { role, managerRole } = policy.onboarding?.acceptance ?? {};
  return [role, managerRole].flatMap((one) =>
    one === undefined || isHeld(policy, one) ? [] : [`onboarding: nobody holds the role ${one}, see staff`],
  );
}
