/** HubSpot's own addresses of records and files, as they stand in mails, notes and tickets: here they lead to the same thing. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { objectTypes } from '../catalog/object-types.ts';
import { fileNameOf, type PortalFile } from '../files.ts';
import type { Portal } from '../portal.ts';
import { frame, type Screen } from './layout.ts';
import { recordPath, showClock } from './names.ts';
import type { Html } from './rich-text.ts';

/** @param show renders a screen, or "not found" for undefined */
export function hubspotPaths(
  app: Hono,
  portal: Portal,
  show: (c: Context, render: (screen: Screen) => Html | undefined) => Response | Promise<Response>,
): void {
  const isHere = (c: Context) => c.req.param('portal') === String(portal.portalId);

  app.get('/contacts/:portal/record/:typeId/:id', (c) => {
    const type = objectTypes.find(({ id }) => id === c.req.param('typeId'))?.plural;
    return type === undefined || !isHere(c)
      ? c.notFound()
      : c.redirect(recordPath({ type, id: encodeURIComponent(c.req.param('id')) }), 302);
  });

  app.get('/file-preview/:portal/file/:id', (c) =>
    show(c, (screen) => {
      const file = isHere(c) ? portal.files.find(c.req.param('id')) : undefined;
      return file && filePage(screen, file);
    }),
  );
}

/** The sandbox keeps what is known of a file, not what is in it. */
function filePage(screen: Screen, file: PortalFile): Html {
  const { folder, size, createdAt } = file;
  const title = fileNameOf(file);
  const body = html`<h1>${title}</h1>
    <p>In the folder ${folder}, ${size} bytes, uploaded ${showClock(createdAt)}.</p>
    <p>HubSpot shows the file here. The sandbox keeps its name and size only.</p>`;
  return frame(screen, { title, here: '', body });
}
