/** What surrounds every API call: the token, who is asking, JSON, error bodies, the correlation id, the log. */
import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { families, type Answer, type ApiRequest, type Route } from './api.ts';
import { findOwner } from './catalog/owners.ts';
import type { Source } from './changes.ts';
import type { Portal } from './portal.ts';
import { badJson, HubSpotProblem } from './problems.ts';
import type { RequestLog } from './request-log.ts';

const VERSIONS = '2026-03|2026-09';

export interface Envelope {
  portal: Portal;
  accessToken: string;
  requests: RequestLog;
}

/** Puts every route under its dated and its legacy path. */
export function mountRoutes(app: Hono, routes: readonly Route[], envelope: Envelope): void {
  for (const route of routes) {
    for (const prefix of Object.values(families[route.family])) {
      app.on(route.method, honoPath(prefix + route.path), (context) => answer(context, route, envelope));
    }
  }
  app.notFound((context) => {
    record(context, envelope, 404, newCorrelationId());
    return context.html(
      '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>',
      404,
    );
  });
}

async function answer(context: Context, route: Route, envelope: Envelope): Promise<Response> {
  const correlationId = newCorrelationId();
  const sent = await readSent(context);
  const respond = (status: number, body?: unknown, location?: string) => {
    record(context, envelope, status, correlationId);
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: {
        'x-hubspot-correlation-id': correlationId,
        ...(body === undefined ? {} : { 'content-type': 'application/json;charset=utf-8' }),
        ...(location === undefined ? {} : { location }),
      },
    });
  };
  try {
    const { status, body, location } = handle(context, sent, route, envelope);
    return respond(status, body, location && new URL(location, context.req.url).href);
  } catch (error) {
    if (error instanceof HubSpotProblem) return respond(error.status, error.body(correlationId));
    // A fault of the sandbox itself: say where, since nobody else will.
    console.error(error);
    return respond(500, { status: 'error', message: 'internal error', correlationId });
  }
}

function handle(context: Context, sent: Sent, route: Route, { portal, accessToken }: Envelope): Answer {
  if (context.req.header('authorization') !== `Bearer ${accessToken}`) {
    const message =
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
    throw new HubSpotProblem(401, message, { category: 'INVALID_AUTHENTICATION' });
  }
  const url = new URL(context.req.url);
  const request: ApiRequest = {
    portal,
    source: sourceOf(context, portal),
    params: context.req.param(),
    query: url.searchParams,
    path: url.pathname.replace(/\/+$/, ''),
    body: typeof sent === 'string' ? parseJson(sent) : sent,
  };
  return route.handle(request);
}

function sourceOf(context: Context, portal: Portal): Source {
  const ownerId = context.req.header('x-sandbox-user');
  if (ownerId === undefined) return { type: 'INTEGRATION', id: String(portal.appId) };
  const owner = findOwner(ownerId);
  if (!owner) throw new HubSpotProblem(400, `x-sandbox-user: no owner has the id ${ownerId}`);
  return { type: 'CRM_UI', id: `userId:${owner.userId}`, userId: owner.userId };
}

/** The text of a request, or the fields of a form; a file in it is `{ name, bytes }`. */
type Sent = string | Record<string, unknown>;

async function readSent({ req }: Context): Promise<Sent> {
  if (!req.header('content-type')?.startsWith('multipart/form-data')) return req.text();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of await req.formData()) {
    fields[name] =
      typeof value === 'string' ? value : { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) };
  }
  return fields;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badJson('unexpected input');
  }
}

function record(context: Context, { portal, requests }: Envelope, status: number, correlationId: string): void {
  const url = new URL(context.req.url);
  const ownerId = context.req.header('x-sandbox-user');
  requests.add({
    at: new Date(portal.clock.now()).toISOString(),
    method: context.req.method,
    path: url.pathname + url.search,
    status,
    by: ownerId === undefined ? 'app' : `owner:${ownerId}`,
    correlationId,
  });
}

/** A UUID of version 7, as HubSpot's are: they sort by time. */
function newCorrelationId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomBytes(10).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
}

function honoPath(template: string): string {
  return template
    .replace('{version}', `:version{${VERSIONS}}`)
    .replaceAll(/\{(\w+)\}/g, ':$1')
    .replace(/\/$/, '');
}
