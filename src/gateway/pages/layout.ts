/** The frame of every hosted page, and the headers it goes out with. Plain HTML: works without script, on any screen. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { MailRules } from '../../domain/policy/mail-types.ts';

export type Html = ReturnType<typeof html>;

const STYLE = `
:root { --ink: #1c2733; --quiet: #52606d; --line: #c3cbd4; --accent: #0b5c8a; --accent-dark: #084769; --wrong: #a3160b; }
* { box-sizing: border-box; }
body { margin: 0; padding: 0 .75rem; min-height: 100vh; display: flex; flex-direction: column; background: #f2f5f8; color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
header, main, footer { width: 100%; max-width: 36rem; margin: 0 auto; padding: 0 .5rem; overflow-wrap: anywhere; }
header { padding-top: 2rem; padding-bottom: 1rem; font-weight: 650; font-size: 1.125rem; }
main { background: #fff; border: 1px solid #dde3e9; border-radius: .75rem; padding: 1.5rem 1.25rem; }
footer { margin-bottom: auto; padding-top: 1.25rem; padding-bottom: 2rem; color: var(--quiet); font-size: .9375rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.125rem; }
ul { margin: 0 0 1rem; padding-left: 1.25rem; }
dl { display: grid; grid-template-columns: minmax(0, 8.5rem) 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
fieldset { margin: 1.5rem 0 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; font-weight: 600; }
main > :last-child, form > :last-child { margin-bottom: 0; }
a { color: var(--accent); }
label { display: block; margin-top: 1.5rem; font-weight: 600; }
.hint { margin: .125rem 0 .5rem; color: var(--quiet); font-size: .9375rem; }
.wrong { margin: 0 0 .5rem; color: var(--wrong); font-weight: 600; }
input, textarea { display: block; width: 100%; min-height: 3rem; margin-bottom: 1.25rem; padding: .5rem .75rem; font: inherit;
  color: inherit; background: #fff; border: 1px solid #7b8794; border-radius: .5rem; }
label.choice { display: flex; align-items: center; gap: .625rem; min-height: 2.75rem; margin: 0; font-weight: 400; }
label.choice input { width: 1.25rem; min-height: 1.25rem; height: 1.25rem; margin: 0; flex: none; accent-color: var(--accent); }
input[aria-invalid] { border: 2px solid var(--wrong); }
button { display: block; width: 100%; min-height: 3rem; padding: .5rem 1.5rem; font: inherit; font-weight: 600;
  color: #fff; background: var(--accent); border: 2px solid transparent; border-radius: .5rem; cursor: pointer; }
button.second { margin-top: .75rem; color: var(--accent); background: #fff; border-color: var(--accent); }
button.second:hover { background: #eaf3f8; }
button:not(.second):hover { background: var(--accent-dark); }
input:focus-visible, textarea:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #d98e04; outline-offset: 2px; }
@media (min-width: 40rem) {
  header, footer { padding-left: 0; padding-right: 0; }
  header { padding-top: 4rem; }
  main { padding: 2.25rem; }
  button { width: auto; }
}
`;

// In one piece: the hash in the headers is of every character between the tags.
const styleTag = raw(`<style>${STYLE}</style>`);
const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, framed, kept or passed on: the address of the page holds the link's token. */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; ` +
    "base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

/** @param title also the heading */
export function page(mail: MailRules, title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${mail.sender.name}</title>
        ${styleTag}
      </head>
      <body>
        <header>${mail.sender.name}</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${mail.sender.name}, ${mail.postalAddress}</footer>
      </body>
    </html>`;
}
