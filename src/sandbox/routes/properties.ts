/** Definitions of properties and their groups. */
import { z } from 'zod';
import { objectTypeOf, param, readBody, route, type Route } from '../api.ts';
import type { PropertyDefinition } from '../catalog/definition.ts';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import { validationProblem } from '../problems.ts';
import { batchAnswer, MAX_BATCH, refuseLargeBatch } from './shared.ts';

const types = ['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number'] as const;

const optionSchema = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
  description: z.string().optional(),
});

const changeable = {
  description: z.string().optional(),
  displayOrder: z.number().int().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
};

const createSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(types),
  fieldType: z.string(),
  groupName: z.string(),
  options: z.array(optionSchema).default([]),
  hasUniqueValue: z.boolean().default(false),
  externalOptions: z.boolean().default(false),
  referencedObjectType: z.string().optional(),
  ...changeable,
});

const updateSchema = z.object({
  label: z.string().optional(),
  type: z.enum(types).optional(),
  fieldType: z.string().optional(),
  groupName: z.string().optional(),
  options: z.array(optionSchema).optional(),
  ...changeable,
});

const groupSchema = z.object({ name: z.string(), label: z.string(), displayOrder: z.number().int().default(-1) });
const groupUpdateSchema = z.object({ label: z.string().optional(), displayOrder: z.number().int().optional() });
const namesSchema = z.object({ inputs: z.array(z.object({ name: z.string() })), archived: z.boolean().default(false) });
const batchCreateSchema = z.object({ inputs: z.array(createSchema) });

export const propertyRoutes: Route[] = [
  route('properties', 'GET', '/{objectType}/groups', ({ portal }, type) => ({
    results: portal.properties.groups(type),
  })),
  route('properties', 'POST', '/{objectType}/groups', (request, type) =>
    request.portal.properties.createGroup(type, { ...readBody(request, groupSchema), archived: false }),
  ),
  route('properties', 'GET', '/{objectType}/groups/{groupName}', (request, type) =>
    request.portal.properties.group(type, param(request, 'groupName')),
  ),
  route('properties', 'PATCH', '/{objectType}/groups/{groupName}', (request, type) => {
    const group = request.portal.properties.group(type, param(request, 'groupName'));
    const { label, displayOrder } = readBody(request, groupUpdateSchema);
    return Object.assign(group, { label: label ?? group.label, displayOrder: displayOrder ?? group.displayOrder });
  }),
  route('properties', 'DELETE', '/{objectType}/groups/{groupName}', (request, type) => {
    const group = request.portal.properties.group(type, param(request, 'groupName'));
    const used = request.portal.properties.list(type).some((each) => each.groupName === group.name);
    if (used) throw validationProblem(`Property group '${group.name}' still has properties`);
    group.archived = true;
  }),
  {
    method: 'POST',
    family: 'properties',
    path: '/{objectType}/batch/read',
    handle: (request) => {
      const type = objectTypeOf(request).plural;
      const { inputs, archived } = readBody(request, namesSchema);
      const { portal } = request;
      const found = portal.properties
        .list(type, archived)
        .filter((each) => inputs.some(({ name }) => name === each.name));
      const missing = inputs.map(({ name }) => name).filter((name) => !found.some((each) => each.name === name));
      const errors = missing.map((name) => ({
        status: 'error' as const,
        category: 'OBJECT_NOT_FOUND',
        message: `Property ${name} does not exist`,
        context: { name: [name] },
      }));
      return batchAnswer(
        portal,
        found.map((each) => render(portal, type, each)),
        errors,
      );
    },
  },
  {
    method: 'POST',
    family: 'properties',
    path: '/{objectType}/batch/create',
    handle: (request) => {
      const type = objectTypeOf(request).plural;
      const { inputs } = readBody(request, batchCreateSchema);
      refuseLargeBatch(inputs.length, MAX_BATCH);
      const { portal } = request;
      const created = inputs.map((input) => portal.properties.create(type, definition(portal, input)));
      return batchAnswer(
        portal,
        created.map((each) => render(portal, type, each)),
        [],
        201,
      );
    },
  },
  route('properties', 'POST', '/{objectType}/batch/archive', (request, type) => {
    for (const { name } of readBody(request, namesSchema).inputs) {
      if (request.portal.properties.find(type, name)) request.portal.properties.archive(type, name);
    }
  }),
  route('properties', 'GET', '/{objectType}', ({ portal, query }, type) => ({
    results: portal.properties.list(type, query.get('archived') === 'true').map((each) => render(portal, type, each)),
  })),
  route('properties', 'POST', '/{objectType}', (request, type) => {
    const { portal } = request;
    return render(portal, type, portal.properties.create(type, definition(portal, readBody(request, createSchema))));
  }),
  route('properties', 'GET', '/{objectType}/{propertyName}', (request, type) => {
    const { portal, query } = request;
    const archived = query.get('archived') === 'true';
    return render(portal, type, portal.properties.get(type, param(request, 'propertyName'), archived));
  }),
  route('properties', 'PATCH', '/{objectType}/{propertyName}', (request, type) => {
    const { portal } = request;
    const given = Object.entries(readBody(request, updateSchema)).filter(([, value]) => value !== undefined);
    const change = { ...Object.fromEntries(given), updatedAt: portal.clock.now() };
    return render(portal, type, portal.properties.update(type, param(request, 'propertyName'), change));
  }),
  route('properties', 'DELETE', '/{objectType}/{propertyName}', (request, type) => {
    request.portal.properties.archive(type, param(request, 'propertyName'));
  }),
];

