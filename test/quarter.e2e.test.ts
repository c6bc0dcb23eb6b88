/**
 * A quarter of sales: a hundred deals in thirteen weeks of the world's time, with webhooks twice and shuffled, against a model
 * on paper (support/quarter/model.ts). It prints what a deal costs.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { addDays, atHour } from '../src/domain/time.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { costOf, historyOf } from './support/cost.ts';
import { type Ending, endingOf } from './support/quarter/model.ts';
import { Quarter } from './support/quarter/play.ts';
import { DAYS, quarterScript, type ScriptedDeal, workingDays } from './support/quarter/script.ts';
import { SEED } from './support/seed.ts';
import { startTestStack, type TestStack } from './support/stack.ts';

const { calendar } = defaultPolicy;
/** People work late in the morning. */
const HOUR = 11;
const WITHIN_MS = 600_000;
/** HubSpot calls of a deal on average; may only fall. */
const CALLS_PER_DEAL = 60;
/** Each time a deal hears of something or wakes up it decides, and many of those times on nothing. */
const CALLS_PER_DECISION = 2;

let stack: TestStack;
let folder: string;
beforeAll(async () => {
  // Contacts have tests of their own; without their workflows every call of the engine is one for a deal.
  const { contacts: _, growth: __, registers: ___, ...dealsOnly } = defaultPolicy;
  folder = await mkdtemp(join(tmpdir(), 'quarter-'));
  const policy = join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ ...dealsOnly, id: 'deals-only' }));
  stack = await startTestStack({ policy });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

it(
  '[D-12] [D-13] [D-14] [D-15] [D-17] [S-01] [S-03] [S-04] [S-05] [B-03] [R-03] [R-05] a hundred deals end as the model says, each with its journal',
  async () => {
    const script = quarterScript(SEED);
    const quarter = new Quarter(stack, script);
    const start = addDays(atHour(stack.world.now(), HOUR, calendar.timeZone), 1, calendar.timeZone);
    const at = (day: number) => addDays(start, day, calendar.timeZone);
    const calls = countCalls();
    await quarter.open(at(DAYS + 1));
    for (const day of workingDays) {
      await stack.world.advanceTo(at(day));
      await quarter.work(day);
      calls.look();
    }
    await stack.world.advanceTo(at(DAYS));
    calls.look();

    const modelled = script.map((one) => ({ name: one.name, ...endingOf(one, at, at(DAYS), calendar) }));
    const real = await Promise.all(script.map((one, index) => seenEnding(one, quarter.deals[index]?.id ?? '')));
    expect(real).toEqual(modelled);
    await printCosts(
      quarter.deals.map(({ id }) => id),
      calls.made,
    );
  },
  WITHIN_MS,
);

/** The ways of a deal that the model tells of; what else is in the journal are steps to them. */
const WAYS = ['moved', 'won', 'closed', 'putBack', 'backedOut'];

async function seenEnding({ name }: ScriptedDeal, id: string): Promise<Ending & { name: string }> {
  const seen = await stack.people.seeDeal(id, ['deal_lost_reason_category']);
  const stages = defaultPolicy.pipelines[0]?.stages ?? [];
  const stage = stages.find(({ key }) => stack.people.stageId('new_business', key) === seen['dealstage'])?.key ?? '';
  const decisions = await stack.journal.history('deal', stack.config.hubspot.portalId, id);
  const short = (place = '') => place.split('.')[1] ?? '';
  return {
    name,
    stage,
    lostCategory: seen['deal_lost_reason_category'] ?? '',
    tickets: (await stack.people.seeAssociated(id, 'tickets')).length,
    ways: decisions
      // Somebody's drag is recorded under D-14; what the engine makes of it is the way.
      .filter(({ kind, clause }) => WAYS.includes(kind) && clause !== 'D-14')
      .map(({ kind, from, to }) => `${kind} ${short(from)}>${short(to)}`),
  };
}

/** HubSpot calls of the engine from now on; the sandbox remembers the newest only, so somebody has to look now and then. */
function countCalls() {
  const { requests } = stack.sandbox;
  let seen = requests.count;
  return {
    made: 0,
    look() {
      const fresh = requests.since(seen);
      seen = requests.count;
      // People use older paths.
      this.made += fresh.filter(({ by, path }) => by === 'app' && !/^\/crm\/v[34]\//.test(path)).length;
    },
  };
}

/** The figures of the issue: what a deal costs on average over a quarter. */
async function printCosts(ids: string[], calls: number): Promise<void> {
  const { portalId } = stack.config.hubspot;
  const costs = await Promise.all(ids.map(async (id) => costOf(await wholeHistory(dealWorkflowId(portalId, id)))));
  const decisions = await Promise.all(ids.map((id) => stack.journal.history('deal', portalId, id)));
  const recorded = decisions.flat().length;
  const each = (sum: number) => (sum / ids.length).toFixed(1);
  const sum = (pick: (cost: (typeof costs)[number]) => number) => costs.reduce((all, one) => all + pick(one), 0);
  const decided = sum(({ signals, timersStarted, timersCanceled }) => signals + timersStarted - timersCanceled);
  process.stdout.write(
    `A deal over a quarter, on average of ${ids.length}: ${each(sum(({ events }) => events))} events, ` +
      `${each(sum(({ actions }) => actions))} actions, ${each(calls)} HubSpot calls, ` +
      `${each(sum(({ payloadBytes }) => payloadBytes) / 1024)} KiB of payloads. It decided ${each(decided)} times ` +
      `(${(calls / decided).toFixed(2)} calls each), of which ${each(recorded)} decisions stand in the journal ` +
      `(${(calls / recorded).toFixed(2)} calls each).\n`,
  );
  expect(calls / ids.length).toBeLessThanOrEqual(CALLS_PER_DEAL);
  expect(calls / decided).toBeLessThanOrEqual(CALLS_PER_DECISION);
}

/** All runs of a workflow; a deal that goes on long continues as new. */
async function wholeHistory(workflowId: string) {
  const runs: string[] = [];
  for await (const { runId } of stack.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(runId);
  const histories = await Promise.all(runs.map((runId) => historyOf(stack.client, workflowId, runId)));
  return histories.flat();
}
