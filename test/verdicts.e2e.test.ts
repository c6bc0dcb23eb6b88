import { tsToMs } from '@temporalio/common/lib/time.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadPolicy } from '../src/policy-file.ts';
import { People } from '../src/starters/people.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { historyOf } from './support/cost.ts';
import { appCalls, clearFaults, idsOf, order, stagesOf, untouchedFaults } from './support/faults.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { NOTES_OF_A_WIN, oneOfEach, outcomeOf, runToTickets } from './support/ticket-run.ts';
import { aWholeDeal, valuesFor } from './support/whole-deal.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEALS = '/crm/objects/2026-09/deals';

let stack: TestStack;
let rep: { id: string };
let manager: { id: string };
beforeAll(async () => {
  stack = await startTestStack({ hubspotTimeoutMs: 4_000 });
  rep = stack.people.owner('ruth.amado@healthprime.example');
  manager = stack.people.owner('marcus.odell@healthprime.example');
});
afterEach(() => clearFaults(stack));
afterAll(() => stack.close());

const stage = (key: string) => stack.people.stageId('new_business', key);
const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const inStage = (id: string, key: string) =>
  waitFor(`deal ${id} to be in ${key}`, async () => (await stageOf(id)) === stage(key));
const stateOf = async (id: string) => (await stack.deal(id)).deal;
const workflowOf = (id: string) => stack.client.workflow.getHandle(dealWorkflowId(stack.config.hubspot.portalId, id));
const needsAttention = async (id: string) => {
  const { status, searchAttributes } = await workflowOf(id).describe();
  return [status.name, searchAttributes['NeedsAttention']?.[0]];
};
/** Nothing of a workflow's code ever failed, nor did the workflow. */
const isHealthy = async (id: string) => {
  const events = await historyOf(stack.client, workflowOf(id).workflowId);
  expect(
    events.filter((one) => one.workflowTaskFailedEventAttributes ?? one.workflowTaskTimedOutEventAttributes),
  ).toEqual([]);
  expect((await workflowOf(id).describe()).status.name).toBe('RUNNING');
};
const journalOf = async (id: string) =>
  (await stack.journal.history('deal', stack.config.hubspot.portalId, id)).map(({ kind }) => kind);

/** A deal in SQL; `ready` has what it needs for Engaged. */
const aDeal = (ready: 'ready' | 'bare') =>
  stack.people.createDeal(rep, {
    name: 'Verdict Clinic',
    pipeline: 'new_business',
    stage: 'sql',
    properties: ready === 'ready' ? valuesFor('sql', 'deal') : {},
  });

/** Makes a deal while HubSpot's webhooks wait, so that what befalls it can be arranged before anybody hears of it. */
async function aDealThatMeets(befalls: (id: string) => Promise<void>): Promise<string> {
  stack.sandbox.webhooks.hold();
  const id = await aDeal('ready');
  await befalls(id);
  stack.sandbox.webhooks.release();
  return id;
}

describe('HubSpot takes the token no more', () => {
  it('is shown, asked about rarely, and over when the token works again', async () => {
    const { people, world, sandbox, config } = stack;
    const rotate = (accessToken: string) => people.call(undefined, 'POST', '/__sandbox/token', { accessToken });
    // A deal that nobody knows yet, and a worker that does not know the portal yet.
    await rotate('rotated-token');
    const others = await People.of(
      { hubspot: { ...config.hubspot, accessToken: 'rotated-token' } },
      loadPolicy('default'),
    );
    const unknown = await others.createDeal(rep, { name: 'Early Clinic', pipeline: 'new_business', stage: 'sql' });
    await waitFor('the deal to need a person', async () => (await stateOf(unknown)).attention?.reason === 'auth');
    expect(await needsAttention(unknown)).toEqual(['RUNNING', true]);
    await rotate(config.hubspot.accessToken);
    await people.changeDeal(rep, unknown, { hubspot_owner_id: manager.id });
    await waitFor('the deal to be known', async () => (await stateOf(unknown)).shown !== undefined);

    const known = await aDeal('bare');
    const ahead = await aDeal('bare');
    await waitFor('the deal to be known', async () => (await stateOf(known)).shown !== undefined);
    await world.settle();
    await people.changeDeal(rep, ahead, { dealstage: stage('engaged') });
    await waitFor('the bypass to be seen', async () => (await stateOf(ahead)).shown?.putBack !== undefined);
    await world.settle();

    await rotate('rotated-token');
    const before = sandbox.requests.count;
    await others.changeDeal(rep, known, valuesFor('sql', 'deal'));
    await waitFor('the deal to need a person', async () => (await stateOf(known)).attention?.reason === 'auth');
    await world.settle();
    expect(await needsAttention(known)).toEqual(['RUNNING', true]);
    await others.changeDeal(manager, known, { hubspot_owner_id: manager.id });
    await world.settle();
    // The time comes at which one of them is to be put back, and hours go by.
    await world.advanceTo(world.now() + 5 * HOUR);
    expect(await needsAttention(ahead)).toEqual(['RUNNING', true]);
    const calls = sandbox.requests.since(before).filter(({ by }) => by === 'app');
    expect(calls.every(({ status }) => status === 401)).toBe(true);
    expect(calls.length).toBeLessThan(40);

    await rotate(config.hubspot.accessToken);
    for (const id of [known, ahead])
      await people.changeDeal(rep, id, { hubspot_owner_id: rep.id, financials_requested: 'yes' });
    await inStage(known, 'engaged');
    await inStage(ahead, 'sql');
    await world.settle();
    expect(await needsAttention(known)).toEqual(['RUNNING', false]);
    expect(await needsAttention(ahead)).toEqual(['RUNNING', false]);
    expect(await people.seeNotes(known)).toHaveLength(2); // SQL's before, Engaged's after
    await isHealthy(known);
  });
});

