/** Serves the controls: as JSON, and as a page with buttons for people. */
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { controls, ControlError, type Control, type ControlContext } from './control.ts';
import { HubSpotProblem } from './problems.ts';

export const CONTROL_PATH = '/__sandbox';

const PEOPLE =
  'A call of HubSpot\'s API with the header "x-sandbox-user: <owner id>" counts as that person working in the screen; GET /crm/owners/2026-09 lists the staff.';

export function controlRoutes(context: ControlContext): Hono {
  const app = new Hono({ strict: false });
  app.get('/', (c) =>
    wantsPage(c) ? c.html(page(context)) : c.json({ people: PEOPLE, controls: controls.map(describe) }),
  );
  for (const control of controls) {
    app.on(control.method, control.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => run(c, control, context));
  }
  app.all('*', (c) => c.json({ error: `No such control; GET ${CONTROL_PATH}/ lists all` }, 404));
  return app;
}

async function run(c: Context, control: Control, context: ControlContext): Promise<Response> {
  try {
    const fromPage = c.req.method === 'POST' && wantsPage(c);
    const body = readBody(await c.req.text(), fromPage);
    const query = new URL(c.req.url).searchParams;
    const answer = await control.run(context, { params: c.req.param(), query, body });
    // A button was pressed: back to the page, where the effect can be seen.
    return fromPage ? c.redirect(`${CONTROL_PATH}/`, 303) : c.json(answer);
  } catch (error) {
    if (error instanceof ControlError) return c.json({ error: error.message }, error.status);
    if (error instanceof HubSpotProblem) return c.json({ error: error.message }, 400);
    throw error;
  }
}

/** The fields of a form on the page; otherwise JSON, whatever its content type says (curl says "form" unless told). */
function readBody(text: string, fromPage: boolean): unknown {
  if (fromPage) return Object.fromEntries(new URLSearchParams(text));
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is no JSON');
  }
}

function wantsPage(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') ?? false;
}

function describe({ method, path, body, what }: Control) {
  return { method, path: CONTROL_PATH + path, ...(body === undefined ? {} : { body }), what };
}

function page({ portal, sender, requests }: ControlContext) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>HubSpot sandbox</title>
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            margin: 2rem auto;
            max-width: 64rem;
            padding: 0 1rem;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          td {
            border-top: 1px solid #ccc;
            padding: 0.5rem;
            vertical-align: top;
          }
          code {
            white-space: nowrap;
          }
        </style>
      </head>
      <body>
        <h1>HubSpot sandbox</h1>
        <p>
          Portal ${portal.portalId}. It is <strong>${new Date(portal.clock.now()).toISOString()}</strong> there;
          ${requests.count} API calls so far, ${sender.pendingCount} webhook events on their way.
        </p>
        <p>HubSpot's API is on this address, too. ${PEOPLE} Each control also takes and answers JSON.</p>
        <table>
          ${controls.map(
            (control) =>
              html`<tr>
                <td><code>${control.method} ${CONTROL_PATH}${control.path}</code></td>
                <td>${control.what}</td>
                <td>${button(control)}</td>
              </tr>`,
          )}
        </table>
      </body>
    </html>`;
}

/** Only what a form can send: no PUT or DELETE, no ids in the path. */
function button({ method, path, body = {} }: Control) {
  if (path.includes('{')) return '';
  if (method === 'GET') return html`<a href="${CONTROL_PATH}${path}">look</a>`;
  if (method !== 'POST') return '';
  return html`<form method="post" action="${CONTROL_PATH}${path}">
    ${Object.entries(body).map(
      ([name, example]) => html`<label>${name} <input name="${name}" value="${String(example)}" /></label> `,
    )}<button>${path.split('/').at(-1)}</button>
  </form>`;
}
