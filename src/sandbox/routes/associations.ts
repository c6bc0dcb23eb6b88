/** Associations, version 4 (reference `hubspot.md` §4.5, §10.1). */
import { z } from 'zod';
import { limitParam, objectTypeOf, paging, param, readBody, type ApiRequest, type Route } from '../api.ts';
import type { Association } from '../associations.ts';
import type { AssociationType } from '../catalog/association-types.ts';
import type { RecordRef } from '../changes.ts';
import {
  associationsOf,
  associationTypesOf,
  defaultTypeOf,
  link,
  refuseMissing,
  unlink,
  unlinkTypes,
} from '../links.ts';
import { findObjectType } from '../catalog/object-types.ts';
import { batchAnswer, getRecord, refuseLargeBatch, type BatchError } from './shared.ts';

const MAX_LIST = 500;
const MAX_BATCH_READ = 1_000;
const MAX_BATCH_CREATE = 2_000;

const specSchema = z.object({ associationCategory: z.string(), associationTypeId: z.number() });
const refSchema = z.object({ id: z.coerce.string() });
const pairSchema = z.object({ from: refSchema, to: refSchema });
const batchReadSchema = z.object({ inputs: z.array(refSchema) });
const batchCreateSchema = z.object({ inputs: z.array(pairSchema.extend({ types: z.array(specSchema) })) });
const batchDefaultSchema = z.object({ inputs: z.array(pairSchema) });
const batchArchiveSchema = z.object({ inputs: z.array(z.object({ from: refSchema, to: z.array(refSchema) })) });

