/** Whether exit criteria hold, and the facts that speak for it. */
import { acceptedValues, type CriterionId, factKey } from './policy.ts';
import type { Known, Values } from './state.ts';

/** A fact that speaks for a decision. */
export interface Because {
  key: string;
  fact: Known;
}

/** Those of the criteria that do not hold. */
export function missingOf(criteria: CriterionId[], values: Values): string[] {
  return criteria.filter((criterion) => !holds(criterion, values));
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
