/** The controls as a page with buttons. */
import { html } from 'hono/html';
import { CALLERS_HELP } from '../callers.ts';
import { controls } from './all.ts';
import type { Control, ControlContext } from './control.ts';

export const CONTROL_PATH = '/__sandbox';

/** The page for people: what there is, with a button for each. */
export function page({ portal, sender, requests }: ControlContext) {
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
        <p>HubSpot's API is on this address, too. ${CALLERS_HELP} Each control also takes and answers JSON.</p>
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

/** Forms cannot send PUT or DELETE: those without a body are sent by a line of script, and ids are not for buttons. */
function button({ method, path, body = {}, choices = {} }: Control) {
  const url = CONTROL_PATH + path;
  if (path.includes('{') || method === 'PUT') return '';
  if (method === 'GET') return html`<a href="${url}">look</a>`;
  if (method === 'DELETE') {
    return html`<button onclick="fetch('${url}', { method: 'DELETE' }).then(() => location.reload())">clear</button>`;
  }
  return html`<form method="post" action="${url}">
    ${Object.entries(body).map(
      ([name, example]) => html`<label>${name} ${field(name, String(example), choices[name])}</label> `,
    )}<button>${path.split('/').at(-1)}</button>
  </form>`;
}

function field(name: string, example: string, choices: readonly string[] | undefined) {
  if (!choices) return html`<input name="${name}" value="${example}" />`;
  return html`<select name="${name}">
    ${choices.map((each) => html`<option ${each === example ? 'selected' : ''}>${each}</option>`)}
  </select>`;
}
