/** Whether exit criteria hold, and the facts that speak for it. */
import { acceptedValues, type CriterionId, factKey } from './policy.ts';
import type { Known, Values } from './state.ts';

/** A fact that speaks for a decision. */
export interface Because {
  key: string;
  fact: Known;
}

/** Facts that a reading finds: no such record is associated with the deal. They stand first in missing lists, being what is amiss. */
export const NOBODY = { company: 'no.company', contact: 'no.contact' } as const;

/** Those of the criteria that do not hold, and before them the records that they ask for and that are not there at all. */
export function missingOf(criteria: CriterionId[], values: Values): string[] {
  const missing = criteria.filter((criterion) => !holds(criterion, values));
  const absent = (['company', 'contact'] as const).filter(
    (object) => values[NOBODY[object]] !== undefined && missing.some((id) => id.startsWith(`${object}.`)),
  );
  return [...absent.map((object) => NOBODY[object]), ...missing];
}

/** Several check boxes come as `a;b`: one of them is enough. */
function holds(criterion: CriterionId, values: Values): boolean {
  const value = values[factKey(criterion)]?.value ?? '';
  const accepted = acceptedValues(criterion);
  return accepted === undefined ? value !== '' : value.split(';').some((one) => accepted.includes(one));
}

/** What is known under these keys. */
export function factsOf(keys: string[], values: Values): Because[] {
  return keys.flatMap((key) => {
    const fact = values[key];
    return fact === undefined ? [] : [{ key, fact }];
  });
}
