/** Shorthand for the rows of a policy, so that a table reads as a table. */
import type { Criterion, ObjectName, PropertyOption, PropertyRow, PropertyType } from './types.ts';

type Extra = Partial<Pick<PropertyRow, 'origin' | 'filledBy' | 'unique' | 'inForms' | 'options'>>;

/** A property of ours that people fill in, unless `extra` says otherwise. */
export function property(
  object: ObjectName,
  name: string,
  label: string,
  type: PropertyType,
  clause: string,
  extra: Extra = {},
): PropertyRow {
  return { object, name, label, type, origin: 'ours', filledBy: 'people', clause, ...extra };
}

/** A property that HubSpot ships. */
export function portalProperty(
  object: ObjectName,
  name: string,
  label: string,
  type: PropertyType,
  clause: string,
): PropertyRow {
  return { object, name, label, type, origin: 'portal', filledBy: 'people', clause };
}

/** A property that only the engine writes. */
export function engineProperty(object: ObjectName, name: string, label: string, type: PropertyType, clause: string) {
  return property(object, name, label, type, clause, { filledBy: 'engine' });
}

/** The key by which our own notes, tasks and tickets are found again. */
export function keyProperty(object: ObjectName): PropertyRow {
  return property(object, 'sop_key', 'SOP key', 'text', 'R-03', { filledBy: 'engine', unique: true });
}

/** Options whose stored value is the label in small letters with `_`. */
export function options(...labels: string[]): { options: PropertyOption[] } {
  return {
    options: labels.map((label) => ({ value: label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'), label })),
  };
}

export function known(object: ObjectName, name: string, clause: string): Criterion {
  return { kind: 'known', object, property: name, clause };
}

export function is(object: ObjectName, name: string, value: string, clause: string): Criterion {
  return { kind: 'is', object, property: name, value, clause };
}
