/** Whether the rule of internal referrals fits the rest of the policy. Each problem names its row. */
import type { ContactRules } from './contact-types.ts';
import { findProperty } from './lookup.ts';
import type { Policy, PropertyRow } from './types.ts';

export function referralProblems(policy: Policy, { referral: rule }: ContactRules): string[] {
  if (rule === undefined) return [];
  const needed: [object: 'contact' | 'deal', name: string, Pick<PropertyRow, 'type' | 'filledBy'>][] = [
    ['contact', rule.date, { type: 'date', filledBy: 'people' }],
    ['contact', rule.employee, { type: 'text', filledBy: 'people' }],
    ['contact', rule.interest, { type: 'longText', filledBy: 'people' }],
    ['contact', rule.lastForm, { type: 'datetime', filledBy: 'portal' }],
    ['contact', rule.takenOn, { type: 'datetime', filledBy: 'engine' }],
    ['deal', rule.dealEmployees, { type: 'text', filledBy: 'engine' }],
    ['deal', rule.dealDate, { type: 'date', filledBy: 'engine' }],
  ];
  return [
    ...(policy.pipelines.some(({ key }) => key === rule.pipeline)
      ? []
      : [`contacts.referral: there is no pipeline ${rule.pipeline}`]),
    ...(findProperty(policy, 'deal', rule.keyProperty)?.unique === true
      ? []
      : [`contacts.referral: deal.${rule.keyProperty} must be a unique row under properties`]),
    ...needed.flatMap(([object, name, { type, filledBy }]) => {
      const row = findProperty(policy, object, name);
      return row?.type === type && row.filledBy === filledBy
        ? []
        : [
            `contacts.referral: ${object}.${name} must have a row under properties of the type ${type}, filled by ${filledBy}`,
          ];
    }),
  ];
}
