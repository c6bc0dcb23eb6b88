/** Composes and runs the workers of one process: workflows with the journal's activities, and all HubSpot calls. */
import { Client } from '@temporalio/client';
import { NativeConnection, Worker, type NativeConnectionOptions, type WorkerOptions } from '@temporalio/worker';
import { createApprovalCodeActivities } from '../activities/approval-codes.ts';
import { createHubSpotActivities, type PortalFacts } from '../activities/deal.ts';
import { createDealLifeActivities } from '../activities/deal-life.ts';
import {
  createCollectReportActivities,
  createFreezeReportActivities,
  createMailReportActivities,
  type ReportMaker,
} from '../activities/growth-report.ts';
import { createJournalActivities } from '../activities/journal.ts';
import { createRelayActivities } from '../activities/relay.ts';
import { createReviewActivities } from '../activities/review.ts';
import { createTellContactsActivities } from '../activities/tell-contacts.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { ApprovalCodes } from '../journal/approval-codes.ts';
import type { Consents } from '../journal/consents.ts';
import type { Journal } from '../journal/journal.ts';
import type { Mails } from '../journal/mails.ts';
import type { Rota } from '../journal/rota.ts';
import { DEPLOYMENT, HUBSPOT_QUEUE, MAIL_QUEUE, WORKFLOW_QUEUE } from '../workflows/ids.ts';
import { buildIdOf } from './bundle.ts';
import { contactActivities, type MailSettings } from './contact-activities.ts';
import { reportAlive } from './heartbeat.ts';
import { ensureSearchAttributes } from './search-attributes.ts';
import { rememberContactPortal, remembered, rememberPortal } from './portal-facts.ts';
import { openStaffDoor } from '../mail/staff-door.ts';
import { scheduleGrowthReport } from './start-report.ts';
import { startExclusionReview } from './start-review.ts';
import { handWinTo, tellRecords } from './tell-record.ts';
import { makeCurrent } from './versions.ts';

export interface WorkerDeps {
  connection: NativeConnectionOptions;
  namespace: string;
  portalId: string;
  policy: Policy;
  hubspot: HubSpot;
  journal: Journal;
  consents: Consents;
  mails: Mails;
  rota: Rota;
  codes: ApprovalCodes;
  mail: MailSettings;
  reports: ReportMaker;
  bundle: { code: string };
  /** What all workers together may make on average; each call waits for its turn by itself (hubspot/admission.ts). */
  hubspotCallsPerSecond: number;
}

export interface RunningWorker {
  buildId: string;
  /** `all`: this version decides for new and continued workflows. `first-only`: only when the deployment has no current version. */
  promote(when: 'always' | 'first-only'): Promise<boolean>;
  /** Finishes what runs and stops; rejects when a worker failed. */
  stop(): Promise<void>;
  /** Settles when the workers have ended, by `stop` or by a failure. */
  ended: Promise<void>;
}

/**
 * A worker has as many activities of HubSpot's queue in hand as calls may be made in a second, within these bounds. An activity
 * makes up to seven calls one after the other, and all have to get their turn well within its time-out (workflows/effects.ts).
 */
const MIN_ACTIVITIES = 2;
const MAX_ACTIVITIES = 100;
/** Open entities kept in memory: 0.1–0.2 MB each (reference: Testing §2). */
const CACHED_WORKFLOWS = 1_000;

export async function startWorker(deps: WorkerDeps): Promise<RunningWorker> {
  const { namespace, policy, hubspot, journal, bundle } = deps;
  const connection = await NativeConnection.connect(deps.connection);
  await ensureSearchAttributes(connection, namespace);
  const buildId = buildIdOf(bundle);
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace,
    shutdownGraceTime: '10 seconds',
    interceptors: { activity: [reportAlive] },
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
  const client = new Client({ connection, namespace });
  const tell = tellRecords(client);
  const portal = rememberPortal(hubspot, policy);
  const contactPortal = rememberContactPortal(hubspot, policy);
  const ofContacts = contactActivities({ ...deps, client, dealPortal: portal, contactPortal });
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: WORKFLOW_QUEUE,
      workflowBundle: bundle,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      activities: together(
        createJournalActivities(journal),
        createApprovalCodeActivities({ policy, codes: deps.codes, linkSecrets: deps.mail.linkSecrets }),
        createFreezeReportActivities({ maker: deps.reports }),
      ),
    }),
    Worker.create({
      ...shared,
      taskQueue: HUBSPOT_QUEUE,
      activities: together(
        createHubSpotActivities({
          hubspot,
          policy,
          portal,
          journal,
          screen: { hubspotUrl: deps.mail.hubspotUrl, portalId: deps.portalId },
        }),
        createRelayActivities({ hubspot, policy, tell }),
        createTellContactsActivities({ hubspot, contactPortal, tell: tell.contact }),
        createDealLifeActivities({ journal, policy, handOn: handWinTo(client) }),
        createReviewActivities({ hubspot, policy, portal: contactPortal, journal }),
        createCollectReportActivities({ maker: deps.reports }),
        ofContacts?.hubspot ?? {},
      ),
      // An activity makes one call at least: more in a second, over all workers, would only wait in the workers.
      maxTaskQueueActivitiesPerSecond: deps.hubspotCallsPerSecond,
      maxConcurrentActivityTaskExecutions: Math.min(
        Math.max(Math.ceil(deps.hubspotCallsPerSecond), MIN_ACTIVITIES),
        MAX_ACTIVITIES,
      ),
    }),
    ...(ofContacts === undefined
      ? []
      : [
          Worker.create({
            ...shared,
            taskQueue: MAIL_QUEUE,
            activities: together(ofContacts.mail, mailReportActivities(deps, portal)),
          }),
        ]),
  ]);
  if (policy.contacts !== undefined) await startExclusionReview(client, deps.portalId);
  await scheduleGrowthReport(client, deps.portalId, policy);
  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => connection.close());
  return {
    buildId,
    promote: (when) => makeCurrent(connection, namespace, buildId, when),
    ended,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

/** Whoever holds one of the policy's roles reads the report; mails go where the portal has that owner's address. */
function mailReportActivities(
  { policy, hubspot, mails, mail, reports }: WorkerDeps,
  portal: () => Promise<PortalFacts>,
) {
  const sender = policy.contacts?.mail.sender;
  if (sender === undefined) return {};
  const { toStaff } = openStaffDoor({
    smtpUrl: mail.smtpUrl,
    sender,
    // One look for all readers.
    owners: remembered(() => hubspot.owners()),
    mails,
    now: mail.now,
  });
  const readers = async () => {
    const { roles } = (await portal()).staff;
    return [...new Set((policy.growth?.readers.roles ?? []).flatMap((role) => roles[role] ?? []))];
  };
  return createMailReportActivities({ maker: reports, readers, toStaff });
}

/** One set of activities for a queue; of two with one name only the last would ever run. */
function together(...sets: object[]): object {
  const all = sets.flatMap((set) => Object.entries(set));
  const names = all.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`Two activities of one queue are called ${twice.join(', ')}.`);
  return Object.fromEntries(all);
}
