/** Property values between HubSpot's form and what people read, choose and type. */
import type { PropertyDefinition } from '../catalog/definition.ts';
import { findObjectType, type ObjectTypeName } from '../catalog/object-types.ts';
import { owners } from '../catalog/owners.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { ownerName, showDay, showTime } from './names.ts';

export interface Choice {
  value: string;
  label: string;
}

/** How a property is edited: what HubSpot calls its field type, as far as the screen tells them apart. */
export type Control = 'text' | 'long' | 'number' | 'day' | 'time' | 'one' | 'several';

export function controlOf({ type, fieldType }: PropertyDefinition): Control {
  if (type === 'date') return 'day';
  if (type === 'datetime') return 'time';
  if (type === 'number') return 'number';
  if (type === 'enumeration' || type === 'bool') return fieldType === 'checkbox' ? 'several' : 'one';
  return fieldType === 'textarea' || fieldType === 'html' ? 'long' : 'text';
}

/** The options of a property. Of stages those of the record's own pipeline come first, the others say whose they are. */
export function choicesOf(
  portal: Portal,
  type: ObjectTypeName,
  definition: PropertyDefinition,
  record?: CrmRecord,
): Choice[] {
  const { name, externalOptions, options } = definition;
  const parts = findObjectType(type).pipeline;
  if (name === parts?.pipeline) return portal.pipelines.list(type).map(({ id, label }) => ({ value: id, label }));
  if (name === parts?.stage) {
    const pipelines = inOrder(portal.pipelines.list(type));
    const own = pipelines.find(({ id }) => record && id === valueOf(record, parts.pipeline)) ?? pipelines[0];
    return pipelines
      .toSorted((a, b) => Number(b === own) - Number(a === own))
      .flatMap((pipeline) =>
        inOrder(pipeline.stages.filter(({ archived }) => !archived)).map(({ id, label }) => ({
          value: id,
          label: pipeline === own ? label : `${pipeline.label}: ${label}`,
        })),
      );
  }
  if (externalOptions) return owners.map((owner) => ({ value: owner.id, label: ownerName(owner) }));
  if (options.length === 0 && definition.type === 'bool') {
    return [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ];
  }
  return inOrder(options.filter(({ hidden }) => !hidden)).map(({ value, label }) => ({ value, label }));
}

export function inOrder<T extends { displayOrder: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.displayOrder - b.displayOrder);
}

/** A value in words, the present one unless another is given: labels instead of option values, names instead of ids. */
export function showValue(
  portal: Portal,
  record: CrmRecord,
  definition: PropertyDefinition,
  value = valueOf(record, definition.name),
): string {
  if (value === '') return '';
  switch (controlOf(definition)) {
    case 'day':
      return showDay(value);
    case 'time':
      return showTime(value);
    case 'one':
    case 'several': {
      const choices = choicesOf(portal, record.type, definition, record);
      const label = (each: string) => choices.find((choice) => choice.value === each)?.label ?? each;
      return value.split(';').map(label).join(', ');
    }
    case 'text':
    case 'long':
    case 'number':
      return value;
  }
}

/** For `<input type="datetime-local">`, in the machine's time zone. */
export function toLocalInput(value: string): string {
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What a form sent for a property, as the API takes it. What is no time goes on as typed: HubSpot refuses it with words. */
export function fromForm(definition: PropertyDefinition, sent: string[]): string {
  const value = sent.filter((each) => each !== '').join(';');
  if (controlOf(definition) !== 'time' || value === '') return value;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? value : new Date(ms).toISOString();
}
