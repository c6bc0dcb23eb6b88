/** Up to a hundred records at once (reference `hubspot.md` §4.7, §10.1). */
import { z } from 'zod';
import { isStrict, objectTypeOf, readBody, type ApiRequest, type Route } from '../api.ts';
import { archiveRecord } from '../archive.ts';
import type { ObjectType } from '../catalog/object-types.ts';
import { HubSpotProblem, validationProblem } from '../problems.ts';
import { renderRecord, renderWritten } from '../render.ts';
import { commitCreate, commitUpdate, planCreate, planUpdate } from '../writes.ts';
import { createSchema, propertiesSchema } from './objects.ts';
import {
  batchAnswer,
  findRecord,
  isReadable,
  MAX_BATCH,
  refuseDuplicates,
  refuseLargeBatch,
  type BatchError,
} from './shared.ts';

const MAX_BATCH_WITH_HISTORY = 50;

const traced = { objectWriteTraceId: z.string().optional() };
const id = z.coerce.string();

const readSchema = z.object({
  inputs: z.array(z.object({ id })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().nullish(),
});
const batchCreateSchema = z.object({ inputs: z.array(createSchema.extend(traced)) });
const batchUpdateSchema = z.object({
  inputs: z.array(z.object({ id, idProperty: z.string().nullish(), properties: propertiesSchema, ...traced })),
});
const batchArchiveSchema = z.object({ inputs: z.array(z.object({ id })) });

export const batchRoutes: Route[] = [
  { method: 'POST', family: 'objects', path: '/{objectType}/batch/read', handle: batchRead },
  { method: 'POST', family: 'objects', path: '/{objectType}/batch/create', handle: batchCreate },
  { method: 'POST', family: 'objects', path: '/{objectType}/batch/update', handle: batchUpdate },
  { method: 'POST', family: 'objects', path: '/{objectType}/batch/upsert', handle: batchUpsert },
  { method: 'POST', family: 'objects', path: '/{objectType}/batch/archive', handle: batchArchive },
];

function batchRead(request: ApiRequest) {
  const { portal } = request;
  const type = objectTypeOf(request);
  const { inputs, idProperty, properties, propertiesWithHistory: history } = readBody(request, readSchema);
  refuseLargeBatch(inputs.length, history.length > 0 ? MAX_BATCH_WITH_HISTORY : MAX_BATCH);
  const ids = [...new Set(inputs.map((input) => input.id))];
  const found = ids.map((each) => {
    const record = findRecord(portal, type, each, idProperty);
    return record && isReadable(portal, record) ? record : undefined;
  });
  const missing = ids.filter((_, index) => !found[index]);
  const wanted = { properties: idProperty ? [...properties, idProperty] : properties, history };
  const results = found.filter((record) => record !== undefined).map((record) => renderRecord(portal, record, wanted));
  return batchAnswer(portal, results, missing.length > 0 ? [notThere(type, missing)] : []);
}

function batchCreate(request: ApiRequest) {
  const { portal, source } = request;
  const type = objectTypeOf(request);
  const { inputs } = readBody(request, batchCreateSchema);
  refuseLargeBatch(inputs.length, MAX_BATCH);
  const { done, errors } = eachInput(inputs, ({ properties, associations }) =>
    planCreate(portal, type, properties, associations, isStrict(request)),
  );
  const results = done.map((plan) => renderWritten(portal, commitCreate(portal, source, plan), plan));
  return batchAnswer(portal, results, errors, 201);
}

function batchUpdate(request: ApiRequest) {
  const { portal, source } = request;
  const type = objectTypeOf(request);
  const { inputs } = readBody(request, batchUpdateSchema);
  refuseLargeBatch(inputs.length, MAX_BATCH);
  refuseDuplicates(inputs.map((input) => input.id));
  const known = inputs.map((input) => ({ ...input, record: findRecord(portal, type, input.id, input.idProperty) }));
  const missing = known.filter(({ record }) => !record).map((input) => input.id);
  const there = known.flatMap(({ record, ...input }) => (record ? [{ ...input, record }] : []));
  const { done, errors } = eachInput(there, ({ record, properties }) =>
    planUpdate(portal, type, record, properties, isStrict(request)),
  );
  const results = done.map((plan) => renderWritten(portal, commitUpdate(portal, source, plan), plan));
  return batchAnswer(portal, results, missing.length > 0 ? [notThere(type, missing), ...errors] : errors);
}

/** Finds by a unique property, or creates with it: the way to write once although asked twice. */
function batchUpsert(request: ApiRequest) {
  const { portal, source } = request;
  const type = objectTypeOf(request);
  const { inputs } = readBody(request, batchUpdateSchema);
  refuseLargeBatch(inputs.length, MAX_BATCH);
  refuseDuplicates(inputs.map((input) => input.id));
  const strict = isStrict(request);
  const { done, errors } = eachInput(inputs, ({ id: value, idProperty, properties }) => {
    if (!idProperty) throw validationProblem('idProperty is required for upserts');
    const record = findRecord(portal, type, value, idProperty);
    return record
      ? { update: planUpdate(portal, type, record, { [idProperty]: value, ...properties }, strict) }
      : { create: planCreate(portal, type, { [idProperty]: value, ...properties }, [], strict) };
  });
  const results = done.map((plan) => {
    const isNew = plan.create !== undefined;
    const record = isNew ? commitCreate(portal, source, plan.create) : commitUpdate(portal, source, plan.update);
    return { ...renderWritten(portal, record, isNew ? plan.create : plan.update), new: isNew };
  });
  return batchAnswer(portal, results, errors);
}

function batchArchive(request: ApiRequest) {
  const { portal, source } = request;
  const type = objectTypeOf(request);
  const { inputs } = readBody(request, batchArchiveSchema);
  refuseLargeBatch(inputs.length, MAX_BATCH);
  for (const input of inputs) {
    const record = findRecord(portal, type, input.id);
    if (record) archiveRecord(portal, source, record);
  }
  return { status: 204 as const };
}

/**
 * Plans every input. When all of them carry an `objectWriteTraceId`, those that fail are listed by it and the others go
 * on; otherwise the first failure refuses the whole batch.
 */
function eachInput<I extends { objectWriteTraceId?: string | undefined }, P>(inputs: I[], plan: (input: I) => P) {
  const partial = inputs.every((input) => input.objectWriteTraceId !== undefined);
  const done: P[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      done.push(plan(input));
    } catch (error) {
      if (!partial || !(error instanceof HubSpotProblem)) throw error;
      errors.push({
        status: 'error',
        category: error.fields.category ?? 'VALIDATION_ERROR',
        message: error.message,
        context: { objectWriteTraceId: [input.objectWriteTraceId ?? ''] },
      });
    }
  }
  return { done, errors };
}

function notThere(type: ObjectType, ids: string[]): BatchError {
  const name = type.singular.toUpperCase();
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}