describe("a rule of the portal's admin", () => {
  const rules = (list: object[]) =>
    stack.people.call(undefined, 'PUT', '/__sandbox/conditional-rules', { rules: list });

  it('[D-16] is shown with the field that is asked for, is not asked again and again, and is over when the field is filled', async () => {
    const { people, world, sandbox } = stack;
    const when = { property: 'dealstage', values: [stage('engaged')] };
    await rules([{ objectType: 'deals', property: 'closedate', when }]);
    const before = sandbox.requests.count;
    const id = await aDeal('ready');
    const moves = () => appCalls(stack, before, 'PATCH', `${DEALS}/${id}`).map(({ status }) => status);
    await waitFor('the refusal', async () => (await stateOf(id)).attention !== undefined);
    await world.settle();
    expect(moves()).toEqual([400]);
    expect((await stateOf(id)).attention).toMatchObject({ reason: 'rejected', properties: ['closedate'] });
    expect(await needsAttention(id)).toEqual(['RUNNING', true]);
    const tasks = await people.seeAssociated(id, 'tasks');
    expect(tasks).toHaveLength(1);
    const task = await people.see('tasks', tasks[0] ?? '', ['hs_task_body', 'hubspot_owner_id']);
    expect(task['hs_task_body']).toContain('closedate');
    expect(task['hubspot_owner_id']).toBe(rep.id);

    // Another event: one more try, and the same matter asks for no second task.
    await people.changeDeal(rep, id, { hubspot_owner_id: manager.id });
    await waitFor('another try', async () => moves().length === 2);
    await world.settle();
    expect(await people.seeAssociated(id, 'tasks')).toEqual(tasks);

    await people.changeDeal(manager, id, { closedate: '2027-05-01T00:00:00Z', hubspot_owner_id: rep.id });
    await inStage(id, 'engaged');
    await world.settle();
    expect(await needsAttention(id)).toEqual(['RUNNING', false]);
    expect(moves()).toEqual([400, 400, 200]);
    expect(await people.seeNotes(id)).toHaveLength(1);
    expect(await journalOf(id)).toEqual(['started', 'moved']);
    await rules([]);
  });

  it('keeps no note from a deal for good', async () => {
    const { people, world } = stack;
    await rules([{ objectType: 'notes', property: 'hubspot_owner_id' }]);
    const id = await aDeal('bare');
    await waitFor('the refusal', async () => (await stateOf(id)).attention !== undefined);
    await world.settle();
    expect(await people.seeNotes(id)).toHaveLength(0);
    await rules([]);
    await people.changeDeal(rep, id, { hubspot_owner_id: manager.id });
    await waitFor('the note', async () => (await people.seeNotes(id)).length === 1);
    await world.settle();
    expect(await needsAttention(id)).toEqual(['RUNNING', false]);
    expect(await people.seeNotes(id)).toHaveLength(1);
  });
});

