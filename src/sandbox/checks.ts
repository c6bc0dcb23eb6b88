/** Whether HubSpot takes the property values of a write. One bad value refuses all of it. */
import type { ObjectType, ObjectTypeName } from './catalog/object-types.ts';
import type { Portal } from './portal.ts';
import { HubSpotProblem, propertyProblems, type PropertyProblem } from './problems.ts';
import { valueOf, type CrmRecord } from './records.ts';
import { checkValue } from './values.ts';
import { enforceRules, normalizedWarning, type WriteWarning } from './write-rules.ts';

/** As requests carry them; null clears like an empty string. */
export type PropertyInput = Record<string, string | null>;

export interface CheckedValues {
  /** As they will be kept. */
  values: Map<string, string>;
  warnings: WriteWarning[];
}

/**
 * `record` is absent on create; `strict`: with the admin's rules, as on 2026-09 paths. Throws with every value that is
 * refused.
 */
export function checkValues(
  portal: Portal,
  type: ObjectType,
  input: PropertyInput,
  strict: boolean,
  record?: CrmRecord,
): CheckedValues {
  const values = new Map<string, string>();
  const warnings: WriteWarning[] = [];
  const problems: PropertyProblem[] = [];
  for (const [name, raw] of Object.entries(input)) {
    const definition = portal.properties.find(type.plural, name);
    if (!definition) {
      problems.push({ name, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    const checked = checkValue(definition, raw ?? '', record ? valueOf(record, name) : '', strict);
    if ('problem' in checked) {
      problems.push(checked.problem);
      continue;
    }
    values.set(name, checked.value);
    if (checked.normalized) warnings.push(normalizedWarning(name, raw ?? '', checked.value));
  }
  problems.push(...stageProblems(portal, type, values, record), ...uniqueProblems(portal, type, values, record));
  if (problems.length > 0) throw propertyProblems(problems);
  if (strict) enforceRules(portal.writeRules, type.plural, values, record);
  return { values, warnings };
}

/** The stage must belong to the pipeline the record has after the write. */
function stageProblems(
  portal: Portal,
  type: ObjectType,
  values: Map<string, string>,
  record?: CrmRecord,
): PropertyProblem[] {
  if (!type.pipeline) return [];
  const { pipeline, stage } = type.pipeline;
  if (!values.has(pipeline) && !values.has(stage)) return [];
  const after = (name: string) => values.get(name) ?? (record ? valueOf(record, name) : '');
  const found = portal.pipelines.find(type.plural, after(pipeline));
  if (!found) return [invalidOption(pipeline, after(pipeline), portal.pipelines.list(type.plural))];
  const stages = found.stages.filter((each) => !each.archived);
  // A create without a stage is refused for what it lacks, not for a wrong option.
  if (after(stage) === '' && !record) return [];
  return stages.some((each) => each.id === after(stage)) ? [] : [invalidOption(stage, after(stage), stages)];
}

function invalidOption(name: string, value: string, allowed: { id: string }[]): PropertyProblem {
  const ids = allowed.map(({ id }) => id).join(', ');
  return { name, code: 'INVALID_OPTION', message: `${value} was not one of the allowed options: [${ids}]` };
}

function uniqueProblems(
  portal: Portal,
  type: ObjectType,
  values: Map<string, string>,
  record?: CrmRecord,
): PropertyProblem[] {
  const problems: PropertyProblem[] = [];
  for (const [name, value] of values) {
    if (value === '' || !isUnique(portal, type.plural, name)) continue;
    const holder = portal.records.findByUnique(type.plural, name, value);
    if (!holder || holder === record) continue;
    if (name === 'email') {
      throw new HubSpotProblem(409, `Contact already exists. Existing ID: ${holder.id}`, { category: 'CONFLICT' });
    }
    problems.push({ name, code: 'CONFLICTING_UNIQUE_VALUE', message: `${holder.id} already has that value.` });
  }
  return problems;
}

/** Properties that identify a record: those defined so, and a contact's address. */
export function isUnique(portal: Portal, type: ObjectTypeName, property: string): boolean {
  return (
    (type === 'contacts' && property === 'email') || portal.properties.find(type, property)?.hasUniqueValue === true
  );
}
