/** Whether the rule of the next action fits the rest of the policy. Each problem names its row. */
import { NEXT_ACTION_FLAWS } from '../deal/rules/next-action.ts';
import { findProperty } from './lookup.ts';
import type { Policy, PropertyRow } from './types.ts';

export function nextActionProblems(policy: Policy): string[] {
  const rule = policy.nextAction;
  if (rule === undefined) return [];
  const needed: [string, PropertyRow['type'], PropertyRow['filledBy']][] = [
    [rule.action, 'text', 'people'],
    [rule.owner, 'owner', 'people'],
    [rule.date, 'date', 'people'],
    [rule.flag, 'choice', 'engine'],
  ];
  const open = policy.pipelines.flatMap(({ stages }) => stages).filter(({ kind }) => kind === 'open');
  const options = findProperty(policy, 'deal', rule.flag)?.options ?? [];
  return [
    ...needed.flatMap(([name, type, filledBy]) => {
      const row = findProperty(policy, 'deal', name);
      return row?.type === type && row.filledBy === filledBy
        ? []
        : [`nextAction: deal.${name} must have a row under properties of the type ${type}, filled by ${filledBy}`];
    }),
    ...NEXT_ACTION_FLAWS.filter((flaw) => !options.some(({ value }) => value === flaw)).map(
      (flaw) => `nextAction: deal.${rule.flag} lacks the option "${flaw}"`,
    ),
    ...rule.stages
      .filter((stage) => !open.some(({ key }) => key === stage))
      .map((stage) => `nextAction: ${stage} is no open stage of a pipeline`),
  ];
}
