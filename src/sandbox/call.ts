/** One API call: the token, who is asking, limits and faults, JSON, error bodies, the log. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import type { Answer, ApiRequest, Route } from './api.ts';
import { callerName, callerOf, type Caller } from './callers.ts';
import type { Failure } from './failures.ts';
import type { Faults, Misfortune } from './faults.ts';
import type { RateLimiter } from './limits.ts';
import type { Portal } from './portal.ts';
import { badJson, HubSpotProblem, invalidAuthentication } from './problems.ts';
import type { RequestLog } from './request-log.ts';

export interface Envelope {
  portal: Portal;
  /** The token that is valid now. */
  access: { token: string };
  requests: RequestLog;
  faults: Faults;
  limiter: RateLimiter;
}

/** Node's own request comes along, for the connection to be cut. */
export interface Env {
  Bindings: { incoming: IncomingMessage };
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

/** One API call, from request to answer. */
export class Call {
  readonly #context: Context<Env>;
  readonly #route: Route;
  readonly #envelope: Envelope;
  readonly #correlationId = newCorrelationId();
  readonly #url: URL;
  #isApp = false;
  #misfortune: Misfortune | undefined;

  constructor(context: Context<Env>, route: Route, envelope: Envelope) {
    this.#context = context;
    this.#route = route;
    this.#envelope = envelope;
    this.#url = new URL(context.req.url);
  }

  async answer(): Promise<Response> {
    const sent = await readSent(this.#context);
    try {
      const { appId } = this.#envelope.portal;
      const caller = callerOf((name) => this.#context.req.header(name), appId);
      this.#isApp = caller.isApp;
      const failure = caller.isApp ? await this.#refuse() : undefined;
      return failure ? this.#fail(failure) : await this.#succeed(this.#handle(caller, sent));
    } catch (error) {
      if (error instanceof HubSpotProblem) {
        return this.#fail({ status: error.status, body: error.body(this.#correlationId) });
      }
      // A fault of the sandbox itself: say where, since nobody else will.
      console.error(error);
      return this.#fail({
        status: 500,
        body: { status: 'error', message: 'internal error', correlationId: this.#correlationId },
      });
    }
  }

  /** Faults first: they may be of servers before HubSpot's, which count nothing. */
  async #refuse(): Promise<Failure | undefined> {
    const { faults, limiter, portal } = this.#envelope;
    const { method } = this.#context.req;
    const scope = `crm.objects.${this.#context.req.param('objectType') ?? 'owners'}.${method === 'GET' ? 'read' : 'write'}`;
    const misfortune = faults.strike({ method, path: this.#path, scope, correlationId: this.#correlationId });
    this.#misfortune = misfortune;
    if (misfortune && 'failure' in misfortune) return misfortune.failure;
    if (misfortune?.trouble === 'latency') await sleep(misfortune.seconds * 1_000, undefined, { ref: false });
    if (misfortune?.trouble === 'hang' || misfortune?.trouble === 'reset') await this.#vanish();
    return limiter.take(this.#isSearch, portal.clock.now(), this.#correlationId);
  }

  #handle(caller: Caller, sent: Sent): Answer {
    const { portal, access } = this.#envelope;
    const { req } = this.#context;
    if (req.header('authorization') !== `Bearer ${access.token}`) throw invalidAuthentication();
    const request: ApiRequest = {
      portal,
      source: caller.source,
      params: req.param(),
      query: this.#url.searchParams,
      path: this.#url.pathname.replace(/\/+$/, ''),
      body: typeof sent === 'string' ? parseJson(sent) : sent,
    };
    return this.#route.handle(request);
  }

  async #succeed({ status, body, location }: Answer): Promise<Response> {
    const trouble = this.#misfortune && 'trouble' in this.#misfortune ? this.#misfortune.trouble : undefined;
    if (trouble === 'commit-then-hang' || trouble === 'commit-then-reset') await this.#vanish();
    if (trouble === 'malformed-json') return this.#send(200, JSON.stringify(body ?? {}).slice(0, -1), JSON_TYPE);
    return this.#send(status, body === undefined ? null : JSON.stringify(body), {
      ...(body === undefined ? {} : JSON_TYPE),
      ...(location === undefined ? {} : { location: new URL(location, this.#context.req.url).href }),
    });
  }

  #fail({ status, body, headers = {} }: Failure): Response {
    return typeof body === 'string'
      ? this.#send(status, body, { ...headers, 'content-type': 'text/html;charset=utf-8' })
      : this.#send(status, JSON.stringify(body), { ...headers, ...JSON_TYPE });
  }

  #send(status: number, body: string | null, headers: Record<string, string>): Response {
    this.#log(status);
    const budget = this.#isApp ? this.#envelope.limiter.headers(this.#isSearch) : {};
    return new Response(body, {
      status,
      headers: { 'x-hubspot-correlation-id': this.#correlationId, ...budget, ...headers },
    });
  }

  /** No answer, ever: the connection is cut, or stays open until the caller gives up. */
  #vanish(): Promise<never> {
    this.#log(0);
    if (this.#misfortune?.kind.endsWith('reset')) this.#context.env.incoming.socket.resetAndDestroy();
    return new Promise(() => {});
  }

  #log(status: number): void {
    const fault = this.#misfortune ? { fault: this.#misfortune.kind } : {};
    logCall(this.#context, this.#envelope, { status, correlationId: this.#correlationId, ...fault });
  }

  get #path(): string {
    return this.#url.pathname + this.#url.search;
  }

  get #isSearch(): boolean {
    return this.#route.family === 'objects' && this.#route.path.endsWith('/search');
  }
}

/** The text of a request, or the fields of a form; a file in it is `{ name, bytes }`. */
type Sent = string | Record<string, unknown>;

async function readSent({ req }: Context): Promise<Sent> {
  if (!req.header('content-type')?.startsWith('multipart/form-data')) return req.text();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of await req.formData()) {
    fields[name] =
      typeof value === 'string' ? value : { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) };
  }
  return fields;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badJson('unexpected input');
  }
}

/** Keeps a call in the request log, whatever became of it. */
export function logCall(
  { req }: Context,
  { portal, requests }: Envelope,
  outcome: { status: number; fault?: string; correlationId: string },
): void {
  const { pathname, search } = new URL(req.url);
  requests.add({
    at: new Date(portal.clock.now()).toISOString(),
    method: req.method,
    path: pathname + search,
    by: callerName((name) => req.header(name)),
    ...outcome,
  });
}

/** A UUID of version 7, as HubSpot's are: they sort by time. */
export function newCorrelationId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomBytes(10).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
}
