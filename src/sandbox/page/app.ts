/**
 * The portal as a person sees it, on the sandbox's own address: rendered by the server, with a little script for dragging,
 * typing and looking again. Nothing comes from elsewhere; everything in a record is hostile until `html` escapes it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import type { ControlContext } from '../controls/control.ts';
import { controlsPage } from '../controls/page.ts';
import { actionRoutes } from './action-routes.ts';
import type { CallApi } from './as-person.ts';
import { boardPage } from './board.ts';
import { createForms, createPage } from './create.ts';
import { hubspotPaths } from './hubspot-paths.ts';
import { UI_PATH, type Screen } from './layout.ts';
import { listPage, searchPage } from './list.ts';
import { recordPath } from './names.ts';
import { fullestPipeline, hasStages } from './pipelines.ts';
import { recordPage } from './record.ts';
import type { Html } from './rich-text.ts';
import { meOf, recordOf, typeOf } from './visit.ts';
import { webhooksPage } from './webhooks.ts';

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const ASSETS: Record<string, string> = {
  'style.css': 'text/css',
  'client/main.js': 'text/javascript',
  'client/controls.js': 'text/javascript',
  'client/forms.js': 'text/javascript',
  'client/live.js': 'text/javascript',
  'client/board.js': 'text/javascript',
  'client/clock.js': 'text/javascript',
  'client/panels.js': 'text/javascript',
};

/** `callApi`: HubSpot's API of this sandbox. */
export function pageRoutes(context: ControlContext, callApi: CallApi): Hono {
  const { portal, sender, requests, faults } = context;
  const app = new Hono({ strict: false });
  const show = (c: Context, render: (screen: Screen) => Html | undefined) => {
    const shown = render({ portal, me: meOf(c) });
    return shown === undefined ? c.notFound() : c.html(shown, 200, HEADERS);
  };

  app.get('/', (c) => c.redirect('/boards/deals', 302));
  app.get('/boards/:objectType', (c) => {
    const type = typeOf(c);
    if (!type || !hasStages(type)) return c.notFound();
    const pipeline = portal.pipelines.find(type, c.req.query('pipeline') ?? '');
    if (pipeline) return show(c, (screen) => boardPage(screen, type, pipeline));
    // An open board stays what it is while another pipeline becomes the fullest.
    const fullest = fullestPipeline(portal, type);
    return fullest ? c.redirect(`/boards/${type}?pipeline=${fullest.id}`, 302) : c.notFound();
  });
  app.get('/lists/:objectType', (c) =>
    show(c, (screen) => {
      const type = typeOf(c);
      return type && listPage(screen, type, c.req.query('deleted') === 'true');
    }),
  );
  app.get('/search', (c) => show(c, (screen) => searchPage(screen, c.req.query('q') ?? '')));
  app.get('/webhooks', (c) => show(c, (screen) => webhooksPage(screen, context)));
  app.get('/new/:objectType', (c) =>
    show(c, (screen) => {
      const type = typeOf(c);
      const form = type && createForms[type];
      return form && createPage(screen, type, form, new URL(c.req.url).searchParams);
    }),
  );
  app.get('/records/:objectType/:id', (c) => {
    const record = recordOf(portal, c);
    // A merged record has another id now.
    if (record && record.id !== c.req.param('id')) return c.redirect(recordPath(record), 302);
    return show(c, (screen) => record && recordPage(screen, record));
  });
  hubspotPaths(app, portal, show);
  app.get('/__sandbox', async (c, next) => {
    if (!c.req.header('accept')?.includes('text/html')) return next();
    return show(c, (screen) => controlsPage(screen, context));
  });

  app.get(`${UI_PATH}/version`, (c) => {
    const { clock } = portal;
    const state = [
      // Who is at work may have been chosen in another tab.
      meOf(c).id,
      clock.mark,
      requests.count,
      sender.pendingCount,
      sender.deliveries.slice(-50).map(({ id, state, attempts }) => [id, state, attempts.length]),
      [sender.target, sender.held, sender.disorder, faults.list],
    ];
    const version = createHash('sha1').update(JSON.stringify(state)).digest('base64url');
    return c.json({ version, now: clock.now() }, 200, HEADERS);
  });
  for (const [name, type] of Object.entries(ASSETS)) {
    app.get(`${UI_PATH}/${name}`, async (c) => {
      const text = await readFile(new URL(name, import.meta.url), 'utf8');
      return c.body(text, 200, { ...HEADERS, 'Content-Type': `${type};charset=utf-8` });
    });
  }

  actionRoutes(app, context, callApi);
  return app;
}
