/** What HubSpot knows about a property, and short ways to write down the standard ones. */

export type PropertyType = 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool' | 'phone_number';

export interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description?: string;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  description: string;
  groupName: string;
  type: PropertyType;
  /** HubSpot's input control, e.g. `text`, `textarea`, `select`, `checkbox` (several values). */
  fieldType: string;
  options: PropertyOption[];
  displayOrder: number;
  hidden: boolean;
  formField: boolean;
  hasUniqueValue: boolean;
  /** HubSpot computes it: nobody writes it and no webhook tells of it. */
  calculated: boolean;
  /** The values live elsewhere: owners, or the stages of pipelines. */
  externalOptions: boolean;
  /** Whose records the external options are; `OWNER`: the portal's users. */
  referencedObjectType?: string;
  hubspotDefined: boolean;
  readOnlyValue: boolean;
  archived: boolean;
  /** Milliseconds since 1970; absent on HubSpot's own. */
  createdAt?: number;
  updatedAt?: number;
}

/** A standard property, without its group. */
export type StandardProperty = Omit<PropertyDefinition, 'groupName'>;

function property(
  name: string,
  label: string,
  type: PropertyType,
  fieldType: string,
  rest: Partial<StandardProperty> = {},
): StandardProperty {
  return {
    name,
    label,
    description: '',
    type,
    fieldType,
    options: [],
    displayOrder: -1,
    hidden: false,
    formField: false,
    hasUniqueValue: false,
    calculated: false,
    externalOptions: false,
    hubspotDefined: true,
    readOnlyValue: false,
    archived: false,
    ...rest,
  };
}

export const text = (name: string, label: string) => property(name, label, 'string', 'text');
export const longText = (name: string, label: string) => property(name, label, 'string', 'textarea');
export const html = (name: string, label: string) => property(name, label, 'string', 'html');
export const phone = (name: string, label: string) => property(name, label, 'string', 'phonenumber');
export const number = (name: string, label: string) => property(name, label, 'number', 'number');
export const datetime = (name: string, label: string) => property(name, label, 'datetime', 'date');
export const bool = (name: string, label: string) =>
  property(name, label, 'bool', 'booleancheckbox', { options: options(['true:Yes', 'false:No']) });

/** Options are written `value` or `value:label`. */
export const choice = (name: string, label: string, values: string[]) =>
  property(name, label, 'enumeration', 'select', { options: options(values) });

/** The options are the portal's owners. */
export const owner = (name: string, label: string) =>
  property(name, label, 'enumeration', 'select', { externalOptions: true, referencedObjectType: 'OWNER' });

/** The options are the portal's pipelines, or their stages. */
export const pipelinePart = (name: string, label: string) =>
  property(name, label, 'enumeration', 'select', { externalOptions: true });

/** Set by HubSpot, not by anyone's request. */
export const calculated = (definition: StandardProperty): StandardProperty => ({
  ...definition,
  calculated: true,
  readOnlyValue: true,
});

function options(values: string[]): PropertyOption[] {
  return values.map((entry, displayOrder) => {
    const [value = '', label = value] = entry.split(':');
    return { label, value, displayOrder, hidden: false };
  });
}
