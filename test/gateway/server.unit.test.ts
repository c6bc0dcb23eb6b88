import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ListeningGateway, serveGateway } from '../../src/gateway/server.ts';
import { aGateway, dealChange, signedEvents } from './support.ts';

const listening: ListeningGateway[] = [];

async function listen(app: Hono): Promise<ListeningGateway> {
  const gateway = await serveGateway(app, 0, '127.0.0.1');
  listening.push(gateway);
  return gateway;
}

afterEach(async () => {
  await Promise.all(listening.splice(0).map((gateway) => gateway.close()));
});

/** What a raw connection receives until the gateway closes it. */
function untilClosed(port: number, write: (send: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => write((text) => socket.write(text)));
    socket.on('data', (data) => (received += data.toString()));
    // A reset after the answer is fine; `close` follows either way.
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

describe('the gateway on a port', () => {
  it('takes a signed webhook over HTTP, whatever host it is called by', async () => {
    const { app, sent } = aGateway();
    const { port } = await listen(app);
    const [path, init] = signedEvents(dealChange());
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    expect(response.status).toBe(204);
    expect(sent).toHaveLength(1);
  });

  it('refuses a body that is announced as 50 MB before it comes', async () => {
    const { app, metrics } = aGateway();
    const { port } = await listen(app);
    const answer = await untilClosed(port, (send) =>
      send('POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n['),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await metrics()).toContain('gateway_webhook_posts_total{outcome="too_large"} 1');
  });

  it('stops reading a chunked body at the limit', async () => {
    const { app } = aGateway();
    const { port } = await listen(app);
    const chunk = 'x'.repeat(100_000);
    const answer = await untilClosed(port, (send) => {
      send('POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let sent = 0; sent <= 1_000_000; sent += chunk.length) send(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('cuts off a client that never finishes its headers', async () => {
    const { port } = await listen(aGateway().app);
    const answer = await untilClosed(port, (send) => send('POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  }, 10_000);

  /** A signed webhook as bytes on the wire. */
  function onTheWire(version: string, ...extra: string[]): string {
    const [path, init] = signedEvents(dealChange());
    const { body } = init;
    if (typeof body !== 'string') throw new Error('a signed webhook has its body as text');
    const signed = [...new Headers(init.headers)].map(([name, value]) => `${name}: ${value}`);
    const lines = [`POST ${path} HTTP/${version}`, 'Host: x', ...signed, ...extra, `Content-Length: ${body.length}`];
    return `${lines.join('\r\n')}\r\n\r\n${body}`;
  }

  it('takes a webhook over HTTP/1.0', async () => {
    const { app, sent } = aGateway();
    const { port } = await listen(app);
    expect(await untilClosed(port, (send) => send(onTheWire('1.0')))).toMatch(/^HTTP\/1\.1 204 /);
    expect(sent).toHaveLength(1);
  });

  it('takes webhooks that are sent before the last one is answered', async () => {
    const { app, sent } = aGateway();
    const { port } = await listen(app);
    const answers = await untilClosed(port, (send) => send(onTheWire('1.1') + onTheWire('1.1', 'Connection: close')));
    expect(answers.match(/HTTP\/1\.1 204 /g)).toHaveLength(2);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n\r\n'],
    ['two lengths', onTheWire('1.1', 'Content-Length: 1')],
    ['a length and chunks', onTheWire('1.1', 'Transfer-Encoding: chunked')],
    ['a length that is none', onTheWire('1.1').replace(/Content-Length: \d+/, 'Content-Length: -5')],
    ['a line break in a header', onTheWire('1.1', 'X-A: a\nContent-Length: 0')],
    ['no host', onTheWire('1.1').replace('Host: x\r\n', '')],
  ])('answers %s with 400 and hangs up', async (_what, bytes) => {
    const { app, sent, kept } = aGateway();
    const { port } = await listen(app);
    expect(await untilClosed(port, (send) => send(bytes))).toMatch(/^HTTP\/1\.1 400 /);
    expect([sent, kept]).toEqual([[], []]);
  });

  it('answers headers of 20 kB with 431', async () => {
    const { port } = await listen(aGateway().app);
    const answer = await untilClosed(port, (send) => send(onTheWire('1.1', `X-A: ${'a'.repeat(20_000)}`)));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['a length', 'Content-Length: 100\r\n\r\n['],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n'],
  ])('counts a body with %s that breaks off', async (_how, rest) => {
    const { app, sent, kept, logged, metrics } = aGateway();
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\n${rest}`, () => socket.destroySoon()),
    );
    await vi.waitFor(async () => {
      expect(await metrics()).toContain('gateway_webhook_posts_total{outcome="unreadable"} 1');
    });
    expect([sent, kept]).toEqual([[], []]);
    expect(logged.join()).not.toContain('unexpectedly');
  });

  it('cuts off a body that never ends', async () => {
    const { app, sent, kept } = aGateway();
    const { port } = await listen(app);
    const answer = await untilClosed(port, (send) =>
      send('POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect([sent, kept]).toEqual([[], []]);
  }, 20_000);

  it('finishes what is in flight before it closes, and takes nothing new', async () => {
    const app = new Hono();
    let finish = () => {};
    const started = new Promise<void>((begun) => {
      app.get('/slow', async (c) => {
        begun();
        await new Promise<void>((resolve) => (finish = resolve));
        return c.text('done');
      });
    });
    const { port, close } = await serveGateway(app, 0, '127.0.0.1');
    const agent = new Agent({ keepAlive: true });
    const answer = new Promise<string>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/slow', agent }, (response) =>
        response.on('data', (data: Buffer) => resolve(data.toString())),
      )
        .on('error', reject)
        .end();
    });
    await started;
    let closed = false;
    const closing = close().then(() => (closed = true));
    await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow('fetch failed');
    expect(closed).toBe(false);
    finish();
    expect(await answer).toBe('done');
    const before = performance.now();
    await closing;
    expect(performance.now() - before).toBeLessThan(2_000);
    agent.destroy();
  });

  it('says so when the port is taken', async () => {
    const { port } = await listen(new Hono());
    await expect(serveGateway(new Hono(), port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
