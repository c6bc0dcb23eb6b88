/** Whether the rule of the back-out fits the rest of the policy. Each problem names its row. */
import { findProperty } from './lookup.ts';
import type { Policy, PropertyRow } from './types.ts';

export function backOutProblems(policy: Policy): string[] {
  const rule = policy.backOut;
  if (rule === undefined) return [];
  const row = (name: string) => findProperty(policy, 'deal', name);
  const asked: [string, PropertyRow['type']][] = [
    [rule.requested, 'yesNo'],
    [rule.reason, 'choice'],
    [rule.details, 'longText'],
    [rule.signed.property, 'choice'],
  ];
  const hasOption = (name: string, value: string) => row(name)?.options?.some((one) => one.value === value) === true;
  const ticketStage = policy.onboarding?.pipeline.stages.find(({ key }) => key === rule.ticketStage);
  const roles = policy.staff.map(({ role }) => role);
  return [
    ...asked.flatMap(([name, type]) =>
      row(name)?.type === type && row(name)?.filledBy === 'people'
        ? []
        : [`backOut: deal.${name} must have a row under properties, a ${type} that people fill in`],
    ),
    ...(hasOption(rule.signed.property, rule.signed.value)
      ? []
      : [`backOut: deal.${rule.signed.property} can never be "${rule.signed.value}": it is none of its options`]),
    ...(hasOption(policy.lost.category, rule.lostCategory)
      ? []
      : [`backOut: ${rule.lostCategory} is none of the lost reason categories`]),
    ...(policy.onboarding !== undefined && ticketStage?.state !== 'CLOSED'
      ? [`backOut: ticketStage ${rule.ticketStage ?? ''} is none of the closed stages of onboarding`]
      : []),
    ...[rule.approverRole, rule.implementationRole, rule.managerRole]
      .filter((role) => !roles.includes(role))
      .map((role) => `backOut: nobody holds the role ${role}, see staff`),
  ];
}
