/** Types of associations between two objects, the portal's own labels among them (reference `hubspot.md` §4.4). */
import { z } from 'zod';
import { param, readBody, type Route } from '../api.ts';
import { batchTypes, renderType } from './associations.ts';

const createSchema = z.object({ label: z.string(), name: z.string(), inverseLabel: z.string().optional() });
const updateSchema = z.object({
  associationTypeId: z.number(),
  label: z.string(),
  inverseLabel: z.string().optional(),
});

const PATH = '/{fromObjectType}/{toObjectType}/labels';

export const labelRoutes: Route[] = [
  {
    method: 'GET',
    family: 'associations',
    path: PATH,
    handle: (request) => {
      const types = request.portal.associationTypes.between(...batchTypes(request));
      return { status: 200, body: { results: types.map(renderType) } };
    },
  },
  {
    method: 'POST',
    family: 'associations',
    path: PATH,
    handle: (request) => {
      const types = request.portal.associationTypes.define(...batchTypes(request), readBody(request, createSchema));
      return { status: 200, body: { results: types.map(renderType) } };
    },
  },
  {
    method: 'PUT',
    family: 'associations',
    path: PATH,
    handle: (request) => {
      const { associationTypeId, label, inverseLabel } = readBody(request, updateSchema);
      request.portal.associationTypes.rename(...batchTypes(request), associationTypeId, label, inverseLabel);
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    family: 'associations',
    path: `${PATH}/{associationTypeId}`,
    handle: (request) => {
      const { portal } = request;
      const typeId = Number(param(request, 'associationTypeId'));
      for (const type of portal.associationTypes.remove(...batchTypes(request), typeId))
        portal.associations.forget(type);
      return { status: 204 };
    },
  },
];
