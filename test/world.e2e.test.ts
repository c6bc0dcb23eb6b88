/** The world clock (design, decision 13): months pass in seconds, and everybody ends up at the same time. */
import { tsToMs } from '@temporalio/common/lib/time.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { localDate } from '../src/domain/time.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

const DAY_MS = 86_400_000;
const { maxSleepDays, closedStaysOpenDays } = defaultPolicy.dealClock;
/** Real time goes on while we look. */
const MINUTE_MS = 60_000;

let stack: TestStack;
let rep: { id: string };
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => stack.close());
/** Every open deal is taken along by each advance, and that costs: none is left for the next test. */
afterEach(async () => {
  for await (const { workflowId } of stack.client.workflow.list({ query: `ExecutionStatus = 'Running'` }))
    await stack.client.workflow.getHandle(workflowId).terminate('the test is over');
});

const workflowOf = (id: string) => stack.client.workflow.getHandle(dealWorkflowId(stack.config.hubspot.portalId, id));

/** Of a deal with a next action in a year nothing becomes due (D-20): it only looks at its record now and then. */
const planned = () => ({
  next_action: 'Ask again',
  next_action_owner: rep.id,
  next_action_date: localDate(stack.world.now() + 365 * DAY_MS, defaultPolicy.calendar.timeZone),
});

/** A deal whose workflow has come to rest. */
async function newDeal(name: string, properties: Record<string, string> = {}, stage = 'sql'): Promise<string> {
  const id = await stack.people.createDeal(rep, {
    name,
    pipeline: 'new_business',
    stage,
    properties: { ...planned(), ...properties },
  });
  await waitFor('the deal to be told', async () => (await stack.deal(id)).deal.shown);
  await stack.world.settle();
  return id;
}

/** What time it is for a deal's workflow; each has a clock of its own. */
async function timeOf(id: string): Promise<number> {
  const { raw } = await workflowOf(id).describe();
  const skipped = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return skipped ? tsToMs(skipped) : Date.now();
}

const lastRead = async (id: string) => (await stack.deal(id)).deal.readAt ?? 0;
const days = (from: number, to: number) => (to - from) / DAY_MS;

/** As the command, the page's button and people with curl do it. */
async function advance(by: string): Promise<{ from: string; now: string }> {
  const request = { method: 'POST', body: JSON.stringify({ by }) };
  const response = await fetch(`${stack.sandbox.url}/__sandbox/advance`, request);
  expect(response.status).toBe(200);
  return response.json() as Promise<{ from: string; now: string }>;
}

async function clock(): Promise<number> {
  const answer = await fetch(`${stack.sandbox.url}/__sandbox/clock`);
  const { now } = (await answer.json()) as { now: string };
  return Date.parse(now);
}

describe('the whole world moves', () => {
  it('three months by the sandbox: clock, sandbox and every open workflow are at the target when it answers', async () => {
    const [first, second] = [await newDeal('Aspen Clinic'), await newDeal('Beech Clinic')];
    const before = await clock();
    const { from, now } = await advance('P91D');
    expect(days(Date.parse(from), Date.parse(now))).toBeCloseTo(91, 2);
    expect(days(before, await clock())).toBeCloseTo(91, 2);
    for (const id of [first, second]) {
      expect(Math.abs((await timeOf(id)) - (await clock()))).toBeLessThan(MINUTE_MS);
      // It was woken on the way, each time its sleep was over, and now sleeps again.
      expect(days(before, await lastRead(id))).toBeCloseTo(maxSleepDays * Math.floor(91 / maxSleepDays), 1);
      expect((await stack.deal(id)).wakesAt).toBeGreaterThan(await clock());
    }
  });

  it('deals that were started at different world times reach the same target', async () => {
    const early = await newDeal('Cherry Clinic');
    await stack.world.advanceTo(stack.world.now() + 10 * DAY_MS);
    const late = await newDeal('Damson Clinic');
    const target = stack.world.now() + 5 * DAY_MS;
    await stack.world.advanceTo(target);
    for (const id of [early, late]) {
      expect(await timeOf(id)).toBeGreaterThanOrEqual(target);
      expect((await timeOf(id)) - target).toBeLessThan(MINUTE_MS);
    }
  });

  it('a deal started after an earlier advance wakes at the right time of the world, not of the machine', async () => {
    await stack.world.advanceTo(stack.world.now() + 40 * DAY_MS);
    const id = await newDeal('Elder Clinic');
    const started = stack.world.now();
    expect(days(started, (await stack.deal(id)).wakesAt ?? 0)).toBeCloseTo(maxSleepDays, 1);
    const firstRead = await lastRead(id);
    await stack.world.advanceTo(started + (maxSleepDays - 1) * DAY_MS);
    expect(await lastRead(id)).toBe(firstRead);
    await stack.world.advanceTo(started + (maxSleepDays + 1) * DAY_MS);
    expect(days(started, await lastRead(id))).toBeCloseTo(maxSleepDays, 1);
  });

  it("[R-05] what happens after an advance is dated in the world's time", async () => {
    const id = await newDeal('Fig Clinic');
    await stack.world.advanceTo(stack.world.now() + 20 * DAY_MS);
    const filledAt = stack.world.now();
    await stack.people.changeDeal(rep, id, { enterprise_deal_status: 'no', hp_products: 'rcm' });
    await waitFor('the deal to move', async () => (await stack.deal(id)).deal.shown?.stage === 'engaged');
    await stack.world.settle();
    const history = await stack.journal.history('deal', stack.config.hubspot.portalId, id);
    const moved = history.find(({ kind }) => kind === 'moved');
    expect(Math.abs((moved?.happenedAt ?? 0) - filledAt)).toBeLessThan(MINUTE_MS);
  });
});

