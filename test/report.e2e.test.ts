/** The weekly growth report on the real stack: the schedule, two weeks of the world's, what is mailed, the page, the command. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { localDate } from '../src/domain/time.ts';
import { openRecordFacts } from '../src/journal/report-facts.ts';
import { nextMeeting } from '../src/reports/periods.ts';
import { scheduleGrowthReport, startGrowthReport } from '../src/workers/start-report.ts';
import { growthReportId, growthReportWorkflowId } from '../src/workflows/ids.ts';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import { frozenReports } from './reports/support/frozen.ts';
import { sop } from './support/sop-command.ts';
import { environmentOf } from './support/worker-process.ts';
import { startTestStack, type TestStack, waitFor } from './support/stack.ts';

const { growth, calendar } = defaultPolicy;
if (growth === undefined) throw new Error('the shipped policy has a growth report');
const MINUTE = 60_000;
const REP = 'ruth.amado@healthprime.example';
const READER = 'vera.pike@healthprime.example';

let folder: string;
let inbox: Inbox;
let stack: TestStack;
let portalId: string;
let monday: number;
let dealId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'growth-report-'));
  inbox = await startInbox();
  stack = await startTestStack({ weeklyReport: true, smtpUrl: inbox.smtpUrl });
  ({ portalId } = stack.config.hubspot);
  dealId = await stack.people.createDeal(stack.people.owner(REP), {
    name: 'Lakeside & <b>Sons</b>',
    pipeline: 'new_business',
    stage: 'sql',
    properties: { amount: '48000.50' },
  });
  const companyId = await stack.people.create(stack.people.owner(REP), 'companies', { name: 'Lakeside' });
  await stack.people.associate(stack.people.owner(REP), 'deals', dealId, 'companies', companyId);
  monday = nextMeeting(stack.world.now(), growth, calendar.timeZone);
});
afterAll(async () => {
  await stack?.close();
  await inbox?.close();
});

const mailsTo = (address: string) =>
  inbox
    .messages()
    .filter(({ envelope, subject }) => envelope.to.includes(address) && subject.startsWith('Growth report'));
const report = (...words: string[]) => sop(folder, environmentOf(stack.config, stack.temporal), 'report', ...words);
const frozen = () => frozenReports(stack.config.databaseUrl ?? '', portalId);
const run = (at: number) => stack.client.workflow.getHandle(growthReportWorkflowId(portalId, at));

describe('the weekly growth report', () => {
  it("[G-01] is a schedule in the policy's zone, which every start of a worker leaves as it is", async () => {
    const handle = stack.client.schedule.getHandle(growthReportId(portalId));
    await handle.pause('somebody looks at it');
    await scheduleGrowthReport(stack.client, portalId, defaultPolicy);
    const { spec, policies, state, info } = await handle.describe();
    expect(state).toMatchObject({ paused: true, note: 'somebody looks at it' });
    await handle.unpause();
    expect(spec.timezone).toBe(calendar.timeZone);
    expect(policies.overlap).toBe(ScheduleOverlapPolicy.BUFFER_ONE);
    const [first] = info.nextActionTimes;
    expect(first?.getTime()).toBe(nextMeeting(Date.now(), growth, calendar.timeZone));
  });

  it('[G-01] [G-13] freezes the report when the week is over, and mails it to each of the growth team once', async () => {
    await stack.world.advanceTo(monday - MINUTE);
    expect(await frozen()).toEqual([]);
    await stack.world.advanceTo(monday + MINUTE);
    expect(await frozen()).toMatchObject([{ asOf: monday, version: 1 }]);
    const { sent, refused } = await run(monday).result();
    expect(refused).toBe(0);
    const readers = growth.readers.roles.flatMap(
      (role) => defaultPolicy.staff.find((one) => one.role === role)?.emails ?? [],
    );
    expect(sent).toBe(new Set(readers).size);
    for (const address of new Set(readers)) expect(mailsTo(address)).toHaveLength(1);
    expect((await run(monday).describe()).status.name).toBe('COMPLETED');
  });

  it('[R-05] mails nothing again when it is started again', async () => {
    await stack.client.workflow.start('growthReportWorkflow', {
      workflowId: `again-${portalId}`,
      taskQueue: 'sop-workflows-1',
      args: [{ portalId, asOf: monday }],
    });
    await stack.client.workflow.getHandle(`again-${portalId}`).result();
    await expect(startGrowthReport(stack.client, portalId, monday)).resolves.toBeUndefined();
    await stack.world.settle();
    expect(mailsTo(READER)).toHaveLength(1);
    expect(await frozen()).toHaveLength(1);
  });

  it('[G-13] opens on a page of its own by the link in the mail, and for nobody without it', async () => {
    const [mail] = mailsTo(READER);
    expect(mail?.text).toContain('48,000.50 USD (Deal Amount)');
    const url = /https?:\/\/\S+\/report\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*img-src data:/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = await answer.text();
    expect(html).toContain('Lakeside &amp; &lt;b&gt;Sons&lt;/b&gt;');
    expect(html).toContain(`${stack.urls.sandbox}/contacts/${portalId}/record/0-3/`);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  });

  it('[G-01] comes out by hand the same to the byte, in four formats, whatever happened since', async () => {
    const asOf = new Date(monday).toISOString();
    const before = await report('--as-of', asOf, '--format', 'json');
    const contactId = await stack.people.create(stack.people.owner(REP), 'contacts', { email: 'a@lakeside.example' });
    await stack.people.associate(stack.people.owner(REP), 'deals', dealId, 'contacts', contactId);
    await stack.world.advanceTo(monday + 8 * 86_400_000);
    expect(await frozen()).toHaveLength(2);
    // HubSpot keeps no time of an association: it belongs to the report before which it was found.
    const facts = openRecordFacts({ databaseUrl: stack.config.databaseUrl });
    const at = nextMeeting(monday, growth, calendar.timeZone);
    const news = await facts.newest(portalId, 'deal', 'contact:');
    expect(news).toMatchObject([{ id: dealId, property: `contact:${contactId}`, value: 'yes', at }]);
    await facts.close();
    const after = await report('--as-of', asOf.slice(0, 10), '--format', 'json');
    expect(after.stdout).toBe(before.stdout);
    await report('--as-of', asOf, '--format', 'csv', '--out', folder);
    const leads = await readFile(join(folder, 'top-five-leads.csv'), 'utf8');
    expect(leads).toContain('48000.50');
    expect(await readdir(folder)).toContain('records.csv');
    const text = await report('--as-of', asOf);
    expect(text.stderr).toContain(`--as-of ${asOf}`);
    expect(text.stdout).toContain('48,000.50 USD');
  });

  it('[G-13] can be read for its days from when it was mailed, however old it is', async () => {
    const longAgo = monday - 60 * 86_400_000;
    await startGrowthReport(stack.client, portalId, longAgo);
    await run(longAgo).result();
    const mail = mailsTo(READER).find(({ subject }) => subject.endsWith(localDate(longAgo, calendar.timeZone)));
    expect((await fetch(/https?:\/\/\S+\/report\/\S+/.exec(mail?.text ?? '')?.[0] ?? '')).status).toBe(200);
  });

  it('says in words what it cannot do', async () => {
    expect(await report('--as-of', '2099-01-05')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('2099-01-05 07:00 America/New_York has not come yet'),
    });
    expect(await report('--as-of', '05/01/2026')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('"05/01/2026" is no day and no instant'),
    });
  });

  it('[G-01] is as of the time for which the schedule starts it, by the server itself or by hand', async () => {
    const handle = stack.client.schedule.getHandle(growthReportId(portalId));
    await handle.trigger();
    const started = await waitFor('the schedule to start it', async () => {
      const [action] = (await handle.describe()).info.recentActions;
      return action?.action.workflow;
    });
    expect(await stack.client.workflow.getHandle(started.workflowId).result()).toMatchObject({
      version: 1,
      refused: 0,
    });
    const times = (await frozen()).map(({ asOf }) => growthReportWorkflowId(portalId, asOf));
    expect(times).toContain(started.workflowId);
  });
});
