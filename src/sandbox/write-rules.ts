/**
 * The rules of a portal's admin for writes, which HubSpot enforces on its 2026-09 paths only (reference `hubspot.md` §8.2,
 * §10.3).
 */
import type { ObjectTypeName } from './catalog/object-types.ts';
import { validationProblem, type ErrorDetail } from './problems.ts';
import { valueOf, type CrmRecord } from './records.ts';

export interface WriteRule {
  objectType: ObjectTypeName;
  /** The property that must have a value. */
  property: string;
  /** Only where this property has one of these values; absent: whenever a record is created. */
  when?: { property: string; values: string[] };
}

/** A value that was taken in another form than it came in. */
export interface WriteWarning {
  category: 'PROPERTY_VALUE_NORMALIZED';
  message: string;
  context: { propertyName: string[]; rawValue: string[]; normalizedValue: string[] };
}

export function normalizedWarning(name: string, raw: string, normalized: string): WriteWarning {
  return {
    category: 'PROPERTY_VALUE_NORMALIZED',
    message: `The value of ${name} was normalized to ${normalized}`,
    context: { propertyName: [name], rawValue: [raw], normalizedValue: [normalized] },
  };
}

/** Throws with every rule that the write breaks. `record` is absent on create. */
export function enforceRules(
  rules: readonly WriteRule[],
  type: ObjectTypeName,
  values: Map<string, string>,
  record?: CrmRecord,
): void {
  const after = (name: string) => values.get(name) ?? (record ? valueOf(record, name) : '');
  const errors: ErrorDetail[] = [];
  for (const { objectType, property, when } of rules) {
    if (objectType !== type || after(property) !== '') continue;
    const context = { propertyName: [property] };
    if (!when) {
      if (record) continue;
      const message = `A value for ${property} must be provided`;
      errors.push({ message, code: 'MISSING_REQUIRED_PROPERTY', context });
      continue;
    }
    // A write that has to do with neither property is not the one that breaks the rule.
    const concerned = values.has(when.property) || values.has(property);
    if (!concerned || !when.values.includes(after(when.property))) continue;
    const message = `${property} is required because of a conditional property rule based on [${when.property}]`;
    errors.push({ message, code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY', context });
  }
  if (errors.length > 0) throw validationProblem('The property values provided are invalid', { errors });
}