describe('a world at work', () => {
  it('webhooks on their way and busy workflows are waited for: nothing is overtaken', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        stack.people.createDeal(rep, {
          name: `Grove Clinic ${n}`,
          pipeline: 'new_business',
          stage: 'sql',
          properties: planned(),
        }),
      ),
    );
    await Promise.all(ids.map((id) => stack.people.changeDeal(rep, id, { enterprise_deal_status: 'no' })));
    await Promise.all(ids.map((id) => stack.people.changeDeal(rep, id, { hp_products: 'rcm' })));
    const at = stack.world.now();
    await advance('P45D'); // while all of that is under way
    for (const id of ids) {
      const { deal } = await stack.deal(id);
      expect(deal.shown?.stage).toBe('engaged');
      expect(deal.shown?.since).toBeLessThan(at + MINUTE_MS);
      expect(days(at, deal.readAt ?? 0)).toBeCloseTo(maxSleepDays, 1);
      expect(Math.abs((await timeOf(id)) - (await clock()))).toBeLessThan(MINUTE_MS);
    }
  });

  it('two that move the world at the same time move it one after the other', async () => {
    const id = await newDeal('Grape Clinic');
    const [first, second] = await Promise.all([advance('P20D'), advance('P15D')]);
    expect(Date.parse(second.from)).toBeGreaterThanOrEqual(Date.parse(first.now));
    expect(days(Date.parse(first.from), Date.parse(second.now))).toBeCloseTo(35, 2);
    const at = stack.world.now();
    const [, seen] = await Promise.all([
      stack.world.advanceTo(at + 40 * DAY_MS),
      stack.world.advanceTo(at + 20 * DAY_MS).then(() => stack.world.now()),
    ]);
    expect(seen).toBeGreaterThanOrEqual(at + 40 * DAY_MS);
    expect(Math.abs((await timeOf(id)) - (await clock()))).toBeLessThan(MINUTE_MS);
  });

  it('a deal that ends on the way ends, and the others go on', async () => {
    const lost = { deal_lost_reason_category: 'timing', deal_lost_reason_details: 'Next year.' };
    const [ending, staying] = [await newDeal('Hazel Clinic', lost), await newDeal('Ilex Clinic')];
    await stack.world.advanceTo(stack.world.now() + (closedStaysOpenDays + 1) * DAY_MS);
    expect((await workflowOf(ending).describe()).status.name).toBe('COMPLETED');
    expect((await workflowOf(staying).describe()).status.name).toBe('RUNNING');
    expect(Math.abs((await timeOf(staying)) - (await clock()))).toBeLessThan(MINUTE_MS);
  });
});

describe('over continue-as-new', () => {
  it('the next run goes on at the world time, and a further advance takes it along', async () => {
    const id = await newDeal('Juniper Clinic');
    const workflow = workflowOf(id);
    const firstRun = (await workflow.describe()).runId;
    await stack.world.advanceTo(stack.world.now() + 35 * DAY_MS);
    let sent = 0;
    await waitFor(
      'the run to be continued as new',
      async () => {
        for (let n = 0; n < 100; n += 1) {
          sent += 1;
          const event = { kind: 'property', property: 'hubspot_owner_id', value: String(sent), by: 'unknown' };
          await workflow.signal('hubspotEvents', [{ ...event, key: `key-${sent}`, occurredAt: stack.world.now() }]);
        }
        return (await workflow.describe()).runId !== firstRun;
      },
      90_000,
    );
    await stack.world.settle();
    expect(Math.abs((await timeOf(id)) - (await clock()))).toBeLessThan(MINUTE_MS);
    const at = stack.world.now();
    await advance('P91D');
    expect(Math.abs((await timeOf(id)) - (await clock()))).toBeLessThan(MINUTE_MS);
    expect(days(at, await lastRead(id))).toBeGreaterThan(91 - maxSleepDays);
    const history = await stack.journal.history('deal', stack.config.hubspot.portalId, id);
    expect(history.map(({ kind }) => kind)).toEqual(['started', 'missing']);
  }, 120_000);
});
