/** What a person sees of the inbox. Everything in a mail is hostile until escaped; `html` of Hono escapes. */
import { html } from 'hono/html';
import type { ReceivedMail } from './mail.ts';
import type { SmtpBehaviour } from './smtp.ts';

type Html = ReturnType<typeof html>;

export function listPage(mails: ReceivedMail[], behaviour: SmtpBehaviour): Html {
  const rows = mails.toReversed().map(
    (mail) =>
      html`<tr>
        <td>${time(mail)}</td>
        <td><bdi>${mail.from}</bdi></td>
        <td><bdi>${mail.to.join(', ')}</bdi></td>
        <td>
          <a href="/mail/${mail.id}"><bdi>${mail.subject || '(no subject)'}</bdi></a>
        </td>
      </tr>`,
  );
  return page(
    'Inbox',
    html`<h1>Inbox</h1>
      <p>
        ${mails.length === 0 ? 'No mail yet.' : `${mails.length} mails, the newest first.`}
        ${behaviour === 'accept' ? '' : `The mail server is told to misbehave: ${behaviour}.`} The same as
        <a href="/messages">JSON</a>.
      </p>
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th>From</th>
            <th>To</th>
            <th>Subject</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    html`<meta http-equiv="refresh" content="5" />`,
  );
}

export function mailPage(mail: ReceivedMail): Html {
  const base = `/messages/${mail.id}`;
  return page(
    mail.subject || '(no subject)',
    html`<p><a href="/">Inbox</a></p>
      <h1><bdi>${mail.subject || '(no subject)'}</bdi></h1>
      <dl>
        <dt>From</dt>
        <dd><bdi>${mail.from}</bdi></dd>
        <dt>To</dt>
        <dd><bdi>${mail.to.join(', ')}</bdi></dd>
        <dt>Time</dt>
        <dd>${time(mail)}</dd>
        <dt>Envelope</dt>
        <dd><bdi>${mail.envelope.from}</bdi> to <bdi>${mail.envelope.to.join(', ')}</bdi></dd>
        ${mail.attachments.map(
          ({ filename, mimeType, bytes }) =>
            html`<dt>Attachment</dt>
              <dd><bdi>${filename}</bdi>, ${mimeType}, ${bytes} bytes</dd>`,
        )}
      </dl>
      ${
        mail.html === undefined
          ? ''
          : html`<h2>HTML</h2>
              <iframe title="HTML part" sandbox="${FRAME_SANDBOX}" src="/mail/${mail.id}/html"></iframe>`
      }
      ${
        mail.text === undefined
          ? ''
          : html`<h2>Text</h2>
              <pre>${withLinks(mail.text)}</pre>`
      }
      <h2>Headers</h2>
      <pre>${mail.headers.map(({ name, value }) => `${name}: ${value}\n`).join('')}</pre>
      <p><a href="${base}">JSON</a>, <a href="${base}/raw">raw</a></p>`,
  );
}

/** Links in a mail open in a tab of their own, which is a normal one; nothing else is allowed to the frame. */
export const FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

function page(title: string, body: Html, head: Html | '' = ''): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

export const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #f6f6f6; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { border: 1px solid #ccc; height: 30rem; width: 100%; background: #fff; }
`;

function time({ receivedAt }: ReceivedMail): string {
  return new Date(receivedAt).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
}

/** People click on what a mail tells them to click on. */
function withLinks(text: string): (Html | string)[] {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((part, n) => (n % 2 === 0 ? part : html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>`));
}
