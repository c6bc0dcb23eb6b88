/** The quarterly review of excluded contacts over half a year, with workers that die in between (C-14). */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { firstBusinessDayOfQuarter, quarterOf, remindsAt, reviewPolicy } from '../src/domain/contact/review.ts';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { createHubSpot, type HubSpot } from '../src/hubspot/client.ts';
import { contactPortal } from '../src/hubspot/contact-portal.ts';
import { exclusionReviewId } from '../src/workflows/ids.ts';
import { reviewStateQuery } from '../src/workflows/messages.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

const policy = reviewPolicy(defaultPolicy);
const { timeZone } = defaultPolicy.calendar;
const MINUTE = 60_000;
const DAY = 86_400_000;

let stack: TestStack;
let worker: WorkerProcess;
let hubspot: HubSpot;
let marketing: { id: string };
let firstReview: number;

beforeAll(async () => {
  stack = await startTestStack({ worker: false });
  // The contacts' own workflows are no part of this.
  stack.sandbox.webhooks.hold();
  hubspot = createHubSpot(stack.config.hubspot);
  marketing = stack.people.owner('mia.lorenz@healthprime.example');
  const { excluded } = (await contactPortal(hubspot, defaultPolicy)).stages;
  for (const [n, channel] of ['PAID_SEARCH', 'PAID_SEARCH', 'OFFLINE', 'OFFLINE', 'REFERRALS'].entries()) {
    const properties = { lifecyclestage: excluded, sop_original_channel: channel };
    await stack.people.create(marketing, 'contacts', { email: `junk${n}@example.com`, ...properties });
  }
  worker = await startWorker();
  firstReview = firstBusinessDayOfQuarter(stack.world.now(), policy.calendar, policy.hour);
  await stack.world.settle();
});
afterAll(async () => {
  await worker.kill();
  await stack.close();
});

const startWorker = () => startWorkerProcess(stack.config, stack.temporal, inject('workflowBundlePath'));
async function otherWorker(): Promise<void> {
  await worker.kill();
  worker = await startWorker();
}
const workflow = () => stack.client.workflow.getHandle(exclusionReviewId(stack.config.hubspot.portalId));
const runId = async () => (await workflow().describe()).runId;
const state = () => waitFor('the review to answer', () => workflow().query(reviewStateQuery));
const journal = () => {
  const { portalId } = stack.config.hubspot;
  return stack.journal.history('portal', portalId, portalId);
};
const kinds = async () => (await journal()).map(({ kind }) => kind);
const TASK = ['hs_task_subject', 'hs_timestamp'];
async function tasks(): Promise<{ id: string; subject: string }[]> {
  const found = await hubspot.searchRecords('task', { property: 'hubspot_owner_id', value: marketing.id }, TASK);
  return found.records.map(({ id, values }) => ({ id, subject: values['hs_task_subject'] ?? '' }));
}

describe('the quarterly review', () => {
  it('[C-14] is started by the worker, once, and waits for the first business day of the quarter', async () => {
    const run = await runId();
    await otherWorker();
    expect(await runId()).toBe(run);
    expect((await state()).review.policy).toMatchObject({ hour: 9 });
    await stack.world.advanceTo(firstReview - MINUTE);
    expect(await tasks()).toEqual([]);
    expect(await state()).toMatchObject({ wakesAt: firstReview, wakesFor: 'quarterly review of excluded contacts' });
  });

  it('[C-14] [R-05] puts everybody up for review in one batch, grouped by source, over the death of a worker', async () => {
    const run = await runId();
    await otherWorker();
    await stack.world.advanceTo(firstReview + MINUTE);
    const quarter = quarterOf(firstReview, timeZone);
    expect((await tasks()).map(({ subject }) => subject.replace(/, Q.*/, '')).toSorted()).toEqual([
      'Corrective action for 1 contact excluded from marketing (crm ui, Referrals)',
      'Corrective action for 2 contacts excluded from marketing (crm ui, Offline sources)',
      'Corrective action for 2 contacts excluded from marketing (crm ui, Paid search)',
      expect.stringMatching(/^Quarterly review Q\d \d{4}: 5 contacts excluded from marketing$/),
    ]);
    expect(await journal()).toMatchObject([
      {
        kind: 'exclusionsReviewed',
        clause: 'C-14',
        detail: {
          quarter,
          total: 5,
          sources: ['CRM_UI/PAID_SEARCH: 2', 'CRM_UI/OFFLINE: 2', 'CRM_UI/REFERRALS: 1'],
        },
      },
    ]);
    expect(await runId()).not.toBe(run); // each review begins a new run
  });

  it('[C-14] reminds once of sources without a corrective action, and keeps who wrote one', async () => {
    const paid = (await tasks()).find(({ subject }) => subject.includes('Paid search'));
    await stack.people.change(marketing, 'tasks', paid?.id ?? '', { corrective_action: 'We stopped the campaign.' });
    await otherWorker();
    const reminder = remindsAt(firstReview, policy);
    await stack.world.advanceTo(reminder - MINUTE);
    const reminded = async () => (await tasks()).filter(({ subject }) => subject.startsWith('Reminder: '));
    expect(await reminded()).toEqual([]);
    await stack.world.advanceTo(reminder + 30 * DAY);
    expect((await reminded()).map(({ subject }) => subject.replace(/, Q.*/, '')).toSorted()).toEqual([
      'Reminder: corrective action still to come (crm ui, Offline sources)',
      'Reminder: corrective action still to come (crm ui, Referrals)',
    ]);
    expect(await tasks()).toHaveLength(4);
    expect(await kinds()).toEqual(['exclusionsReviewed', 'correctiveAction', 'correctiveActionReminded']);
    expect((await journal())[1]).toMatchObject({
      by: expect.stringMatching(/^person:\d+$/),
      evidence: [{ object: 'task', id: paid?.id, property: 'corrective_action' }],
    });
  });

  it('[C-14] comes again in the next quarter, and first looks for what was written late', async () => {
    const late = (await tasks()).find(({ subject }) => subject.includes('Referrals'));
    await stack.people.change(marketing, 'tasks', late?.id ?? '', { corrective_action: 'We talked to the partner.' });
    const next = firstBusinessDayOfQuarter(firstReview, policy.calendar, policy.hour);
    await stack.world.advanceTo(next + MINUTE);
    expect(await tasks()).toHaveLength(8);
    expect((await kinds()).slice(3)).toEqual(['correctiveAction', 'exclusionsReviewed']);
    expect(JSON.stringify(await journal())).not.toMatch(/campaign|partner/);
    const { review } = await state();
    expect(review.open?.sources).toHaveLength(3);
    expect(review.open?.quarter).toBe(quarterOf(next, timeZone));
  });
});
