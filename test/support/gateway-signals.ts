/** Stands between a gateway and Temporal's frontend (gRPC over plain HTTP/2) and decides what becomes of each signal. */
import {
  connect,
  createServer,
  type ClientHttp2Session,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { buffer } from 'node:stream/consumers';

/** `unanswered`: Temporal has it, and its answer never comes. `unsent`: Temporal never hears of it. */
export type Fate = 'answered' | 'unanswered' | 'unsent';

export interface SignalProxy {
  /** `host:port`, to be given to the gateway as Temporal's. */
  address: string;
  /** Gives the next signals these fates, in the order in which they come; others are answered. Resolves when each has met its own. */
  next(fates: Fate[]): Promise<void>;
  close(): Promise<void>;
}

const SIGNAL = '/temporal.api.workflowservice.v1.WorkflowService/SignalWithStartWorkflowExecution';

/** @param target `host:port` of Temporal's frontend */
export async function startSignalProxy(target: string): Promise<SignalProxy> {
  const upstream = connect(`http://${target}`);
  const sessions = new Set<Http2Session>();
  let fates: Fate[] = [];
  let unmet = 0;
  let allMet: (() => void) | undefined;

  async function pass(call: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const asked = await buffer(call);
    const fate = headers[':path'] === SIGNAL ? fates.shift() : undefined;
    if (fate !== 'unsent') {
      const answer = await ask(upstream, headers, asked);
      if (fate !== 'unanswered' && !call.destroyed) await give(call, answer);
    }
    if (fate === undefined) return;
    unmet -= 1;
    if (unmet === 0) allMet?.();
  }

  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (call, headers) => {
    call.on('error', () => {}); // the gateway was killed
    pass(call, headers).catch(() => call.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('it listens on a port');
  return {
    address: `127.0.0.1:${at.port}`,
    next: (given) =>
      new Promise((resolve) => {
        fates = [...given];
        unmet = given.length;
        allMet = resolve;
      }),
    close: () =>
      new Promise((resolve) => {
        upstream.destroy();
        for (const session of sessions) session.destroy();
        server.close(() => resolve());
      }),
  };
}

interface Answer {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Absent where gRPC says with the headers already that there is nothing but an error. */
  trailers?: IncomingHttpHeaders;
}

function ask(upstream: ClientHttp2Session, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const passed = upstream.request(headers);
    let answer: Omit<Answer, 'body'> = { headers: {} };
    passed.on('response', (given) => (answer = { ...answer, headers: given }));
    passed.on('trailers', (trailers) => (answer = { ...answer, trailers }));
    passed.on('error', reject);
    buffer(passed).then((given) => resolve({ ...answer, body: given }), reject);
    passed.end(body);
  });
}

function give(call: ServerHttp2Stream, { headers, body, trailers }: Answer): Promise<void> {
  return new Promise((resolve) => {
    call.on('close', resolve);
    call.respond(headers, trailers === undefined ? { endStream: true } : { waitForTrailers: true });
    if (trailers === undefined) return;
    call.on('wantTrailers', () => call.sendTrailers(trailers));
    call.end(body);
  });
}
