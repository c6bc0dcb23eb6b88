/** Merging, and deleting for privacy. */
import { z } from 'zod';
import { objectTypeOf, readBody, type Route } from '../api.ts';
import { forgetContact, mergeRecords } from '../lifecycle.ts';
import { validationProblem } from '../problems.ts';
import { renderRecord } from '../render.ts';
import { findRecord, getRecord } from './shared.ts';

const id = z.coerce.string();
const mergeSchema = z.object({ primaryObjectId: id, objectIdToMerge: id });
const gdprDeleteSchema = z.object({ objectId: id, idProperty: z.string().optional() });

export const lifecycleRoutes: Route[] = [
  {
    method: 'POST',
    family: 'objects',
    path: '/{objectType}/merge',
    handle: (request) => {
      const { portal, source } = request;
      const type = objectTypeOf(request);
      const { primaryObjectId, objectIdToMerge } = readBody(request, mergeSchema);
      const [primary, other] = [getRecord(portal, type, primaryObjectId), getRecord(portal, type, objectIdToMerge)];
      return { status: 200, body: renderRecord(portal, mergeRecords(portal, source, type, primary, other)) };
    },
  },
  {
    method: 'POST',
    family: 'objects',
    path: '/{objectType}/gdpr-delete',
    handle: (request) => {
      const { portal, source } = request;
      const type = objectTypeOf(request);
      if (type.plural !== 'contacts') throw validationProblem(`Records of ${type.id} cannot be deleted for privacy`);
      const { objectId, idProperty } = readBody(request, gdprDeleteSchema);
      const contact = idProperty
        ? findRecord(portal, type, objectId, idProperty)
        : portal.records.find({ type: type.plural, id: objectId });
      // HubSpot also takes an address that nobody has, and keeps it from coming in.
      if (contact) forgetContact(portal, source, contact);
      return { status: 204 };
    },
  },
];
