/** The gateway's HTTP surface, without a port: webhooks, health, metrics. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Policy } from '../domain/policy/types.ts';
import type { Quarantine } from '../journal/quarantine.ts';
import { errorKind, type Logger } from '../log.ts';
import { createDispatcher, type Send } from './dispatcher.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createPages, type PagesDeps } from './pages/pages.ts';
import { WEBHOOK_PATH, webhookHandler } from './webhooks.ts';
import { within } from './within.ts';

/** The server buffers at most 100 signals and 2 MiB per workflow, and warns at 512 KiB a payload (`temporal.md` §4.1). */
const LIMITS = {
  maxEventsPerSignal: 500,
  maxBytesPerSignal: 500_000,
  maxCallsInFlight: 64,
  /** Ten concurrent POSTs of HubSpot at their largest. */
  maxEventsHeld: 10_000,
};

/** Some POSTs come in this time, and the server has done a signal and its task; short beside the seconds that HubSpot takes to send. */
const REST_MS = 15;

const CHECK_WITHIN_MS = 2_500;

export interface GatewayDeps {
  /** One or two; see `Config`. */
  clientSecrets: string[];
  portalId: string;
  appId: string;
  /** Without trailing slash; signatures are checked against it, never against the request's own host. */
  publicUrl: string;
  policy: Policy;
  send: Send;
  /** Rejects when Temporal is not reachable. */
  checkTemporal(): Promise<void>;
  /** Keeps what cannot be read; without its database the gateway is not ready. */
  quarantine: Pick<Quarantine, 'keep' | 'check'>;
  /** Where the policy has rules for contacts: the pages that links in mails lead to. */
  pages?: Omit<PagesDeps, 'portalId' | 'count' | 'log'>;
  log: Logger;
  /** Milliseconds since 1970 on the wall clock: signatures expire on HubSpot's. */
  now(): number;
}

/** A Hono app; further pages are added with `app.route` by whoever composes the process. */
export function createGateway(deps: GatewayDeps): Hono {
  const { clientSecrets, portalId, appId, publicUrl, policy, quarantine, log, now, checkTemporal } = deps;
  const dispatcher = createDispatcher({
    ...LIMITS,
    send: async (record, events) => {
      try {
        await deps.send(record, events);
      } catch (error) {
        metrics.signals.inc({ outcome: 'failed' });
        throw error;
      }
      metrics.signals.inc({ outcome: 'taken' });
      metrics.signalEvents.inc(events.length);
    },
    rest: () => sleep(REST_MS),
    onMerged: (events) => metrics.mergedEvents.inc(events),
  });
  const metrics: Metrics = createMetrics(dispatcher.load);

  const app = new Hono();
  app.onError((error, c) => {
    log.error('Request failed unexpectedly', { method: c.req.method, error: errorKind(error) });
    return c.json({ error: 'internal' }, 500);
  });
  app.notFound((c) => c.json({ error: 'not_found' }, 404));

  app.post(
    WEBHOOK_PATH,
    webhookHandler({ clientSecrets, portalId, appId, publicUrl, policy, dispatcher, quarantine, metrics, log, now }),
  );
  app.all(WEBHOOK_PATH, (c) => c.json({ error: 'method_not_allowed' }, 405, { Allow: 'POST' }));

  app.get('/livez', (c) => c.json({ alive: true }));
  app.get('/readyz', async (c) => {
    const parts = { temporal: checkTemporal(), database: quarantine.check() };
    const states = await Promise.all(
      Object.entries(parts).map(async ([part, check]) => ({ part, failure: await failureOf(check) })),
    );
    const waitingFor = states.flatMap(({ part, failure }) => (failure === undefined ? [] : [part]));
    if (waitingFor.length === 0) return c.json({ ready: true });
    for (const { part, failure } of states) if (failure) log.warn('Not ready', { waitingFor: part, error: failure });
    return c.json({ ready: false, waitingFor }, 503);
  });
  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
  );
  if (deps.pages) {
    const count: PagesDeps['count'] = (page, outcome) => metrics.pageAnswers.inc({ page, outcome });
    app.route('/', createPages({ ...deps.pages, portalId, count, log }));
  }
  return app;
}

/** What is wrong, or `undefined`: orchestrators ask every few seconds and wait as long. */
async function failureOf(check: Promise<void>): Promise<string | undefined> {
  const failure = await within(
    CHECK_WITHIN_MS,
    check.then(() => '', errorKind),
  );
  return failure === undefined ? 'no answer in time' : failure || undefined;
}
