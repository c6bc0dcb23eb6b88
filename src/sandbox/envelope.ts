/** Where HubSpot's routes answer: each under its dated and its legacy path, everything else with HubSpot's 404. */
import type { Hono } from 'hono';
import { families, type Route } from './api.ts';
import { Call, logCall, newCorrelationId, type Env, type Envelope } from './call.ts';
import { htmlPage } from './failures.ts';

const VERSIONS = '2026-03|2026-09';

/** Puts every route under its dated and its legacy path. */
export function mountRoutes(app: Hono<Env>, routes: readonly Route[], envelope: Envelope): void {
  for (const route of routes) {
    for (const prefix of new Set(Object.values(families[route.family]))) {
      app.on(route.method, honoPath(prefix + route.path), (context) => new Call(context, route, envelope).answer());
    }
  }
  app.notFound((context) => {
    logCall(context, envelope, { status: 404, correlationId: newCorrelationId() });
    return context.html(htmlPage(404, 'Not Found').body, 404);
  });
}

function honoPath(template: string): string {
  return template
    .replace('{version}', `:version{${VERSIONS}}`)
    .replaceAll(/\{(\w+)\}/g, ':$1')
    .replace(/\/$/, '');
}
