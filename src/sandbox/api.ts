/** How a route of the sandbox is written down: no web framework, one function from request to answer. */
import type { z } from 'zod';
import { findObjectType, type ObjectType, type ObjectTypeName } from './catalog/object-types.ts';
import type { Source } from './changes.ts';
import type { Portal } from './portal.ts';
import { badJson, validationProblem } from './problems.ts';

export interface Answer {
  status: 200 | 201 | 204 | 207;
  body?: unknown;
  location?: string;
}

export interface ApiRequest {
  portal: Portal;
  /** Who is asking, and so who any change is by. */
  source: Source;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Path without query, for `location`. */
  path: string;
  /** Parsed JSON, the fields of a multipart form, or undefined without a body. */
  body: unknown;
}

/** Families differ in where their paths begin. The dated form is HubSpot's present one, the legacy one its client's. */
export const families = {
  objects: { dated: '/crm/objects/{version}', legacy: '/crm/v3/objects' },
  objectAssociations: { dated: '/crm/objects/{version}', legacy: '/crm/v4/objects' },
  associations: { dated: '/crm/associations/{version}', legacy: '/crm/v4/associations' },
  properties: { dated: '/crm/properties/{version}', legacy: '/crm/v3/properties' },
  pipelines: { dated: '/crm/pipelines/{version}', legacy: '/crm/v3/pipelines' },
  /** While it was in beta it had a version of its own. */
  pipelineRules: { dated: '/crm/pipelines-rules/{version}', legacy: '/crm/pipelines-rules/2026-09-beta' },
  owners: { dated: '/crm/owners/{version}', legacy: '/crm/v3/owners' },
  preferences: { dated: '/communication-preferences/{version}', legacy: '/communication-preferences/v4' },
  /** Has no dated form: the family above has taken its place. */
  oldPreferences: { dated: '/communication-preferences/v3', legacy: '/communication-preferences/v3' },
  files: { dated: '/files/{version}/files', legacy: '/files/v3/files' },
  /** Has no dated form either. */
  privateApps: { dated: '/oauth/v2/private-apps', legacy: '/oauth/v2/private-apps' },
} as const;

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  family: keyof typeof families;
  /** After the family's prefix, with `{placeholders}`. */
  path: string;
  handle: (request: ApiRequest) => Answer;
}

/**
 * A route whose status follows from its method: 201 for what was created (with its location), 204 when there is nothing
 * to answer, otherwise 200.
 */
export function route(
  family: Route['family'],
  method: Route['method'],
  path: string,
  answer: (request: ApiRequest, type: ObjectTypeName) => object | undefined,
): Route {
  return {
    method,
    family,
    path,
    handle: (request) => {
      const body = answer(request, objectTypeOf(request).plural);
      if (body === undefined) return { status: 204 };
      if (method !== 'POST') return { status: 200, body };
      const key = 'id' in body ? body.id : 'name' in body ? body.name : '';
      return { status: 201, body, location: `${request.path}/${String(key)}` };
    },
  };
}

export function param(request: ApiRequest, name: string): string {
  return request.params[name] ?? '';
}

/** Whether the portal's own rules for writes hold: on the newest paths only (reference §8.2). */
export function isStrict(request: ApiRequest): boolean {
  return param(request, 'version') === '2026-09';
}

export function objectTypeOf(request: ApiRequest, name = 'objectType'): ObjectType {
  return findObjectType(param(request, name));
}

/** The body in the shape a route needs. HubSpot names missing fields; other faults of shape are its parser's. */
export function readBody<T extends z.ZodType>(request: ApiRequest, schema: T): z.infer<T> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues.filter(
    (issue) => issue.code === 'invalid_type' && issue.message.includes('undefined'),
  );
  const names = missing.map((issue) => issue.path.join('.'));
  if (names.length > 0) throw badJson(`Some required fields were not set: [${names.join(', ')}]`);
  const [issue] = parsed.error.issues;
  throw badJson(`Cannot deserialize value at ${issue?.path.join('.') || 'root'}: ${issue?.message}`);
}

/** A list in the query, comma-separated or repeated; HubSpot's client does both. */
export function listParam({ query }: ApiRequest, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '');
}

export function limitParam({ query }: ApiRequest, fallback: number, max: number): number {
  const raw = query.get('limit');
  if (raw === null) return fallback;
  const limit = Number(raw);
  if (!Number.isInteger(limit) || limit < 1) throw validationProblem(`limit must be a positive number, was ${raw}`);
  if (limit > max) throw validationProblem(`limit must not be greater than ${max}, was ${raw}`);
  return limit;
}

/** `paging` of a list, or nothing on the last page. */
export function paging(path: string, after: string | undefined) {
  return after === undefined ? {} : { paging: { next: { after, link: `${path}?after=${after}` } } };
}
