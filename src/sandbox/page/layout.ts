/** The frame of every screen: menu, search, who is at work, and the clock of the portal. */
import { html } from 'hono/html';
import { owners, type Owner } from '../catalog/owners.ts';
import type { Portal } from '../portal.ts';
import { mainObjects, objectWords, ownerName, showClock } from './names.ts';
import type { Html } from './rich-text.ts';

export const UI_PATH = '/__sandbox/ui';

export interface Screen {
  portal: Portal;
  /** Who sits at the screen. */
  me: Owner;
}

export interface Frame {
  /** Also the title of the tab. */
  title: string;
  /** The entry of the menu that this screen belongs to. */
  here: string;
  body: Html;
}

/** What moves with the clock: labels as people say them, durations as ISO 8601 has them. */
const STEPS = [
  ['1 hour', 'PT1H'],
  ['1 day', 'P1D'],
  ['1 week', 'P1W'],
  ['1 month', 'P1M'],
  ['3 months', 'P3M'],
] as const;

const menu = [
  ...mainObjects.map((type) => ({
    path: type === 'companies' ? '/lists/companies' : `/boards/${type}`,
    label: objectWords[type].many,
  })),
  { path: '/webhooks', label: 'Webhooks & faults' },
  { path: '/__sandbox/', label: 'Controls' },
];

export function frame(screen: Screen, { title, here, body }: Frame): Html {
  const { portal } = screen;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – HubSpot sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${UI_PATH}/style.css" />
        <script type="module" src="${UI_PATH}/client/main.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="brand">HubSpot sandbox <small>portal ${portal.portalId}</small></div>
          <form class="search" role="search" action="/search">
            <input type="search" name="q" aria-label="Search records" placeholder="Search by name, e-mail or id" />
            <button>Search</button>
          </form>
          ${actAs(screen)} ${clock(portal)}
          <nav aria-label="Portal">
            ${menu.map(
              ({ path, label }) =>
                html`<a href="${path}" ${here === path ? html`aria-current="page"` : ''}>${label}</a> `,
            )}
          </nav>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <div id="toasts" role="status" aria-live="polite"></div>
        <noscript><p class="noscript">This page needs JavaScript to change anything.</p></noscript>
      </body>
    </html>`;
}

function actAs({ me }: Screen): Html {
  return html`<form class="act-as" method="post" action="${UI_PATH}/act-as" data-on-change data-live="act-as">
    <label for="act-as">Act as</label>
    <select id="act-as" name="owner" autocomplete="off">
      ${owners.map(
        (owner) =>
          html`<option value="${owner.id}" ${owner.id === me.id ? 'selected' : ''}>
            ${ownerName(owner)} (${owner.email.split('@')[1]?.split('.')[0]})
          </option>`,
      )}
    </select>
  </form>`;
}

function clock(portal: Portal): Html {
  const now = portal.clock.now();
  return html`<details class="clock" id="clock">
    <summary>
      <span class="label">It is</span> <time id="now" datetime="${new Date(now).toISOString()}">${showClock(now)}</time>
    </summary>
    <div class="sheet">
      <p>Move the world ahead: whatever falls due on the way happens, then the clock stands at the new time.</p>
      <div class="buttons">
        ${STEPS.map(
          ([label, by]) =>
            html`<form method="post" action="/__sandbox/advance" data-json data-advance>
              <input type="hidden" name="by" value="${by}" /><button>${label}</button>
            </form>`,
        )}
      </div>
      <form method="post" action="/__sandbox/advance" data-json data-advance class="row">
        <label for="advance-by">Another step</label>
        <input id="advance-by" name="by" placeholder="P10D, PT36H, P2M" required autocomplete="off" />
        <button>Advance</button>
      </form>
      <progress id="advancing" aria-label="Moving the clock" hidden></progress>
    </div>
  </details>`;
}
