/**
 * The whole system on one machine: Temporal with its UI, a HubSpot sandbox, a mail inbox, a database, gateway and worker.
 * Each part gives way to one you bring by its variable (design, "Fixed surface"). Used by `npm run dev`, the demo and tests.
 */
import { Client, Connection } from '@temporalio/client';
import { type Config, DEVELOPMENT_LINK_SECRET } from '../config.ts';
import type { Policy } from '../domain/policy/types.ts';
import { WEBHOOK_PATH } from '../gateway/webhooks.ts';
import { webhookSubscriptions } from '../hubspot/app-files.ts';
import { createHubSpot } from '../hubspot/client.ts';
import { applyPortal } from '../hubspot/setup.ts';
import type { Logger } from '../log.ts';
import { loadPolicy } from '../policy-file.ts';
import { sandboxDefaults, startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { bundleWorkflows } from '../workers/bundle.ts';
import { type Brought, databasePart, type Environment, mailPart, temporalPart } from './brought.ts';
import { freePort } from './ports.ts';
import { runGateway, runWorker, type TemporalPlace } from './parts.ts';
import { nextMeeting } from '../reports/periods.ts';
import { startGrowthReport } from '../workers/start-report.ts';
import { createWorld, type World, type WorldParts } from './world.ts';

export interface StackOptions {
  /** The environment: brought parts, SOP_POLICY, TEMPORAL_CLI. */
  env: Environment;
  log: Logger;
  /** Told what is being started, for people who wait. */
  onProgress: (words: string) => void;
  /** A bundle made before, e.g. once for all tests. */
  bundle?: { code: string };
  /** How long a HubSpot call may take, in milliseconds; absent: the port's own. */
  hubspotTimeoutMs?: number;
  /** False: no worker; the caller runs one in a process of its own. */
  worker?: boolean;
  /** Asked whenever a week of the world's is over; absent: the growth report comes. By the wall clock it comes in any case. */
  weeklyReport?: () => boolean;
}

export interface Stack {
  config: Config;
  temporal: TemporalPlace & { address: string; uiUrl: string };
  client: Client;
  urls: { gateway: string; sandbox: string; temporalUi: string; inbox: string };
  /** Absent where HubSpot was brought: then there is no world clock either. */
  sandbox?: Sandbox;
  world?: World;
  close(): Promise<void>;
}

type Stop = () => Promise<unknown>;

/** Starts everything and answers when it works. What was started is stopped again if something fails half-way. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stops: Stop[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop().catch((error: unknown) => console.error(error));
  };
  try {
    return { ...(await start(options, stops)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: StackOptions, stops: Stop[]): Promise<Omit<Stack, 'close'>> {
  const { env, log, onProgress } = options;
  const keep = async <Part>(starting: Promise<Brought<Part>>): Promise<Part> => {
    const { part, stop } = await starting;
    stops.push(stop);
    return part;
  };
  const policyName = env['SOP_POLICY'] || 'default';
  const policy = loadPolicy(policyName);

  onProgress('Temporal, database, mail inbox');
  const [temporal, databaseUrl, mail, bundle] = await allOrThrow([
    keep(temporalPart(env)),
    keep(databasePart(env)),
    keep(mailPart(env)),
    options.bundle ?? bundleWorkflows(),
  ]);
  const connection = await Connection.connect(temporal.connectionOptions);
  stops.push(() => connection.close());
  const client = new Client({ connection, namespace: temporal.namespace });

  const port = await freePort(Number(env['PORT'] || 3000));
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const publicUrl = env['PUBLIC_URL'] || gatewayUrl;
  const credentials = credentialsOf(env);
  let sandbox: Sandbox | undefined;
  let world: World | undefined;
  if (!env['HUBSPOT_BASE_URL']) {
    onProgress('HubSpot sandbox');
    const started = await startSandbox({
      port: Number(env['SANDBOX_PORT'] || 4010),
      ...credentials,
      webhookTarget: publicUrl + WEBHOOK_PATH,
      // As a real portal would: only what the app subscribes to is told.
      subscriptions: webhookSubscriptions(policy),
      advance: async (to) => world?.advanceTo(to.getTime()),
    });
    stops.push(() => started.close());
    sandbox = started;
    world = createWorld({
      client,
      clock: started.clock,
      webhooksIdle: () => started.webhooks.idle(),
      ...weekly(client, credentials.portalId, policy, options.weeklyReport),
    });
  }
  const config: Config = {
    hubspot: {
      ...credentials,
      baseUrl: env['HUBSPOT_BASE_URL'] || (sandbox?.url ?? ''),
      clientSecrets: credentials.clientSecret.split(','),
      callsPerTenSeconds: Number(env['HUBSPOT_CALLS_PER_10_SECONDS'] || SANDBOX_CALLS_PER_10_SECONDS),
      ...(options.hubspotTimeoutMs === undefined ? {} : { timeoutMs: options.hubspotTimeoutMs }),
    },
    smtpUrl: mail.smtpUrl,
    databaseUrl,
    publicUrl,
    port,
    linkSecrets: (env['LINK_SECRET'] || DEVELOPMENT_LINK_SECRET).split(','),
    policy: policyName,
    ...(temporal.uiUrl === '' ? {} : { temporalUiUrl: temporal.uiUrl }),
  };

  onProgress('portal set-up from the policy');
  await applyPortal(createHubSpot(config.hubspot), policy, () => {});
  onProgress('gateway and worker');
  const worldNow = () => sandbox?.clock.now() ?? Date.now();
  const gateway = await runGateway(config, temporal, '127.0.0.1', log, worldNow);
  stops.push(() => gateway.close());
  if (options.worker !== false) {
    const worker = await runWorker(config, temporal, bundle, 'always', log, worldNow);
    stops.push(() => worker.close());
  }
  return {
    config,
    temporal,
    client,
    urls: { gateway: gatewayUrl, sandbox: config.hubspot.baseUrl, temporalUi: temporal.uiUrl, inbox: mail.url },
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(world === undefined ? {} : { world }),
  };
}

/** The weekly report, in the world's time. */
function weekly(
  client: Client,
  portalId: string,
  { growth, calendar }: Policy,
  isWanted = () => true,
): Pick<WorldParts, 'schedule'> {
  if (growth === undefined) return {};
  return {
    schedule: {
      nextAfter: (instant) => (isWanted() ? nextMeeting(instant, growth, calendar.timeZone) : Infinity),
      run: (at) => startGrowthReport(client, portalId, at),
    },
  };
}

/** The sandbox has no plan whose limit must be shared with others. */
const SANDBOX_CALLS_PER_10_SECONDS = 1_500;

/** What the sandbox is started with and everybody else must know. */
function credentialsOf(env: Environment) {
  return {
    portalId: env['HUBSPOT_PORTAL_ID'] || sandboxDefaults.portalId,
    appId: env['HUBSPOT_APP_ID'] || sandboxDefaults.appId,
    accessToken: env['HUBSPOT_ACCESS_TOKEN'] || sandboxDefaults.accessToken,
    clientSecret: env['HUBSPOT_CLIENT_SECRET'] || sandboxDefaults.clientSecret,
  };
}

/** `Promise.all` that waits for the others before it throws, so that everything started is known and can be stopped. */
async function allOrThrow<T extends readonly unknown[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
