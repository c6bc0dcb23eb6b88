/** Stand between two real parts and hold a chosen exchange, so that a test can let one of them die at exactly that moment. */
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

const HOST = '127.0.0.1';

interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Where a caught exchange is held: before the other side gets the request, or when it has answered. */
export type Moment = 'before' | 'after';

/** Says which exchange is meant, from the request as it is on the wire (HTTP: `METHOD path body`). */
export type Which = (asked: string) => boolean;

export interface HoldingProxy extends Listening {
  /** The next exchange that fits is held for good, later ones pass. Resolves when it is held. */
  hold(moment: Moment, which: Which): Promise<void>;
}

export interface HttpProxy extends HoldingProxy {
  /** Holds every exchange that fits, repeats of it too, until `stopKeeping`. */
  keep(moment: Moment, which: Which): Kept;
  stopKeeping(): void;
}

/** Exchanges that are held again and again. */
export interface Kept {
  /** Resolves when the first is held. */
  caught: Promise<void>;
  /** Lets the answer through to whoever waits for it still (moment `after`). */
  pass(): void;
}

interface Hold {
  moment: Moment;
  which: Which;
  /** Absent: the next exchange only. */
  keeps?: true;
  caught(pass: () => void): void;
}

/** The holds that wait for their exchange. */
function holds() {
  let waiting: Hold[] = [];
  return {
    add: (moment: Moment, which: Which) =>
      new Promise<void>((caught) => {
        waiting.push({ moment, which, caught: () => caught() });
      }),
    keep(moment: Moment, which: Which): Kept {
      const passes: (() => void)[] = [];
      const caught = new Promise<void>((resolve) => {
        const take = (pass: () => void) => {
          passes.push(pass);
          resolve();
        };
        waiting.push({ moment, which, keeps: true, caught: take });
      });
      return { caught, pass: () => passes.splice(0).forEach((pass) => pass()) };
    },
    stopKeeping() {
      waiting = waiting.filter(({ keeps }) => keeps !== true);
    },
    take(asked: string) {
      const found = waiting.find(({ which }) => which(asked));
      if (found?.keeps !== true) waiting = waiting.filter((one) => one !== found);
      return found;
    },
  };
}

const nothingToPass = () => {};

/** @param target base URL of an HTTP server */
export async function startHttpProxy(target: string): Promise<HttpProxy> {
  const { add, keep, stopKeeping, take } = holds();
  const server = createServer((asked, answer) => {
    void (async () => {
      const body = await text(asked);
      const held = take(`${asked.method} ${asked.url} ${body}`);
      if (held?.moment === 'before') return held.caught(nothingToPass);
      const given = await forward(target, asked, body);
      const givenBody = await text(given);
      const { 'transfer-encoding': _, ...headers } = given.headers;
      const pass = () => void answer.writeHead(given.statusCode ?? 502, headers).end(givenBody);
      if (held === undefined) pass();
      else held.caught(pass);
    })().catch(() => answer.destroy());
  });
  return { ...(await listen(server)), hold: add, keep, stopKeeping };
}

function forward(
  target: string,
  { method, url = '/', headers }: IncomingMessage,
  body: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const passed = request(new URL(url, target), { method: method ?? 'GET', headers }, resolve);
    passed.on('error', reject);
    passed.end(body);
  });
}

/** How an answer of PostgreSQL ends, before one letter on the transaction: ready for the next query. */
const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** For PostgreSQL's protocol. @param target a `postgres://` URL; only `after` can be held */
export async function startPostgresProxy(target: string): Promise<HoldingProxy & { url: string }> {
  const { port, hostname: host } = new URL(target);
  const { add, take } = holds();
  const server = createTcpServer((client) => {
    let asked = '';
    let held: ReturnType<typeof take>;
    const upstream = joined(client, { port: Number(port), host });
    client.on('data', (data) => {
      asked += data.toString('latin1');
      held ??= take(asked);
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      asked = '';
      if (held === undefined) client.write(data);
      else if (data.subarray(-6, -1).equals(READY_FOR_QUERY)) held.caught(nothingToPass);
    });
  });
  const listening = await listen(server);
  const url = new URL(target);
  url.port = String(listening.port);
  return { ...listening, url: url.href, hold: add };
}

/** An address that stays while what is behind it comes back on another port. @param port of what is there now */
export async function startDoor(port: () => number): Promise<Listening> {
  return listen(
    createTcpServer((client) => {
      const upstream = joined(client, { port: port(), host: HOST });
      client.pipe(upstream).pipe(client);
    }),
  );
}

/** A connection that ends with `client`, and the other way round. */
function joined(client: Socket, to: { port: number; host: string }): Socket {
  const upstream = connect(to);
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
  return upstream;
}

async function listen(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
