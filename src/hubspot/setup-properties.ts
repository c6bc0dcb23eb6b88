/** Property groups and properties that the policy asks for, compared with what the portal has. */
import type { ObjectName, Policy, PropertyOption, PropertyRow, PropertyType } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import type { PropertyInput } from './portal.ts';
import type { Property, PropertyChoice } from './schemas.ts';
import type { SetupStep } from './setup-step.ts';

const GROUP = { name: 'sales_sop', label: 'Sales SOP' };

/** HubSpot calls it "HubSpot user": the options are the portal's owners, the value is an owner's id. */
const USERS = { externalOptions: true, referencedObjectType: 'OWNER' } as const;

/** HubSpot's storage type and form field for each type of the policy (reference/hubspot §6). */
const HUBSPOT_TYPE: Record<PropertyType, Pick<PropertyInput, 'type' | 'fieldType' | keyof typeof USERS>> = {
  text: { type: 'string', fieldType: 'text' },
  longText: { type: 'string', fieldType: 'textarea' },
  number: { type: 'number', fieldType: 'number' },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
  choice: { type: 'enumeration', fieldType: 'select' },
  choices: { type: 'enumeration', fieldType: 'checkbox' },
  yesNo: { type: 'enumeration', fieldType: 'select' },
  owner: { type: 'enumeration', fieldType: 'select', ...USERS },
};

const YES_NO: PropertyOption[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

/** Steps for all objects of the policy, each object's group first. */
export async function propertySteps(hubspot: HubSpot, policy: Policy): Promise<SetupStep[]> {
  const steps: SetupStep[] = [];
  for (const object of new Set(policy.properties.map((row) => row.object))) {
    const rows = policy.properties.filter((row) => row.object === object);
    if (rows.some((row) => row.origin === 'ours')) steps.push(...(await groupSteps(hubspot, object)));
    const existing = new Map((await hubspot.properties(object)).map((property) => [property.name, property]));
    for (const row of rows) steps.push(...stepsOf(hubspot, row, existing.get(row.name)));
  }
  return steps;
}

async function groupSteps(hubspot: HubSpot, object: ObjectName): Promise<SetupStep[]> {
  if ((await hubspot.propertyGroups(object)).some((group) => group.name === GROUP.name)) return [];
  return [
    {
      part: 'group',
      kind: 'create',
      words: `create the ${object} property group "${GROUP.label}"`,
      apply: () => hubspot.createGroup(object, GROUP),
    },
  ];
}

function stepsOf(hubspot: HubSpot, row: PropertyRow, existing: Property | undefined): SetupStep[] {
  const title = `the ${row.object} property "${row.label}" (${row.name})`;
  const part = row.unique ? 'key' : 'property';
  if (row.origin === 'portal') {
    return existing
      ? addedOptions(hubspot, row, existing, title)
      : [{ part, kind: 'problem', words: `${title} belongs to HubSpot but this portal has none of that name` }];
  }
  if (!existing) {
    return [
      {
        part,
        kind: 'create',
        words: `create ${title}${row.unique ? ', whose values are unique' : ''}`,
        apply: () =>
          hubspot.createProperty(row.object, {
            name: row.name,
            label: row.label,
            ...HUBSPOT_TYPE[row.type],
            groupName: GROUP.name,
            hasUniqueValue: row.unique ?? false,
            ...(row.inForms === undefined ? {} : { formField: row.inForms }),
            options: mergeOptions([], optionsOf(row)),
          }),
      },
    ];
  }
  const problem = problemOf(row, existing);
  if (problem !== undefined) return [{ part, kind: 'problem', words: `${title} ${problem}` }];
  return updateSteps(hubspot, row, existing, title);
}

/** HubSpot's own property keeps its label and options; those of the policy come beside them (L-02). */
function addedOptions(hubspot: HubSpot, row: PropertyRow, existing: Property, title: string): SetupStep[] {
  const known = new Set(existing.options.map(({ value }) => value));
  const added = (row.options ?? []).filter(({ value }) => !known.has(value));
  if (added.length === 0) return [];
  return [
    {
      part: 'option',
      kind: 'update',
      words: `${title}: add the options ${quoted(added)}`,
      apply: () => hubspot.updateProperty(row.object, row.name, { options: mergeOptions(existing.options, added) }),
      byHand: `Add the options ${quoted(added)} to ${title} by hand, in HubSpot under Settings → Properties`,
    },
  ];
}

/** What HubSpot does not let us change, or what would lose values: for a person to solve. */
function problemOf(row: PropertyRow, existing: Property): string | undefined {
  const wanted = HUBSPOT_TYPE[row.type];
  if (existing.type !== wanted.type) {
    return `is kept as ${existing.type} in HubSpot, the policy wants ${wanted.type}: rename one of the two or convert it there`;
  }
  const isMultiple = existing.fieldType === 'checkbox';
  if (isMultiple !== (wanted.fieldType === 'checkbox')) {
    return `takes ${isMultiple ? 'several values' : 'one value'} in HubSpot, the policy wants it the other way`;
  }
  if (existing.externalOptions !== (row.type === 'owner')) {
    return row.type === 'owner'
      ? "has options of its own in HubSpot, the policy wants the portal's users: rename one of the two"
      : "has the portal's users as options in HubSpot, the policy wants options of its own: rename one of the two";
  }
  if (row.unique && !existing.hasUniqueValue) {
    return 'must hold unique values, and HubSpot sets that only when a property is created';
  }
  return undefined;
}

function updateSteps(hubspot: HubSpot, row: PropertyRow, existing: Property, title: string): SetupStep[] {
  const wanted = optionsOf(row);
  const known = new Map(existing.options.map((option) => [option.value, option.label]));
  const added = wanted.filter((option) => !known.has(option.value));
  const renamed = wanted.filter((option) => known.has(option.value) && known.get(option.value) !== option.label);
  const toForms = row.inForms === true && !existing.formField;
  const words = [
    existing.label !== row.label && `rename it from "${existing.label}"`,
    toForms && 'let it be used in forms',
    added.length > 0 && `add the options ${quoted(added)}`,
    renamed.length > 0 && `rename options to ${quoted(renamed)}`,
  ].filter((part) => part !== false);
  if (words.length === 0) return [];
  const options = added.length + renamed.length > 0 ? { options: mergeOptions(existing.options, wanted) } : {};
  return [
    {
      part: added.length + renamed.length > 0 ? 'option' : 'property',
      kind: 'update',
      words: `${title}: ${words.join(', ')}`,
      apply: () =>
        hubspot.updateProperty(row.object, row.name, {
          label: row.label,
          ...(toForms ? { formField: true } : {}),
          ...options,
        }),
    },
  ];
}

function optionsOf(row: PropertyRow): PropertyOption[] {
  return row.type === 'yesNo' ? YES_NO : (row.options ?? []);
}

/** Ours relabelled or appended, everyone else's as they came: an update replaces HubSpot's whole list. */
function mergeOptions(existing: PropertyChoice[], wanted: PropertyOption[]): PropertyChoice[] {
  const labels = new Map(wanted.map((option) => [option.value, option.label]));
  const known = new Set(existing.map((option) => option.value));
  return [
    ...existing.map((option) => ({ ...option, label: labels.get(option.value) ?? option.label })),
    ...wanted
      .filter((option) => !known.has(option.value))
      .map((option, index) => ({ ...option, displayOrder: existing.length + index, hidden: false })),
  ];
}

function quoted(options: PropertyOption[]): string {
  return options.map((option) => `"${option.label}"`).join(', ');
}
