/** What contacts cost, as a test: counts on the real server, so a change that makes them dearer turns red. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactWorkflowId } from '../src/workflows/ids.ts';
import { contactStateQuery } from '../src/workflows/messages.ts';
import { costOf, historyOf } from './support/cost.ts';
import { expectAtMost, type Figures } from './support/golden-cost.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { creations, postWebhook } from './support/webhook-posts.ts';

/** Of any run of a contact that is left in peace (issue 5). */
const MAX_EVENTS = 60;
const MAX_BYTES = 40 * 1024;

const DAY_MS = 86_400_000;
/** 112 when last counted; on other days of the week business hours move some duties together or apart. May only fall. */
const MAX_ACTIONS_IN_90_DAYS = 116;
/** HubSpot's id of the call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
/** As many as HubSpot puts into one POST. */
const EVENTS_A_POST = 100;

const workflowOf = ({ config }: TestStack, id: string) => contactWorkflowId(config.hubspot.portalId, id);

describe('starting contacts', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ worker: false });
  });
  afterAll(() => stack.close());

  it('[R-03] [R-04] a thousand by webhooks cost one action and three events each', async () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => String(70_001 + n));
    for (let start = 0; start < ids.length; start += EVENTS_A_POST)
      await postWebhook(stack, creations(stack, ids.slice(start, start + EVENTS_A_POST)));
    const costs = [];
    for (const id of ids) costs.push(costOf(await historyOf(stack.client, workflowOf(stack, id))));
    // Started, signalled, first task scheduled.
    for (const cost of costs) expect(cost).toMatchObject({ events: 3, actions: 1, signals: 1 });
  });
});

/** These figures may only fall; of deals and how to read them: cost.e2e.test.ts. */
const STORIES = {
  // Half a KB more than before goes with the policy's slice: who may own a qualified contact (C-09), by who they are.
  // The snapshot of the policy holds reps and referrals (C-09, D-19): 1.5 KB more.
  'a new contact becomes Target': { events: 46, actions: 10, activities: 5, hubspotCalls: 5, payloadBytes: 26_538 },
  // One call finds the open deals of the contact: an answer that is logged on the contact alone reaches them (S-03).
  'a warm lead engages again': { events: 28, actions: 6, activities: 3, hubspotCalls: 8, payloadBytes: 21_795 },
};

describe('the life of a contact', () => {
  let stack: TestStack;
  let rep: { id: string };
  beforeAll(async () => {
    stack = await startTestStack();
    rep = stack.people.owner('ruth.amado@healthprime.example');
    // The worker asks for what is the portal's once, at the first contact: no contact's own cost.
    await aContact('first@example.com');
    await stack.world.settle();
  });
  afterAll(() => stack.close());

  const aContact = (email: string, more: Record<string, string> = {}) =>
    stack.people.create(rep, 'contacts', { email, ...more });
  const anMql = (email: string) =>
    aContact(email, { hubspot_owner_id: rep.id, lifecyclestage: 'marketingqualifiedlead' });
  const shown = async (id: string) =>
    (await stack.client.workflow.getHandle(workflowOf(stack, id)).query(contactStateQuery)).contact.shown;

  async function talk(id: string): Promise<void> {
    const call = await stack.people.create(rep, 'calls', {
      hs_timestamp: new Date(stack.world.now()).toISOString(),
      hs_call_disposition: CONNECTED,
      hs_call_direction: 'OUTBOUND',
    });
    await stack.people.associate(rep, 'calls', call, 'contacts', id);
  }

  /** Every run of a contact, oldest first. */
  async function runsOf(id: string): Promise<{ runId: string; events: number; bytes: number }[]> {
    const runs: { runId: string; events: number; bytes: number; at: number }[] = [];
    const { workflow } = stack.client;
    for await (const { runId } of workflow.list({ query: `WorkflowId = '${workflowOf(stack, id)}'` })) {
      const {
        historyLength,
        historySize = 0,
        startTime,
      } = await workflow.getHandle(workflowOf(stack, id), runId).describe();
      runs.push({ runId, events: historyLength, bytes: historySize, at: startTime.getTime() });
    }
    return runs.toSorted((a, b) => a.at - b.at);
  }

  async function wholeHistory(id: string) {
    const runs = await runsOf(id);
    return (await Promise.all(runs.map(({ runId }) => historyOf(stack.client, workflowOf(stack, id), runId)))).flat();
  }

  /** HubSpot calls of the engine so far. The test looks at records by older paths. */
  const hubspotCalls = () =>
    stack.sandbox.requests.since(0).filter(({ by, path }) => by === 'app' && !path.startsWith('/crm/v3/')).length;

  /** Webhooks pass only while nothing else happens, in one go as HubSpot batches them: so each telling has the same signals. */
  async function inOneGo<T>(happens: () => Promise<T>): Promise<T> {
    const { webhooks } = stack.sandbox;
    webhooks.hold();
    const result = await happens();
    while (webhooks.pendingCount > 0) {
      webhooks.release();
      webhooks.hold();
      await stack.world.settle();
    }
    webhooks.release();
    return result;
  }

  /** What is added by something happening, up to where the contact sleeps again. */
  async function costOfNews(happens: () => Promise<string>, idBefore?: string): Promise<Figures & { id: string }> {
    const eventsBefore = idBefore === undefined ? 0 : (await wholeHistory(idBefore)).length;
    const callsBefore = hubspotCalls();
    const id = await inOneGo(happens);
    const { events, actions, activities, payloadBytes } = costOf((await wholeHistory(id)).slice(eventsBefore));
    return { id, events, actions, activities, hubspotCalls: hubspotCalls() - callsBefore, payloadBytes };
  }

  it('[C-02] a new contact becomes Target', async () => {
    const { id, ...figures } = await costOfNews(() => aContact('new@example.com'));
    expect(await shown(id)).toMatchObject({ stage: 'target' });
    expectAtMost(STORIES, 'a new contact becomes Target', figures);
  });

  it('[T-02] [L-01] a warm lead engages again', async () => {
    const id = await anMql('warm@example.com');
    await stack.world.settle();
    await talk(id);
    await stack.world.settle();
    const before = await shown(id);
    const { id: _, ...figures } = await costOfNews(async () => {
      await talk(id);
      return id;
    }, id);
    expect(await shown(id)).not.toEqual(before);
    expectAtMost(STORIES, 'a warm lead engages again', figures);
  });

  it('[T-01] 90 days of a warm lead with ten engagements: every run is short', async () => {
    const id = await anMql('warmer@example.com');
    await stack.world.settle();
    const from = stack.world.now();
    for (let n = 1; n <= 10; n += 1) {
      await inOneGo(() => talk(id));
      await stack.world.advanceTo(from + n * 9 * DAY_MS);
    }
    const runs = await runsOf(id);
    expect(await shown(id)).toMatchObject({ stage: 'mql', values: { sop_temperature: 'warm' } });
    expect(runs.filter(({ events, bytes }) => events > MAX_EVENTS || bytes > MAX_BYTES)).toEqual([]);
    expect(costOf(await wholeHistory(id)).actions).toBeLessThanOrEqual(MAX_ACTIONS_IN_90_DAYS);
  }, 180_000);
});