function definition(portal: Portal, input: z.infer<typeof createSchema>): PropertyDefinition {
  const values = input.options.map((option) => option.value);
  if (new Set(values).size < values.length) {
    throw validationProblem(`Property '${input.name}' has two options with the same value`);
  }
  const { options, description = '', displayOrder = -1, hidden = false, formField = false, ...given } = input;
  const { referencedObjectType, ...rest } = given;
  const at = portal.clock.now();
  return {
    ...rest,
    ...(referencedObjectType === undefined ? {} : { referencedObjectType }),
    description,
    options: options.map(({ description: text, ...option }) =>
      text === undefined ? option : { ...option, description: text },
    ),
    displayOrder,
    hidden,
    formField,
    calculated: false,
    hubspotDefined: false,
    readOnlyValue: false,
    archived: false,
    createdAt: at,
    updatedAt: at,
  };
}

function render(portal: Portal, type: ObjectTypeName, property: PropertyDefinition) {
  const { createdAt, updatedAt, readOnlyValue, hubspotDefined, ...rest } = property;
  return {
    ...(updatedAt === undefined ? {} : { updatedAt: new Date(updatedAt).toISOString() }),
    ...(createdAt === undefined ? {} : { createdAt: new Date(createdAt).toISOString() }),
    ...rest,
    options: property.externalOptions ? externalOptions(portal, type, property) : property.options,
    ...(hubspotDefined ? { hubspotDefined } : {}),
    modificationMetadata: {
      archivable: !hubspotDefined,
      readOnlyDefinition: property.calculated,
      readOnlyOptions: property.externalOptions,
      readOnlyValue,
    },
  };
}

/** Pipelines and stages show as options of their properties; owners do not. */
function externalOptions(portal: Portal, type: ObjectTypeName, { name, referencedObjectType }: PropertyDefinition) {
  if (referencedObjectType === 'OWNER') return [];
  const pipelines = portal.pipelines.list(type);
  const shown = name.endsWith('stage')
    ? pipelines.flatMap(({ stages }) => stages.filter((each) => !each.archived))
    : pipelines;
  return shown.map(({ id, label, displayOrder }) => ({ label, value: id, displayOrder, hidden: false }));
}
