/** The inbox over HTTP: pages for people, JSON for tests. */
import { Hono } from 'hono';
import { z } from 'zod';
import { htmlWithPictures, type ReceivedMail } from './mail.ts';
import { FRAME_SANDBOX, listPage, mailPage, STYLE } from './pages.ts';
import { type SmtpSide, smtpBehaviours } from './smtp.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** A mail brings its own styles; it gets no script, no frame and nothing from anywhere else. */
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox ${FRAME_SANDBOX}`;

const behaviourSchema = z.object({ behaviour: z.enum(smtpBehaviours) });

export function createInboxApp(mails: readonly ReceivedMail[], smtp: Pick<SmtpSide, 'behaviour' | 'behave'>): Hono {
  const app = new Hono();
  const find = (id: string) => mails.find((mail) => mail.id === id);

  app.use(async (c, next) => {
    c.header('Content-Security-Policy', PAGE_POLICY);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    await next();
  });

  app.get('/', (c) => c.html(listPage([...mails], smtp.behaviour())));
  app.get('/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css' }));
  app.get('/mail/:id', (c) => {
    const mail = find(c.req.param('id'));
    return mail === undefined ? c.notFound() : c.html(mailPage(mail));
  });
  app.get('/mail/:id/html', async (c) => {
    const mail = find(c.req.param('id'));
    if (mail?.html === undefined) return c.notFound();
    c.header('Content-Security-Policy', MAIL_POLICY);
    return c.html(`<base target="_blank">${await htmlWithPictures(mail)}`);
  });

  app.get('/messages', (c) => c.json(mails.map(withoutRaw)));
  app.get('/messages/:id', (c) => {
    const mail = find(c.req.param('id'));
    return mail === undefined ? c.notFound() : c.json(withoutRaw(mail));
  });
  app.get('/messages/:id/raw', (c) => {
    const mail = find(c.req.param('id'));
    // As text: a browser would hand a mail to another program.
    return mail === undefined ? c.notFound() : c.body(Uint8Array.from(mail.raw), 200, { 'Content-Type': 'text/plain' });
  });

  /** `{"behaviour": "greylist"}`; see `smtpBehaviours`. */
  app.post('/behaviour', async (c) => {
    // Pages of other sites can post forms and plain text here, but not JSON.
    const wanted =
      c.req.header('Content-Type') === 'application/json'
        ? await c.req.json<unknown>().catch(() => undefined)
        : undefined;
    const parsed = behaviourSchema.safeParse(wanted);
    if (!parsed.success) return c.json({ error: `send JSON: behaviour is one of ${smtpBehaviours.join(', ')}` }, 400);
    smtp.behave(parsed.data.behaviour);
    return c.json(parsed.data);
  });

  return app;
}

function withoutRaw({ raw: _, ...mail }: ReceivedMail): Omit<ReceivedMail, 'raw'> {
  return mail;
}
