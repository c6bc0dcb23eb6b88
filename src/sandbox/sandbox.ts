/**
 * A HubSpot on loopback: state, webhooks and clock of one portal in memory, spoken to over HTTP like the real one.
 * What differs is in docs/sandbox-differences.md.
 */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { SandboxClock } from './clock.ts';
import { CONTROL_PATH } from './controls/page.ts';
import { controlRoutes } from './controls/routes.ts';
import type { Env } from './call.ts';
import { mountRoutes } from './envelope.ts';
import { Faults } from './faults.ts';
import { createTurns } from './in-turn.ts';
import { RateLimiter, type RateLimits } from './limits.ts';
import { listen } from './listen.ts';
import { pageRoutes } from './page/app.ts';
import { Portal } from './portal.ts';
import { createRandom } from './random.ts';
import { RequestLog, type RequestEntry } from './request-log.ts';
import { routes } from './routes/all.ts';
import { WebhookFeed } from './webhooks/feed.ts';
import { WebhookSender, type Delivery } from './webhooks/sender.ts';
import type { SubscriptionsConfig } from './webhooks/subscriptions.ts';

/** Known to everybody, and so only good where nobody else can reach the sandbox. */
export const sandboxDefaults = {
  port: 4010,
  portalId: '49547190',
  appId: '9393361',
  accessToken: 'sandbox-token',
  clientSecret: 'sandbox-client-secret',
} as const;

export interface SandboxOptions {
  /** 0: any free port. A port in use is stepped round, upwards. */
  port?: number;
  portalId: string;
  appId: string;
  accessToken: string;
  /** Several, separated by commas, while being rotated: the first one signs. */
  clientSecret: string;
  /** Without it nobody is told of changes, until a control sets it. */
  webhookTarget?: string;
  /** What the app is subscribed to at the start and after a reset; absent: everything. */
  subscriptions?: SubscriptionsConfig;
  /** Rate limits for the app's calls; absent: none. */
  limits?: RateLimits;
  /** Seconds of the sandbox's clock until search sees what happened; absent: at once. */
  searchLagSeconds?: number;
  /** Of everything random: ids, disorder, back-off. */
  seed?: number;
  /** Moves the whole world, this sandbox's clock included. Without it only the sandbox's own clock moves. */
  advance?: (to: Date) => Promise<unknown>;
}

export interface Sandbox {
  url: string;
  portalId: string;
  clock: {
    /** Milliseconds since 1970. */
    now(): number;
    /** Forward only: a time that has passed changes nothing. Retries that wait are due at once. */
    moveTo(ms: number): void;
  };
  webhooks: {
    /** Resolves when every event that is not held is delivered or given up. */
    idle(): Promise<void>;
    hold(): void;
    release(): void;
    /** Events neither delivered nor given up, held ones included. */
    readonly pendingCount: number;
    /** The last POSTs with their attempts, newest last. */
    readonly deliveries: readonly Delivery[];
  };
  requests: {
    /** API calls so far. */
    readonly count: number;
    since(n: number): RequestEntry[];
  };
  close(): Promise<void>;
}

const DEFAULT_SEED = 1;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const random = createRandom(options.seed ?? DEFAULT_SEED);
  const identity = { portalId: Number(options.portalId), appId: Number(options.appId) };
  const [secret = ''] = options.clientSecret.split(',');
  const lag = { search: options.searchLagSeconds ?? 0, read: 0 };
  const clock = new SandboxClock();
  const sender = new WebhookSender(secret.trim(), random, options.webhookTarget);
  const feed = new WebhookFeed(identity, sender, random, options.subscriptions);
  const portal = new Portal(identity, lag, clock, random, (change) => feed.hear(change));
  const requests = new RequestLog();
  const access = { token: options.accessToken };
  const faults = new Faults(random);
  const limiter = new RateLimiter(options.limits);
  const moveTo = (ms: number) => {
    clock.moveTo(ms);
    sender.hurry();
  };

  const inTurn = createTurns();
  const app = new Hono<Env>({ strict: false });
  const control = {
    portal,
    feed,
    sender,
    requests,
    access,
    faults,
    limiter,
    advance: (targetFrom: (from: number) => number) =>
      inTurn(async () => {
        const from = clock.now();
        const target = targetFrom(from);
        if (options.advance) await options.advance(new Date(target));
        else moveTo(target);
        await sender.idle();
        return { from, now: clock.now() };
      }),
    reset: () => {
      portal.reset();
      feed.reset();
      sender.reset();
      faults.clear();
      access.token = options.accessToken;
      limiter.limits = options.limits;
    },
  };
  // Whoever moves the world, for example, is told why it could not be moved.
  app.onError((error, c) => {
    console.error(error);
    return c.json({ error: error.message }, 500);
  });
  app.route(
    '/',
    pageRoutes(control, (path, init) => app.request(path, init)),
  );
  app.route(CONTROL_PATH, controlRoutes(control));
  mountRoutes(app, routes, { portal, access, requests, faults, limiter });

  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  const port = await listen(server, options.port ?? sandboxDefaults.port);
  return {
    url: `http://127.0.0.1:${port}`,
    portalId: options.portalId,
    clock: { now: () => clock.now(), moveTo },
    webhooks: {
      idle: () => sender.idle(),
      hold: () => sender.hold(),
      release: () => sender.release(),
      get pendingCount() {
        return sender.pendingCount;
      },
      get deliveries() {
        return sender.deliveries;
      },
    },
    requests: {
      get count() {
        return requests.count;
      },
      since: (n) => requests.since(n),
    },
    close: async () => {
      sender.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
