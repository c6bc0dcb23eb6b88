/** The worker dies, kill -9, while it makes growth reports: each is frozen once, with the same bytes, and mailed once (G-01, R-03). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { loadPolicy } from '../src/policy-file.ts';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import { openReportReader } from '../src/journal/report-rows.ts';
import { openReportStore } from '../src/journal/report-store.ts';
import { openRegisters } from '../src/journal/registers.ts';
import { growthReport } from '../src/reports/growth.ts';
import { startGrowthReport } from '../src/workers/start-report.ts';
import { growthReportWorkflowId } from '../src/workflows/ids.ts';
import { type HttpProxy, type HoldingProxy, startHttpProxy, startPostgresProxy } from './support/proxies.ts';
import { type SmtpProxy, startSmtpProxy } from './support/smtp-proxy.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

const HOUR = 3_600_000;
const READER = 'vera.pike@healthprime.example';

let inbox: Inbox;
let smtp: SmtpProxy;
let stack: TestStack;
let hubspot: HttpProxy;
let database: HoldingProxy & { url: string };
let worker: WorkerProcess;

beforeAll(async () => {
  inbox = await startInbox();
  smtp = await startSmtpProxy(inbox.smtpUrl);
  stack = await startTestStack({ worker: false, smtpUrl: smtp.url });
  hubspot = await startHttpProxy(stack.config.hubspot.baseUrl);
  database = await startPostgresProxy(stack.config.databaseUrl ?? '');
  worker = await startWorker();
});
afterAll(async () => {
  await worker.kill();
  await Promise.all([hubspot.close(), database.close()]);
  await stack.close();
  await smtp.close();
  await inbox.close();
});

function startWorker(): Promise<WorkerProcess> {
  const { config, temporal } = stack;
  const baseUrl = `http://127.0.0.1:${hubspot.port}`;
  const proxied = { ...config, databaseUrl: database.url, hubspot: { ...config.hubspot, baseUrl } };
  return startWorkerProcess(proxied, temporal, inject('workflowBundlePath'));
}

it('[G-01] [G-13] [R-03] killed -9 while it collects, computes, freezes and mails: one report each, the same bytes, one mail each', async () => {
  const { people, client, world, config } = stack;
  const { portalId } = config.hubspot;
  await people.createDeal(people.owner('ruth.amado@healthprime.example'), {
    name: 'Lakeside Clinic',
    pipeline: 'new_business',
    stage: 'sql',
    properties: { amount: '48000.50' },
  });
  await world.settle();
  const start = world.now() + HOUR;
  /** Each is held there for good; the next one is started when it is. */
  const deaths: Record<string, (iso: string) => Promise<void>> = {
    collecting: () => hubspot.hold('after', (asked) => asked.includes('/owners')),
    computing: (iso) => database.hold('after', (asked) => asked.includes('backed_out') && asked.includes(iso)),
    frozen: (iso) => database.hold('after', (asked) => asked.includes('INSERT INTO reports') && asked.includes(iso)),
    mailed: () => smtp.hold('afterText', READER),
  };
  const reports = Object.keys(deaths).map((died, index) => ({ died, asOf: start + index * HOUR }));
  for (const { died, asOf } of reports) {
    const held = deaths[died]?.(new Date(asOf).toISOString());
    await startGrowthReport(client, portalId, asOf);
    await held;
  }
  await worker.kill();

  const store = openReportStore({ databaseUrl: config.databaseUrl });
  const [reader, registers] = [openReportReader(config), openRegisters(config)];
  const frozen = async () => Promise.all(reports.map(async ({ asOf }) => (await store.read(portalId, asOf))?.body));
  const before = await frozen();
  expect(before.map((body) => body !== undefined)).toEqual([false, false, true, true]);

  worker = await startWorker();
  const results = await Promise.all(
    reports.map(({ asOf }) => client.workflow.getHandle(growthReportWorkflowId(portalId, asOf)).result()),
  );
  const after = await frozen();
  expect(after.slice(2)).toEqual(before.slice(2));
  for (const [index, { died, asOf }] of reports.entries()) {
    const again = await growthReport({ reader, registers, policy: loadPolicy(config.policy), portalId }, asOf);
    expect({ died, body: after[index] }).toEqual({ died, body: JSON.stringify(again) });
    expect({ died, second: await store.read(portalId, asOf, 2) }).toEqual({ died, second: undefined });
    expect({ died, result: results[index] }).toMatchObject({ died, result: { version: 1 } });
  }
  // Four mails to everybody: one of each report, though the link of each attempt would be the same.
  const mails = inbox.messages().filter(({ subject }) => subject.startsWith('Growth report'));
  const readers = new Set(mails.map(({ envelope }) => envelope.to.join()));
  expect(readers).toContain(READER);
  expect(mails).toHaveLength(readers.size * reports.length);
  expect(new Set(mails.map(({ envelope, messageId }) => `${envelope.to.join()} ${messageId}`)).size).toBe(mails.length);
  await Promise.all([store, reader, registers].map((one) => one.close()));
}, 90_000);
