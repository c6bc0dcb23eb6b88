/** The controls for people: what there is, with a button for each. */
import { html } from 'hono/html';
import { CALLERS_HELP } from '../callers.ts';
import { frame, type Screen } from '../page/layout.ts';
import type { Html } from '../page/rich-text.ts';
import { controls } from './all.ts';
import type { Control, ControlContext } from './control.ts';

export const CONTROL_PATH = '/__sandbox';

export function controlsPage(screen: Screen, { portal, sender, requests }: ControlContext): Html {
  const body = html`<div class="bar"><h1>Controls</h1></div>
    <section class="panel">
      <p data-live="state">
        Portal ${portal.portalId}: ${requests.count} API calls so far, ${sender.pendingCount} webhook events on their
        way.
      </p>
      <p>HubSpot's API is on this address, too. ${CALLERS_HELP} Each control also takes and answers JSON.</p>
    </section>
    <section class="panel" aria-label="All controls">${controls.map((control) => one(control))}</section>`;
  return frame(screen, { title: 'Controls', here: `${CONTROL_PATH}/`, body });
}

function one(control: Control): Html {
  return html`<div class="control">
    <p><code>${control.method} ${CONTROL_PATH}${control.path}</code></p>
    <p>${control.what}</p>
    ${button(control)}
  </div>`;
}

/** Ids are not for buttons, and neither is a body with more than one level. */
function button({ method, path, body = {}, choices = {} }: Control): Html | '' {
  const url = CONTROL_PATH + path;
  if (path.includes('{') || method === 'PUT') return '';
  if (method === 'GET') return html`<a href="${url}" aria-label="look: ${path}">look</a>`;
  const words = method === 'DELETE' ? 'clear' : path.split('/').at(-1);
  return html`<form method="post" action="${url}" class="row" data-json data-method="${method}">
    ${Object.entries(body).map(
      ([name, example]) => html`<label>${name} ${input(name, String(example), choices[name])}</label> `,
    )}<button aria-label="${words}: ${method} ${path}">${words}</button>
  </form>`;
}

function input(name: string, example: string, choices: readonly string[] | undefined): Html {
  if (!choices) return html`<input name="${name}" value="${example}" />`;
  return html`<select name="${name}">
    ${choices.map((each) => html`<option ${each === example ? 'selected' : ''}>${each}</option>`)}
  </select>`;
}
