/** The two processes of production, composed from a configuration. The development stack runs the same two in one process. */
import { Client, Connection } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from '../config.ts';
import { createGateway } from '../gateway/app.ts';
import { backOutPages } from '../gateway/pages/back-out-texts.ts';
import { readContactAddresses } from '../gateway/pages/contact-addresses.ts';
import { tellContact } from '../gateway/pages/tell.ts';
import { serveGateway } from '../gateway/server.ts';
import { checkTemporal, sendToWorkflow } from '../gateway/temporal.ts';
import { createAdmission } from '../hubspot/admission.ts';
import { createHubSpot } from '../hubspot/client.ts';
import { openApprovalCodes } from '../journal/approval-codes.ts';
import { openCallBudget, START_WITHIN_MS } from '../journal/call-budget.ts';
import { openConsents } from '../journal/consents.ts';
import { openJournal } from '../journal/journal.ts';
import { openMails } from '../journal/mails.ts';
import { openQuarantine } from '../journal/quarantine.ts';
import { openRota } from '../journal/rota.ts';
import { errorKind, type Logger } from '../log.ts';
import { loadPolicy } from '../policy-file.ts';
import { openBackOutDesk } from './back-out/desk.ts';
import { openReportDesk, pageOf } from './report/desk.ts';
import { installRuntime } from '../workers/runtime.ts';
import { startWorker } from '../workers/worker.ts';

/** How Temporal is reached, as `temporalConnection` reads it from the environment. */
export interface TemporalPlace {
  connectionOptions: NativeConnectionOptions;
  namespace: string;
}

export interface RunningPart {
  /** Finishes what is in flight and stops. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Of HubSpot calls while somebody waits for a page. */
const PAGE_HUBSPOT_TIMEOUT_MS = 5_000;
/** Whoever decides on the page waits so long for the workflow; then the answer is read on the deal. */
const PAGE_ANSWER_MS = 3_000;

/**
 * @param hostname `127.0.0.1` in development, `0.0.0.0` where a proxy connects
 * @param worldNow the time in which mails are sent and links expire (ms since 1970): in development the sandbox's clock
 */
export async function runGateway(
  config: Config,
  temporal: TemporalPlace,
  hostname: string,
  log: Logger,
  worldNow: () => number = Date.now,
): Promise<RunningPart & { port: number }> {
  // Lazy: a gateway that starts before Temporal answers 503 until it is there, instead of giving up.
  const connection = Connection.lazy(temporal.connectionOptions);
  const client = new Client({ connection, namespace: temporal.namespace });
  const quarantine = openQuarantine({ databaseUrl: config.databaseUrl });
  const consents = openConsents({ databaseUrl: config.databaseUrl });
  const policy = loadPolicy(config.policy);
  const place = { databaseUrl: config.databaseUrl };
  const [codes, mails] = [openApprovalCodes(place), openMails(place)];
  const hubspot = createHubSpot({ ...config.hubspot, timeoutMs: config.hubspot.timeoutMs ?? PAGE_HUBSPOT_TIMEOUT_MS });
  const desk = openBackOutDesk({
    ...config,
    policy,
    portalId: config.hubspot.portalId,
    client,
    hubspot,
    codes,
    mails,
    answerWithinMs: PAGE_ANSWER_MS,
    now: worldNow,
  });
  const reports = openReportDesk({ config, namespace: temporal.namespace, policy, hubspot, now: worldNow });
  const app = createGateway({
    clientSecrets: config.hubspot.clientSecrets,
    portalId: config.hubspot.portalId,
    appId: config.hubspot.appId,
    publicUrl: config.publicUrl,
    policy,
    send: sendToWorkflow(client, config.hubspot.portalId),
    checkTemporal: checkTemporal(connection),
    quarantine,
    ...(policy.contacts && {
      pages: {
        linkSecrets: config.linkSecrets,
        mail: policy.contacts.mail,
        consents,
        readContact: readContactAddresses(hubspot),
        ...(desk &&
          policy.backOut && { backOut: { desk, pages: backOutPages(policy, policy.backOut, policy.contacts.mail) } }),
        ...(policy.growth && { report: { read: (asOf, version) => pageOf(reports, asOf, version) } }),
        tell: tellContact(client, config.hubspot.portalId),
        now: worldNow,
      },
    }),
    log,
    now: Date.now,
  });
  const server = await serveGateway(app, config.port, hostname);
  const forgetOld = () =>
    quarantine.forgetOld().catch((error: unknown) => {
      log.warn('Old events stay in quarantine until tomorrow', { error: errorKind(error) });
    });
  void forgetOld();
  const daily = setInterval(() => void forgetOld(), DAY_MS);
  return {
    port: server.port,
    async close() {
      clearInterval(daily);
      await server.close();
      await Promise.all([quarantine, consents, codes, mails, reports].map((part) => part.close()));
      await connection.close();
    },
  };
}

export interface WorkerProcess extends RunningPart {
  buildId: string;
  /** Whether new and continued workflows run on this version. */
  isCurrent: boolean;
  /** Settles when the worker ends, by `close` or by a failure. */
  ended: Promise<void>;
}

/**
 * @param promote `always`: this code decides from now on (development). `first-only`: only if no version was ever made
 * current; later versions are promoted by a person (docs/run.md).
 * @param worldNow see {@link runGateway}
 */
export async function runWorker(
  config: Config,
  temporal: TemporalPlace,
  bundle: { code: string },
  promote: 'always' | 'first-only',
  log: Logger,
  worldNow: () => number = Date.now,
): Promise<WorkerProcess> {
  installRuntime(log);
  const policy = loadPolicy(config.policy);
  const place = { databaseUrl: config.databaseUrl };
  const journal = await openJournal(place);
  const [consents, mails, rota] = [openConsents(place), openMails(place), openRota(place)];
  const codes = openApprovalCodes(place);
  const { portalId, callsPerTenSeconds } = config.hubspot;
  const budget = openCallBudget(place, portalId, callsPerTenSeconds);
  const hubspot = createHubSpot({
    ...config.hubspot,
    admit: createAdmission({ take: budget.take, startWithinMs: START_WITHIN_MS }),
  });
  const reports = openReportDesk({ config, namespace: temporal.namespace, policy, hubspot, now: worldNow });
  const worker = await startWorker({
    connection: temporal.connectionOptions,
    namespace: temporal.namespace,
    portalId: config.hubspot.portalId,
    policy,
    hubspot,
    reports,
    journal,
    consents,
    mails,
    rota,
    codes,
    mail: {
      smtpUrl: config.smtpUrl,
      linkSecrets: config.linkSecrets,
      publicUrl: config.publicUrl,
      hubspotUrl: config.hubspot.baseUrl,
      now: worldNow,
    },
    bundle,
    hubspotCallsPerSecond: callsPerTenSeconds / 10,
  });
  const isCurrent = await worker.promote(promote);
  return {
    buildId: worker.buildId,
    isCurrent,
    ended: worker.ended,
    async close() {
      await worker.stop();
      await Promise.all([budget, consents, mails, rota, codes, reports].map((part) => part.close()));
      await journal.close();
    },
  };
}
