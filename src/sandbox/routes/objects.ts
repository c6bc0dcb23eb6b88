/** Single records of any object, and their list. */
import { z } from 'zod';
import {
  isStrict,
  limitParam,
  listParam,
  objectTypeOf,
  paging,
  param,
  readBody,
  type ApiRequest,
  type Route,
} from '../api.ts';
import { archiveRecord } from '../archive.ts';
import { objectNotFound, validationProblem } from '../problems.ts';
import { renderRecord, renderWritten } from '../render.ts';
import { commitCreate, commitUpdate, planCreate, planUpdate } from '../writes.ts';
import { getRecord, isReadable } from './shared.ts';

/** HubSpot takes numbers and booleans, and keeps strings. */
export const propertiesSchema = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .transform((value) => (value === null ? null : String(value))),
);

export const createSchema = z.object({
  properties: propertiesSchema,
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.coerce.string() }),
        types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() })),
      }),
    )
    .default([]),
});

const updateSchema = z.object({ properties: propertiesSchema });

/** With history, HubSpot answers half as many. */
const MAX_PAGE = 100;
const MAX_PAGE_WITH_HISTORY = 50;

function wantedOf(request: ApiRequest) {
  return {
    properties: listParam(request, 'properties'),
    history: listParam(request, 'propertiesWithHistory'),
    associations: listParam(request, 'associations'),
  };
}

export const objectRoutes: Route[] = [
  {
    method: 'GET',
    family: 'objects',
    path: '/{objectType}',
    handle: (request) => {
      const { portal, query } = request;
      const wanted = wantedOf(request);
      const limit = limitParam(request, 10, wanted.history.length > 0 ? MAX_PAGE_WITH_HISTORY : MAX_PAGE);
      const after = query.get('after');
      if (after !== null && !/^\d+$/.test(after)) throw validationProblem('Invalid paging cursor');
      const all = portal.records.list(objectTypeOf(request).plural, query.get('archived') === 'true');
      const page = all.filter((record) => after === null || Number(record.id) > Number(after)).slice(0, limit + 1);
      const shown = page.slice(0, limit);
      return {
        status: 200,
        body: {
          results: shown.map((record) => renderRecord(portal, record, wanted)),
          ...paging(request.path, page.length > limit ? shown.at(-1)?.id : undefined),
        },
      };
    },
  },
  {
    method: 'POST',
    family: 'objects',
    path: '/{objectType}',
    handle: (request) => {
      const { portal, source } = request;
      const { properties, associations } = readBody(request, createSchema);
      const plan = planCreate(portal, objectTypeOf(request), properties, associations, isStrict(request));
      const record = commitCreate(portal, source, plan);
      return {
        status: 201,
        body: renderWritten(portal, record, plan),
        location: `${request.path}/${record.id}`,
      };
    },
  },
  {
    method: 'GET',
    family: 'objects',
    path: '/{objectType}/{objectId}',
    handle: (request) => {
      const { portal, query } = request;
      const type = objectTypeOf(request);
      const id = param(request, 'objectId');
      if (query.get('archived') !== 'true') {
        const record = getRecord(portal, type, id, query.get('idProperty'));
        if (!isReadable(portal, record)) throw objectNotFound(id);
        return { status: 200, body: renderRecord(portal, record, wantedOf(request)) };
      }
      const archived = portal.records.find({ type: type.plural, id });
      if (archived?.archivedAt === undefined) throw objectNotFound(id);
      return { status: 200, body: renderRecord(portal, archived, wantedOf(request)) };
    },
  },
  {
    method: 'PATCH',
    family: 'objects',
    path: '/{objectType}/{objectId}',
    handle: (request) => {
      const { portal, source, query } = request;
      const type = objectTypeOf(request);
      const { properties } = readBody(request, updateSchema);
      const record = getRecord(portal, type, param(request, 'objectId'), query.get('idProperty'));
      const plan = planUpdate(portal, type, record, properties, isStrict(request));
      commitUpdate(portal, source, plan);
      return { status: 200, body: renderWritten(portal, record, plan) };
    },
  },
  {
    method: 'DELETE',
    family: 'objects',
    path: '/{objectType}/{objectId}',
    handle: (request) => {
      const { portal, source } = request;
      const id = param(request, 'objectId');
      const record = portal.records.find({ type: objectTypeOf(request).plural, id });
      if (!record) throw objectNotFound(id);
      if (record.archivedAt === undefined) archiveRecord(portal, source, record);
      return { status: 204 };
    },
  },
];
