/** Serves the controls as JSON. Their page for people is one of the portal's. */
import { Hono, type Context } from 'hono';
import { CALLERS_HELP } from '../callers.ts';
import { controls } from './all.ts';
import { ControlError, type Control, type ControlContext } from './control.ts';
import { CONTROL_PATH } from './page.ts';
import { isFromHere } from '../page/visit.ts';
import { HubSpotProblem } from '../problems.ts';

export function controlRoutes(context: ControlContext): Hono {
  const app = new Hono({ strict: false });
  app.get('/', (c) => c.json({ people: CALLERS_HELP, controls: controls.map(describe) }));
  for (const control of controls) {
    app.on(control.method, control.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => run(c, control, context));
  }
  app.all('*', (c) => c.json({ error: `No such control; GET ${CONTROL_PATH}/ lists all` }, 404));
  return app;
}

async function run(c: Context, control: Control, context: ControlContext): Promise<Response> {
  if (control.method !== 'GET' && !isFromHere(c)) return c.json({ error: 'This request is from another site' }, 403);
  try {
    const body = readBody(await c.req.text());
    const query = new URL(c.req.url).searchParams;
    return c.json(await control.run(context, { params: c.req.param(), query, body }));
  } catch (error) {
    if (error instanceof ControlError) return c.json({ error: error.message }, error.status);
    if (error instanceof HubSpotProblem) return c.json({ error: error.message }, 400);
    throw error;
  }
}

/** JSON, whatever its content type says: curl says "form" unless told. */
function readBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is no JSON');
  }
}

function describe({ method, path, body, choices, what }: Control) {
  return { method, path: CONTROL_PATH + path, ...(body && { body }), ...(choices && { choices }), what };
}
