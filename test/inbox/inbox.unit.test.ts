/** Mails go in over SMTP as the product sends them and are read over HTTP as people and tests do. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Inbox, startInbox } from '../../src/inbox/inbox.ts';

let inbox: Inbox;

beforeEach(async () => {
  inbox = await startInbox();
});
afterEach(() => inbox.close());

const aMail: SendMailOptions = {
  from: '"Sales" <sales@healthprime.example>',
  to: 'jane@customer.example',
  subject: 'Hello',
  text: 'Please confirm: https://gateway.example/confirm?a=1&b=2.',
  messageId: '<touch-1@healthprime.example>',
};

async function send(mail: SendMailOptions, to = inbox): Promise<void> {
  const transport = createTransport(to.smtpUrl);
  try {
    await transport.sendMail(mail);
  } finally {
    transport.close();
  }
}

const get = (path: string) => fetch(`${inbox.url}${path}`);
const text = async (path: string) => (await get(path)).text();

function behave(body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${inbox.url}/behaviour`, { method: 'POST', headers: { 'Content-Type': type }, body });
}

it('shows a mail as object, JSON, raw and page as soon as its sender knows it is accepted', async () => {
  const html = '<p style="color:red">Hello</p>';
  const attachments = [{ filename: 'report.csv', content: 'a,b' }];
  await send({ ...aMail, html, attachments, cc: 'x@y.example', bcc: 'hidden@y.example', headers: { 'X-Touch': '1' } });

  const [mail, ...more] = inbox.messages();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    id: '1',
    envelope: { from: 'sales@healthprime.example', to: ['jane@customer.example', 'x@y.example', 'hidden@y.example'] },
    from: 'Sales <sales@healthprime.example>',
    to: ['jane@customer.example'],
    subject: 'Hello',
    messageId: '<touch-1@healthprime.example>',
    attachments: [{ filename: 'report.csv', mimeType: 'text/csv', bytes: 3 }],
  });
  expect(mail?.text).toContain('Please confirm');
  expect(mail?.html).toContain(html);
  expect(mail?.headers).toContainEqual({ name: 'X-Touch', value: '1' });

  const { raw, ...rest } = mail ?? {};
  expect(await (await get('/messages')).json()).toEqual([rest]);
  expect(await (await get('/messages/1')).json()).toEqual(rest);
  expect(await text('/messages/1/raw')).toBe(Buffer.from(raw ?? []).toString());
  expect(await text('/messages/1/raw')).toContain('Message-ID: <touch-1@healthprime.example>');
  expect(await text('/')).toContain('href="/mail/1"');
  const page = await text('/mail/1');
  expect(page).toContain('<a href="https://gateway.example/confirm?a=1&amp;b=2" target="_blank" rel="noreferrer">');
  expect(page).toContain('X-Touch: 1');
  expect(page).toContain('report.csv');
  for (const path of ['/mail/2', '/mail/2/html', '/messages/2', '/messages/2/raw']) {
    expect((await get(path)).status).toBe(404);
  }
});

describe('a hostile mail', () => {
  const attack = '"><script>alert(1)</script>';
  const hostile: SendMailOptions = {
    from: { name: attack, address: 'evil@attacker.example' },
    to: { name: attack, address: 'jane@customer.example' },
    subject: `${attack}\u202Egnp.exe`,
    text: `${attack} https://x.example/"onmouseover="alert(1) javascript:alert(1)`,
    html: `<script>alert(1)</script><base href="https://attacker.example/"><form action="https://attacker.example/"></form>`,
    headers: { 'X-Attack': attack },
    attachments: [{ filename: `${attack}.txt`, content: 'x' }],
  };

  it('cannot put markup into the pages', async () => {
    await send(hostile);
    for (const path of ['/', '/mail/1']) {
      const page = await text(path);
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toContain('<script');
      expect(page).not.toMatch(/onmouseover="|href="javascript:/);
    }
  });

  it('has its HTML part in a frame without script, and no page allows any', async () => {
    await send(hostile);
    expect(await text('/mail/1')).toMatch(
      /<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"\s+src="\/mail\/1\/html"/,
    );
    const frame = (await get('/mail/1/html')).headers.get('Content-Security-Policy');
    expect(frame).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; img-src data:; /);
    expect(frame).toMatch(/base-uri 'none'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox$/);
    for (const path of ['/', '/mail/1', '/messages', '/messages/1/raw', '/style.css']) {
      const { headers } = await get(path);
      expect(headers.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'self'; frame-src 'self'; /,
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
    expect((await get('/messages/1/raw')).headers.get('Content-Type')).toMatch(/^text\/plain/);
  });

  it('that cannot be taken apart is kept by its envelope', async () => {
    const nested = Array.from(
      { length: 300 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    await send({ envelope: { from: 'a@b.example', to: 'c@d.example' }, raw: nested.join('') });
    expect(inbox.messages()[0]).toMatchObject({
      from: 'a@b.example',
      to: ['c@d.example'],
      subject: '(cannot be read)',
    });
    expect((await get('/mail/1')).status).toBe(200);
  });
});

describe('as a mail server that misbehaves', () => {
  it('greylists each sender and recipient once', async () => {
    await behave('{"behaviour":"greylist"}');
    await expect(send(aMail)).rejects.toMatchObject({ responseCode: 451 });
    await expect(send({ ...aMail, to: 'joe@customer.example' })).rejects.toMatchObject({ responseCode: 451 });
    await send(aMail);
    expect(inbox.messages()).toHaveLength(1);
  });

  it('rejects for good until told otherwise', async () => {
    await behave('{"behaviour":"reject"}');
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(send(aMail)).rejects.toMatchObject({ responseCode: 550 });
    }
    expect(await text('/')).toContain('told to misbehave: reject');
    expect(await (await behave('{"behaviour":"accept"}')).json()).toEqual({ behaviour: 'accept' });
    await send(aMail);
    expect(inbox.messages()).toHaveLength(1);
  });

  it('takes the mail and cuts the connection, so that the sender cannot know', async () => {
    await behave('{"behaviour":"cutAfterData"}');
    const failure: unknown = await send(aMail).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toHaveProperty('responseCode');
    expect(inbox.messages().map(({ messageId }) => messageId)).toEqual(['<touch-1@healthprime.example>']);
  });

  it.each([
    ['{"behaviour":"explode"}', 'application/json'],
    ['no json', 'application/json'],
    ['{"behaviour":"reject"}', 'text/plain'],
  ])('does not do as told by %s as %s', async (body, type) => {
    expect((await behave(body, type)).status).toBe(400);
    await send(aMail);
  });
});

it('keeps the last 500 mails', async () => {
  const transport = createTransport({ pool: true, host: '127.0.0.1', port: Number(new URL(inbox.smtpUrl).port) });
  for (let n = 1; n <= 503; n++)
    await transport.sendMail({ ...aMail, subject: `mail ${n}`, messageId: `<${n}@x.example>` });
  transport.close();
  const subjects = inbox.messages().map(({ subject }) => subject);
  expect(subjects).toHaveLength(500);
  expect([subjects.at(0), subjects.at(-1)]).toEqual(['mail 4', 'mail 503']);
});

it('steps round ports that are taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const second = await startInbox({ smtpPort: port, webPort: port });
  try {
    const [smtpPort, webPort] = [second.smtpUrl, second.url].map((url) => Number(new URL(url).port));
    expect(new Set([port, smtpPort, webPort]).size).toBe(3);
    await send(aMail, second);
    expect(second.messages()).toHaveLength(1);
    expect((await fetch(second.url)).status).toBe(200);
  } finally {
    await second.close();
    await new Promise((resolve) => taken.close(resolve));
  }
});

it('closes with a client still connected', async () => {
  const second = await startInbox();
  const client = connect(Number(new URL(second.smtpUrl).port), '127.0.0.1');
  client.on('error', () => {});
  await once(client, 'data');
  const ended = once(client, 'close');
  client.resume();
  await second.close();
  await ended;
  await expect(fetch(second.url)).rejects.toThrow('fetch failed');
});
