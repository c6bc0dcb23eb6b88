/** Search, with HubSpot's limits on the query (reference `hubspot.md` §4.6, §10.3). */
import { z } from 'zod';
import { objectTypeOf, readBody, type Route } from '../api.ts';
import { HubSpotProblem, validationProblem } from '../problems.ts';
import { renderRecord } from '../render.ts';
import { operators, search, type Filter } from '../search.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 200;
const MAX_RESULTS = 10_000;
const MAX_GROUPS = 5;
const MAX_FILTERS_IN_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_BODY_CHARACTERS = 3_000;

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: z.coerce.string().optional(),
  highValue: z.coerce.string().optional(),
  values: z.array(z.coerce.string()).optional(),
});

const sortSchema = z.union([
  // `-createdate` is short for descending.
  z.string().transform((name) => ({ propertyName: name.replace(/^-/, ''), descending: name.startsWith('-') })),
  z
    .object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') })
    .transform(({ propertyName, direction }) => ({ propertyName, descending: direction === 'DESCENDING' })),
]);

const searchSchema = z.object({
  query: z.string().default(''),
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z.array(sortSchema).default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().default(DEFAULT_LIMIT),
  after: z.coerce.string().default('0'),
});

export const searchRoutes: Route[] = [
  {
    method: 'POST',
    family: 'objects',
    path: '/{objectType}/search',
    handle: (request) => {
      const { portal, body } = request;
      const type = objectTypeOf(request);
      if (JSON.stringify(body ?? {}).length > MAX_BODY_CHARACTERS) {
        throw validationProblem(`The request body exceeds ${MAX_BODY_CHARACTERS} characters`);
      }
      const { query, filterGroups, sorts, properties, limit, after } = readBody(request, searchSchema);
      const groups = filterGroups.map(({ filters }) => filters);
      refuseTooMany(groups, sorts.length);
      const offset = after === '' ? 0 : Number(after);
      if (!Number.isInteger(offset)) throw validationProblem(`Invalid paging cursor: ${after}`);
      if (limit > MAX_LIMIT) throw validationProblem(`limit must not be greater than ${MAX_LIMIT}, was ${limit}`);
      if (offset + limit > MAX_RESULTS) throw validationProblem(`Search results are limited to ${MAX_RESULTS}`);
      const words = query
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
      const found = search(portal, type, { groups, words, sort: sorts[0] });
      const next = offset + limit < found.length ? { paging: { next: { after: String(offset + limit) } } } : {};
      return {
        status: 200,
        body: {
          total: found.length,
          results: found.slice(offset, offset + limit).map((record) => renderRecord(portal, record, { properties })),
          ...next,
        },
      };
    },
  },
];

function refuseTooMany(groups: Filter[][], sorts: number): void {
  const limits: [string, number, number][] = [
    ['filterGroups', groups.length, MAX_GROUPS],
    ...groups.map((group): [string, number, number] => [
      'filters in a filterGroup',
      group.length,
      MAX_FILTERS_IN_GROUP,
    ]),
    ['filters', groups.flat().length, MAX_FILTERS],
    ['sorts', sorts, 1],
  ];
  for (const [what, count, max] of limits) {
    if (count > max) {
      const message = `Invalid input JSON: too many ${what} (count: ${count}, max allowed: ${max})`;
      throw new HubSpotProblem(400, message, { category: 'VALIDATION_ERROR' });
    }
  }
}
