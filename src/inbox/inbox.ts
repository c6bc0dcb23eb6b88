/**
 * The mail server of development, demo and tests: takes every mail over real SMTP, delivers none, and shows them on a page.
 * In memory, on loopback, without a password.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createInboxApp } from './app.ts';
import { listenNear } from './listen.ts';
import { readMail, type ReceivedMail } from './mail.ts';
import { serveSmtp } from './smtp.ts';

export interface Inbox {
  /** For `SMTP_URL`. */
  smtpUrl: string;
  /** The page; `GET /messages` and `/messages/<id>` are the same as JSON, `POST /behaviour` lets the server misbehave. */
  url: string;
  /** Oldest first; the last 500. */
  messages(): ReceivedMail[];
  close(): Promise<void>;
}

const KEPT = 500;

/** @param options preferred ports; a taken one is stepped round. Absent or 0: any free one. */
export async function startInbox(options: { smtpPort?: number; webPort?: number } = {}): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  let arrived = 0;
  const smtp = await serveSmtp(options.smtpPort ?? 0, async (raw, envelope) => {
    const mail = await readMail({ receivedAt: Date.now(), envelope, raw });
    mails.push({ id: String(++arrived), ...mail });
    mails.splice(0, mails.length - KEPT);
  });
  try {
    const listener = getRequestListener(createInboxApp(mails, smtp).fetch);
    const web = await listenNear(options.webPort ?? 0, async (port) => {
      const server = createServer((request, response) => void listener(request, response));
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return server;
    });
    return {
      smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
      url: `http://127.0.0.1:${portOf(web)}`,
      messages: () => [...mails],
      async close() {
        web.close();
        web.closeAllConnections();
        await smtp.close();
      },
    };
  } catch (error) {
    await smtp.close();
    throw error;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page is not on a port');
  return address.port;
}