export const associationRoutes: Route[] = [
  {
    method: 'GET',
    family: 'objectAssociations',
    path: '/{objectType}/{objectId}/associations/{toObjectType}',
    handle: (request) => {
      const { portal, query } = request;
      const type = objectTypeOf(request);
      const { id } = getRecord(portal, type, param(request, 'objectId'));
      const limit = limitParam(request, MAX_LIST, MAX_LIST);
      const after = Number(query.get('after') ?? 0);
      const all = associationsOf(portal, { type: type.plural, id }, objectTypeOf(request, 'toObjectType').plural);
      const left = all.filter(({ to }) => Number(to.id) > after);
      const shown = left.slice(0, limit);
      const next = left.length > limit ? shown.at(-1)?.to.id : undefined;
      return { status: 200, body: { results: shown.map(renderAssociation), ...paging(request.path, next) } };
    },
  },
  {
    method: 'PUT',
    family: 'objectAssociations',
    path: '/{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}',
    handle: (request) => {
      const { from, to } = pairOf(request);
      return batchAnswer(request.portal, associateDefault(request, from, to));
    },
  },
  {
    method: 'PUT',
    family: 'objectAssociations',
    path: '/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}',
    handle: (request) => {
      const { from, to } = pairOf(request);
      const types = associationTypesOf(request.portal, from.type, to.type, readBody(request, z.array(specSchema)));
      return { status: 201, body: associate(request, from, to, types) };
    },
  },
  {
    method: 'DELETE',
    family: 'objectAssociations',
    path: '/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}',
    handle: (request) => {
      const { from, to } = pairOf(request);
      unlink(request.portal, request.source, from, to);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: '/{fromObjectType}/{toObjectType}/batch/read',
    handle: (request) => {
      const { portal } = request;
      const [fromType, toType] = batchTypes(request);
      const { inputs } = readBody(request, batchReadSchema);
      refuseLargeBatch(inputs.length, MAX_BATCH_READ);
      const found = inputs.map(({ id }) => ({
        from: { id },
        to: associationsOf(portal, { type: fromType, id }, toType),
      }));
      const results = found
        .filter(({ to }) => to.length > 0)
        .map(({ from, to }) => ({ from, to: to.map(renderAssociation) }));
      const errors = found
        .filter(({ to }) => to.length === 0)
        .map(({ from }) => noAssociations({ type: fromType, ...from }, toType));
      return batchAnswer(portal, results, errors);
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: '/{fromObjectType}/{toObjectType}/batch/create',
    handle: (request) => {
      const [fromType, toType] = batchTypes(request);
      const { inputs } = readBody(request, batchCreateSchema);
      refuseLargeBatch(inputs.length, MAX_BATCH_CREATE);
      const pairs = inputs.map(({ from, to, types }) => ({
        from: { type: fromType, ...from },
        to: { type: toType, ...to },
        types: associationTypesOf(request.portal, fromType, toType, types),
      }));
      refuseMissing(
        request.portal,
        pairs.flatMap(({ from, to }) => [from, to]),
      );
      const results = pairs.map(({ from, to, types }) => associate(request, from, to, types));
      return batchAnswer(request.portal, results, [], 201);
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: '/{fromObjectType}/{toObjectType}/batch/associate/default',
    handle: (request) => {
      const [fromType, toType] = batchTypes(request);
      const { inputs } = readBody(request, batchDefaultSchema);
      refuseLargeBatch(inputs.length, MAX_BATCH_CREATE);
      const pairs = inputs.map(({ from, to }) => ({ from: { type: fromType, ...from }, to: { type: toType, ...to } }));
      refuseMissing(
        request.portal,
        pairs.flatMap(({ from, to }) => [from, to]),
      );
      return batchAnswer(
        request.portal,
        pairs.flatMap(({ from, to }) => associateDefault(request, from, to)),
      );
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: '/{fromObjectType}/{toObjectType}/batch/archive',
    handle: (request) => {
      const [fromType, toType] = batchTypes(request);
      for (const { from, to } of readBody(request, batchArchiveSchema).inputs) {
        for (const other of to) {
          unlink(request.portal, request.source, { type: fromType, ...from }, { type: toType, ...other });
        }
      }
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: '/{fromObjectType}/{toObjectType}/batch/labels/archive',
    handle: (request) => {
      const { portal, source } = request;
      const [fromType, toType] = batchTypes(request);
      for (const { from, to, types } of readBody(request, batchCreateSchema).inputs) {
        const named = associationTypesOf(portal, fromType, toType, types);
        unlinkTypes(portal, source, { type: fromType, ...from }, { type: toType, ...to }, named);
      }
      return { status: 204 };
    },
  },
];

/** Both records of a path; throws when one is not there. */
function pairOf(request: ApiRequest): { from: RecordRef; to: RecordRef } {
  const from = { type: objectTypeOf(request).plural, id: param(request, 'objectId') };
  const to = { type: objectTypeOf(request, 'toObjectType').plural, id: param(request, 'toObjectId') };
  refuseMissing(request.portal, [from, to]);
  return { from, to };
}

/** The two objects of a path. */
export function batchTypes(request: ApiRequest) {
  return [objectTypeOf(request, 'fromObjectType').plural, objectTypeOf(request, 'toObjectType').plural] as const;
}

function associate({ portal, source }: ApiRequest, from: RecordRef, to: RecordRef, types: AssociationType[]) {
  for (const type of types) link(portal, source, from, to, type);
  return {
    fromObjectTypeId: findObjectType(from.type).id,
    fromObjectId: Number(from.id),
    toObjectTypeId: findObjectType(to.type).id,
    toObjectId: Number(to.id),
    labels: types.map(({ label }) => label).filter((label) => label !== null),
  };
}

/** Answers both directions, as HubSpot does. */
function associateDefault({ portal, source }: ApiRequest, from: RecordRef, to: RecordRef) {
  const there = defaultTypeOf(portal, from.type, to.type);
  link(portal, source, from, to, there);
  return [
    { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(there.id) },
    { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(there.inverseId) },
  ];
}

function spec(associationTypeId: number) {
  return { associationCategory: 'HUBSPOT_DEFINED', associationTypeId };
}

function renderAssociation({ to, types }: Association) {
  return { toObjectId: Number(to.id), associationTypes: types.map(renderType) };
}

export function renderType({ category, id, label }: AssociationType) {
  return { category, typeId: id, label };
}

function noAssociations(from: RecordRef, toType: RecordRef['type']): BatchError {
  const [one, other] = [findObjectType(from.type).singular, findObjectType(toType).singular];
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${other} is associated with ${one} ${from.id}.`,
    context: { fromObjectId: [from.id], fromObjectType: [one], toObjectType: [other] },
  };
}