describe('HubSpot asks for patience', () => {
  const patience = [
    { kind: '429-daily', ms: 15 * 60_000 },
    { kind: '429-ten-secondly', ms: 10_000 },
    { kind: '429-ten-secondly', seconds: 7, ms: 7_000 },
    { kind: '429-secondly', ms: 1_000 },
    { kind: '429-search', ms: 1_000 },
    { kind: '423', ms: 2_000 },
    { kind: '423', seconds: 30, ms: 30_000 },
    { kind: '477', seconds: 3_600, ms: 3_600_000 },
    { kind: '503', seconds: 20, ms: 20_000 },
  ];

  it('for as long as its limit, lock or move says', async () => {
    const ids = await Promise.all(
      patience.map(({ ms: _, ...fault }) =>
        aDealThatMeets((id) => order(stack, { ...fault, method: 'PATCH', path: `${DEALS}/${id}` })),
      ),
    );
    const waits = await Promise.all(
      ids.map((id) =>
        waitFor(`deal ${id} to be told to wait`, async () => {
          const [pending] = (await workflowOf(id).describe()).raw.pendingActivities ?? [];
          if (!pending?.nextAttemptScheduleTime || !pending.lastAttemptCompleteTime) return undefined;
          return tsToMs(pending.nextAttemptScheduleTime) - tsToMs(pending.lastAttemptCompleteTime);
        }),
      ),
    );
    expect(waits.map((ms) => Math.round(ms / 500) * 500)).toEqual(patience.map(({ ms }) => ms));

    await clearFaults(stack);
    const { namespace } = stack.temporal;
    for (const id of ids) {
      const execution = { workflowId: workflowOf(id).workflowId };
      await stack.client.workflowService.resetActivity({ namespace, execution, type: 'writeDeal' });
    }
    for (const id of ids) await inStage(id, 'engaged');
    await stack.world.settle();
    for (const id of ids) {
      expect(await stagesOf(stack, id)).toHaveLength(2);
      expect(await needsAttention(id)).toEqual(['RUNNING', false]);
    }
  });
});

describe('HubSpot has a bad day', () => {
  const troubles = [
    { kind: '429-ten-secondly', seconds: 1 },
    { kind: '429-secondly' },
    { kind: '429-search' },
    { kind: '423' },
    { kind: '477', seconds: 1 },
    { kind: '500' },
    { kind: '502' },
    { kind: '503' },
    { kind: '504' },
    { kind: '524' },
    { kind: 'latency', seconds: 0.2 },
    { kind: 'hang' },
    { kind: 'reset' },
    { kind: 'malformed-json' },
    { kind: 'commit-then-hang' },
    { kind: 'commit-then-reset' },
  ];
  const calls = [
    { method: 'GET', path: `${DEALS}/` },
    { method: 'PATCH', path: `${DEALS}/` },
    { method: 'POST', path: '/crm/objects/2026-09/notes$' },
    { method: 'POST', path: '/crm/objects/2026-09/tickets$' },
  ];

  it('[D-17] each trouble strikes each call, and every deal has one ticket, one note a stay and one move a stage', async () => {
    const { people, world } = stack;
    const notes = await idsOf(stack, 'notes');
    for (const call of calls) for (const trouble of troubles) await order(stack, { ...call, ...trouble, times: 1 });
    const deals = await Promise.all(troubles.map(({ kind }) => aWholeDeal(people, rep, `Trouble ${kind} Clinic`)));
    await runToTickets(stack, rep, deals, 120_000);
    await world.settle();
    expect(await untouchedFaults(stack)).toEqual([]);
    for (const deal of deals) {
      expect(await outcomeOf(stack, deal)).toEqual(oneOfEach(deal));
      expect(await needsAttention(deal.id)).toEqual(['RUNNING', false]);
    }
    // None without a deal either.
    expect(await idsOf(stack, 'tickets')).toHaveLength(deals.length);
    expect(await idsOf(stack, 'notes')).toHaveLength(notes.length + deals.length * NOTES_OF_A_WIN);
  }, 180_000);
});

