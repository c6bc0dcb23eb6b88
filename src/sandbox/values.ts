/** Values of properties: what HubSpot accepts, and how it keeps them (reference `hubspot.md` §6, §10.2). */
import { findOwner } from './catalog/owners.ts';
import type { PropertyDefinition } from './catalog/definition.ts';
import type { PropertyProblem } from './problems.ts';

/** `normalized`: HubSpot keeps another value than it was given, and says so. */
type Checked = { value: string; normalized?: true } | { problem: PropertyProblem };

const DAY_MS = 86_400_000;

/**
 * The value as HubSpot keeps it, or why it refuses. An empty string clears. `before` is needed because a leading `;`
 * adds to the values of a multi-checkbox. `normalizes`: a day with a time of day is taken, without it (2026-09 paths).
 */
export function checkValue(definition: PropertyDefinition, raw: string, before: string, normalizes: boolean): Checked {
  const { name, type } = definition;
  if (definition.readOnlyValue) {
    return refuse(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  }
  if (raw === '') return { value: '' };
  if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw)) {
    return refuse(name, 'INVALID_EMAIL', `Email address ${raw} is invalid`);
  }
  switch (type) {
    case 'string':
    case 'phone_number':
      return { value: name === 'email' ? raw.toLowerCase() : raw };
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(raw)
        ? { value: raw }
        : refuse(name, 'INVALID_LONG', `${raw} was not a valid long.`);
    case 'datetime':
      return checkDatetime(name, raw);
    case 'date':
      return checkDate(name, raw, normalizes);
    case 'bool':
    case 'enumeration':
      return checkOptions(definition, raw, before);
  }
}

function checkDatetime(name: string, raw: string): Checked {
  const ms = parseTime(raw);
  return ms === undefined
    ? refuse(name, 'INVALID_LONG', `${raw} was not a valid long.`)
    : { value: new Date(ms).toISOString() };
}

/** A day: midnight UTC as milliseconds or ISO, or `YYYY-MM-DD`. */
function checkDate(name: string, raw: string, normalizes: boolean): Checked {
  const ms = parseTime(raw);
  if (ms === undefined) return refuse(name, 'INVALID_DATE', `${raw} was not a valid date.`);
  const [day = '', time = ''] = new Date(ms).toISOString().split('T');
  if (ms % DAY_MS === 0) return { value: day };
  return normalizes
    ? { value: day, normalized: true }
    : refuse(name, 'INVALID_DATE', `${raw} is at ${time} UTC, not midnight!`);
}

function checkOptions(definition: PropertyDefinition, raw: string, before: string): Checked {
  const { name, fieldType, options, externalOptions, referencedObjectType } = definition;
  const several = fieldType === 'checkbox';
  const given = several ? raw.split(';').filter((each) => each !== '') : [raw];
  const allowed = (value: string) => options.some((option) => option.value === value);
  for (const value of given) {
    // Pipelines and stages are checked together with each other, where the record's pipeline is known.
    const known = externalOptions ? referencedObjectType !== 'OWNER' || findOwner(value) !== undefined : allowed(value);
    if (!known) {
      const values = options.map((option) => option.value).join(', ');
      return refuse(name, 'INVALID_OPTION', `${value} was not one of the allowed options: [${values}]`);
    }
  }
  const kept = several && raw.startsWith(';') ? before.split(';').filter((each) => each !== '') : [];
  return { value: [...new Set([...kept, ...given])].join(';') };
}

/** Milliseconds since 1970 from digits or ISO-8601. */
function parseTime(raw: string): number | undefined {
  const ms = /^-?\d+$/.test(raw) ? Number(raw) : /^\d{4}-\d{2}-\d{2}(T|$)/.test(raw) ? Date.parse(raw) : Number.NaN;
  return Number.isNaN(new Date(ms).getTime()) ? undefined : ms;
}

function refuse(name: string, code: PropertyProblem['code'], message: string): Checked {
  return { problem: { name, code, message } };
}
