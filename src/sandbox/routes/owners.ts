/** The portal's staff. */
import { type ApiRequest, limitParam, paging, param, type Route } from '../api.ts';
import { owners, type Owner } from '../catalog/owners.ts';
import { notFound } from '../problems.ts';

/** HubSpot's epoch for people who were always there. */
const SINCE = '2024-01-02T09:00:00.000Z';

export const ownerRoutes: Route[] = [
  {
    method: 'GET',
    family: 'owners',
    path: '/',
    handle: (request) => {
      const { query } = request;
      const limit = limitParam(request, 100, 100);
      const email = query.get('email')?.toLowerCase();
      const after = Number(query.get('after') ?? 0);
      const all = owners.filter((owner) => isArchived(request, owner) === wantsArchived(request));
      const left = all.filter((owner) => Number(owner.id) > after && (email === undefined || owner.email === email));
      const shown = left.slice(0, limit);
      return {
        status: 200,
        body: {
          results: shown.map((owner) => renderOwner(owner, isArchived(request, owner))),
          ...paging(request.path, left.length > limit ? shown.at(-1)?.id : undefined),
        },
      };
    },
  },
  {
    method: 'GET',
    family: 'owners',
    path: '/{ownerId}',
    handle: (request) => {
      const id = param(request, 'ownerId');
      const byUser = request.query.get('idProperty') === 'userId';
      const owner = owners.find((each) => (byUser ? String(each.userId) : each.id) === id);
      if (!owner || isArchived(request, owner) !== wantsArchived(request)) throw notFound();
      return { status: 200, body: renderOwner(owner, isArchived(request, owner)) };
    },
  },
];

function isArchived({ portal }: ApiRequest, { id }: Owner): boolean {
  return portal.archivedOwners.has(id);
}

/** Active ones are answered unless the others are asked for. */
function wantsArchived({ query }: ApiRequest): boolean {
  return query.get('archived') === 'true';
}

function renderOwner({ id, email, firstName, lastName, userId }: Owner, archived: boolean) {
  return {
    id,
    email,
    type: 'PERSON',
    firstName,
    lastName,
    // There is no active user behind it any more.
    userId: archived ? null : userId,
    userIdIncludingInactive: userId,
    createdAt: SINCE,
    updatedAt: SINCE,
    archived,
  };
}