describe('a deal that goes while the engine is at it', () => {
  /** The move is refused for a while, and meanwhile something happens. */
  async function whileUnderWay(happens: (id: string) => Promise<unknown>): Promise<string> {
    const id = await aDealThatMeets((deal) => order(stack, { kind: '503', method: 'PATCH', path: `${DEALS}/${deal}` }));
    await waitFor('the move to be under way', async () => {
      const [pending] = (await workflowOf(id).describe()).raw.pendingActivities ?? [];
      return (pending?.attempt ?? 0) > 1;
    });
    await happens(id);
    await clearFaults(stack);
    return id;
  }

  it('[R-10] archived: quiet and recorded; restored: it goes on', async () => {
    const { people, world, sandbox } = stack;
    const id = await whileUnderWay((deal) => people.call(rep, 'DELETE', `/crm/v3/objects/deals/${deal}`));
    await waitFor('the workflow to know', async () => (await stateOf(id)).gone?.why === 'deleted');
    await world.settle();
    expect(await needsAttention(id)).toEqual(['RUNNING', false]);
    const before = sandbox.requests.count;
    await world.advanceTo(world.now() + 2 * DAY);
    expect(appCalls(stack, before, 'PATCH', `${DEALS}/${id}`)).toEqual([]);

    await people.call(undefined, 'POST', `/__sandbox/objects/deals/${id}/restore`);
    await inStage(id, 'engaged');
    await world.settle();
    expect((await journalOf(id)).filter((kind) => ['gone', 'restored', 'moved'].includes(kind))).toEqual([
      'gone',
      'restored',
      'moved',
    ]);
    expect(await people.seeNotes(id)).toHaveLength(1);
    await isHealthy(id);
  });

  it('[R-10] merged: its workflow ends in quiet, the survivor has its own', async () => {
    const { people, world } = stack;
    const other = await aDeal('bare');
    await world.settle();
    let survivor = '';
    const id = await whileUnderWay(async (deal) => {
      const body = { primaryObjectId: other, objectIdToMerge: deal };
      const merged = await people.call(rep, 'POST', '/crm/v3/objects/deals/merge', body);
      survivor = (merged as { id: string }).id;
    });
    for (const gone of [id, other]) {
      await waitFor(`deal ${gone} to know`, async () => (await stateOf(gone)).gone?.why === 'merged');
      await isHealthy(gone);
    }
    // It has what SQL asks for from the one that was merged into it, and moves once, by its own workflow.
    await inStage(survivor, 'engaged');
    await world.settle();
    expect((await journalOf(survivor)).filter((kind) => kind === 'moved')).toHaveLength(1);
    expect(await journalOf(id)).not.toContain('moved');
  });

  it('moved by its rep meanwhile: the move that was under way is decided anew', async () => {
    const { people, world } = stack;
    const lost = {
      ...valuesFor('sql', 'deal'),
      deal_lost_reason_category: 'timing',
      deal_lost_reason_details: 'Next year.',
    };
    const id = await whileUnderWay((deal) =>
      people.changeDeal(rep, deal, { ...lost, dealstage: stage('closed_lost') }),
    );
    await world.settle();
    expect(await stagesOf(stack, id)).toEqual([stage('closed_lost'), stage('sql')]);
    await isHealthy(id);
  });
});

describe('odd signals', () => {
  it('leave a deal as it was, and healthy', async () => {
    const { people, world } = stack;
    const id = await aDeal('bare');
    await waitFor('the deal to be known', async () => (await stateOf(id)).shown !== undefined);
    await world.settle();
    const { values, shown } = await stateOf(id);
    const at = world.now();
    const event = (key: string, more: object) => ({ key, occurredAt: at, by: 'person:1', ...more });
    const many = Array.from({ length: 8_000 }, (_, n) =>
      event(`m${n}`, { kind: 'property', property: `unknown_${n}`, value: 'x' }),
    );
    const odd: unknown[][] = [
      [],
      [null],
      ['hubspot'],
      [42, 43],
      [{ events: [] }],
      [[null, 7, 'x', [], {}, { kind: 'property' }]],
      [[event('o1', { kind: 'exploded' }), event('o2', { kind: 'property', property: 7, value: {} })]],
      [[event('o3', { kind: 'association', otherId: '1', removed: false })]],
      [[event('o10', { kind: 'association', association: 7, otherId: '1', removed: false })]],
      [[event('o4', { kind: 'related', object: 'company', otherId: null, property: {} })]],
      [[event('o5', { kind: 'merged' }), { ...event('o6', { kind: 'created' }), occurredAt: 'yesterday' }]],
      [[event('o7', { kind: 'property', property: '__proto__', value: 'x' })]],
      [[event('o8', { kind: 'property', property: 'hubspot_owner_id', value: 'x'.repeat(500_000) })]],
      [[event('o9', { kind: 'property', property: 'hubspot_owner_id', value: 'not a number'.repeat(100) })]],
      [[event('k'.repeat(500_000), { kind: 'created' })]],
      [many],
    ];
    const handle = workflowOf(id);
    for (const args of odd) await handle.signal('hubspotEvents', ...args);
    await handle.signal('policyChanged', { what: 'is this' });
    await handle.signal('noSuchSignal', 'x');
    await world.settle();
    const after = await stateOf(id);
    expect([after.values?.['dealstage'], after.values?.['pipeline']]).toEqual([
      values?.['dealstage'],
      values?.['pipeline'],
    ]);
    expect(after.shown).toEqual(shown);
    expect(Object.keys(after.values ?? {}).filter((name) => name.startsWith('unknown_'))).toEqual([]);
    await isHealthy(id);
    expect(await needsAttention(id)).toEqual(['RUNNING', false]);

    await people.changeDeal(rep, id, valuesFor('sql', 'deal'));
    await inStage(id, 'engaged');
    await world.settle();
    // Whatever was forged, the reading before the move says how it is.
    expect((await stateOf(id)).values?.['hubspot_owner_id']?.value).toBe(rep.id);
    await isHealthy(id);
  });
});
