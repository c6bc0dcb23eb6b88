/** The gateway dies in the middle of its work. What it answered is Temporal's, the rest HubSpot delivers again. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../src/starters/ports.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { wordsOf } from './replay/words.ts';
import { type GatewayProcess, startGatewayProcess } from './support/gateway-process.ts';
import { type Fate, type SignalProxy, startSignalProxy } from './support/gateway-signals.ts';
import { newProject, READY } from './support/projects.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

let stack: TestStack;
let frontend: SignalProxy;
let gateway: GatewayProcess;
let port: number;
beforeAll(async () => {
  stack = await startTestStack({ policy: 'small' });
  const { connectionOptions } = stack.temporal;
  frontend = await startSignalProxy(connectionOptions.address ?? '');
  port = await freePort(0);
  await fetch(`${stack.sandbox.url}/__sandbox/webhooks/target`, {
    method: 'POST',
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/webhooks/hubspot` }),
  });
});
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.kill());
afterAll(async () => {
  await frontend.close();
  await stack.close();
});

/** The same address in each of its lives, as behind a load balancer. */
function startGateway(): Promise<GatewayProcess> {
  const config = { ...stack.config, port, publicUrl: `http://127.0.0.1:${port}` };
  return startGatewayProcess(config, { address: frontend.address, namespace: stack.temporal.namespace });
}

/** HubSpot delivers again now, not some minutes later, and everybody comes to rest. */
async function deliverAgain(): Promise<void> {
  stack.sandbox.clock.moveTo(stack.world.now());
  await stack.world.settle();
}

/** Signals in which Temporal was told of the deal's creation: one for each delivery that reached it. */
async function tellingsOf(id: string): Promise<number> {
  const handle = stack.client.workflow.getHandle(dealWorkflowId(stack.config.hubspot.portalId, id));
  const { events } = await handle.fetchHistory().catch(() => ({ events: [] }));
  return (events ?? []).filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal && wordsOf(signal).some((word) => word.includes('"kind":"created"')),
  ).length;
}

/** Ids of the deals whose creation is in a POST with such an answer. */
function createdIn(fits: (statuses: (number | undefined)[]) => boolean): string[] {
  return stack.sandbox.webhooks.deliveries
    .filter(({ attempts }) => fits(attempts.map((one) => ('status' in one ? one.status : undefined))))
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.subscriptionType === 'deal.creation' ? [String(event.objectId)] : []));
}

const isTaken = (statuses: (number | undefined)[]) => statuses.some((status) => status === 204);

async function expectMovedOnce(id: string): Promise<void> {
  const { people, journal, config } = stack;
  const query = 'propertiesWithHistory=dealstage';
  const answer = await people.call(undefined, 'GET', `/crm/v3/objects/deals/${id}?${query}`);
  const { propertiesWithHistory } = answer as { propertiesWithHistory: { dealstage: { value: string }[] } };
  expect({
    id,
    stages: propertiesWithHistory.dealstage.map(({ value }) => value),
    notes: (await people.seeNotes(id)).length,
    journal: (await journal.history('deal', config.hubspot.portalId, id)).map(({ kind }) => kind),
  }).toEqual({
    id,
    stages: ['survey', 'enquiry'].map((stage) => people.stageId('projects', stage)),
    notes: 1,
    journal: ['started', 'moved'],
  });
}

const moments: [when: string, fates: Fate[]][] = [
  ['before Temporal has any of its four signals', ['unsent', 'unsent', 'unsent', 'unsent']],
  ['after two of four, with a third on its way back', ['answered', 'answered', 'unanswered', 'unsent']],
  ['when Temporal has all four and HubSpot no answer', ['answered', 'unanswered', 'unanswered', 'unanswered']],
];

describe('a gateway is killed -9 in the middle of a POST', () => {
  it.each(moments)('[R-04] [R-03] %s: HubSpot delivers again, and each deal moves once', async (_when, fates) => {
    const { sandbox, people } = stack;
    sandbox.webhooks.hold();
    const deals: string[] = [];
    for (const _ of fates) deals.push(await newProject(people, 'Alder Waterworks', READY));
    const met = frontend.next(fates);
    sandbox.webhooks.release();
    await met;
    await gateway.kill();

    const inTemporal = await Promise.all(deals.map(tellingsOf));
    const taken = (counts: number[]) => counts.toSorted((a, b) => a - b);
    expect(taken(inTemporal)).toEqual(taken(fates.map((fate) => (fate === 'unsent' ? 0 : 1))));
    expect(createdIn(isTaken).filter((id) => deals.includes(id))).toEqual([]);

    gateway = await startGateway();
    await deliverAgain();
    expect(createdIn(isTaken).filter((id) => deals.includes(id))).toEqual(deals);
    expect(await Promise.all(deals.map(tellingsOf))).toEqual(inTemporal.map((before) => before + 1));
    for (const id of deals) await expectMovedOnce(id);
  });
});

describe('a gateway is killed -9 while POSTs stream in', () => {
  it('[R-04] nothing that was answered 2xx is lost, and what was not comes again', async () => {
    const { sandbox, people } = stack;
    const deals: string[] = [];
    const create = async () => deals.push(await newProject(people, 'Birch Waterworks', READY));
    for (let kills = 1; kills <= 3; kills += 1) {
      const before = createdIn(isTaken).length;
      for (let posts = 1; posts <= 2; posts += 1) {
        await create();
        await waitFor('a 2xx', async () => createdIn(isTaken).length >= before + posts);
      }
      const onTheirWay = frontend.next(['unsent', 'answered', 'unsent']);
      for (let more = 0; more < 3; more += 1) await create();
      await onTheirWay;
      await gateway.kill();
      const taken = createdIn(isTaken).filter((id) => deals.includes(id));
      expect(taken.length).toBeGreaterThan(0);
      for (const id of taken) expect([id, await tellingsOf(id)]).not.toEqual([id, 0]);
      gateway = await startGateway();
    }
    await deliverAgain();
    const cameAgain = createdIn((statuses) => statuses.length > 1 && isTaken(statuses));
    expect(cameAgain.filter((id) => deals.includes(id)).length).toBeGreaterThanOrEqual(3);
    expect(sandbox.webhooks.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
    for (const id of deals) await expectMovedOnce(id);
  }, 90_000);
});
