/** Whether the rules of touches make sense with the rest of the policy. */
import { findProperty } from './lookup.ts';
import { duplicates } from './repeated.ts';
import type { TouchRules } from './touch-types.ts';
import type { Policy, PropertyRow } from './types.ts';

/** Problems in the words of the person who edited the policy; none without such rules. */
export function touchProblems(policy: Policy): string[] {
  const { touches } = policy;
  if (touches === undefined) return [];
  const { properties, messages, lostCategory, calls } = touches;
  const stages = policy.pipelines.flatMap((pipeline) => pipeline.stages);
  const category = findProperty(policy, 'deal', policy.lost.category);
  const direction = findProperty(policy, 'communication', messages.direction);
  const outcomes = [...calls.touches.flatMap((row) => row.outcomes), ...calls.answers, ...calls.ignored];
  return [
    ...touches.stages
      .filter((key) => !stages.some((stage) => stage.key === key && stage.kind === 'open'))
      .map((key) => `touches: no pipeline has an open stage ${key}`),
    ...dayProblems(touches),
    ...(['touches', 'voicemails'] as const).flatMap((key) => shows(policy, properties[key], 'number')),
    ...shows(policy, properties.summary, 'longText'),
    ...duplicates(Object.values(properties)).map((name) => `touches: deal.${name} stands twice under properties`),
    ...(category?.options?.some(({ value }) => value === lostCategory) === true
      ? []
      : [`touches: ${lostCategory} is no option of deal.${policy.lost.category}`]),
    ...(direction?.options?.some(({ value }) => value === messages.received) === true
      ? []
      : [`touches: ${messages.received} is no option of communication.${messages.direction}`]),
    ...duplicates(outcomes).map((outcome) => `touches: the call outcome ${outcome} stands twice`),
  ];
}

function dayProblems({ touches, voicemails, warnAfterDays, closeAfterDays }: TouchRules): string[] {
  return [
    ...(voicemails > touches ? [`touches: ${voicemails} voicemails are more than ${touches} touches`] : []),
    ...(warnAfterDays < closeAfterDays
      ? []
      : [`touches: a warning after ${warnAfterDays} days comes too late for the end after ${closeAfterDays}`]),
  ];
}

function shows(policy: Policy, name: string, type: PropertyRow['type']): string[] {
  const row = findProperty(policy, 'deal', name);
  return row?.filledBy === 'engine' && row.type === type
    ? []
    : [`touches: deal.${name} must be a ${type} row of the deal, filled by the engine`];
}
