import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { idsOf, order, untouchedFaults } from './support/faults.ts';
import { type HttpProxy, type Moment, startHttpProxy, type Which } from './support/proxies.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { NOTES_OF_A_WIN, oneOfEach, outcomeOf, runToTickets } from './support/ticket-run.ts';
import { aWholeDeal, type WholeDeal } from './support/whole-deal.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** Longer than the first half of the story takes: a call that is held stays the one call until the kill. */
const PATIENT_MS = 300_000;
/** Answers that never come are given up soon in the second half. */
const IMPATIENT_MS = 3_000;
const CRM = '/crm/objects/2026-09';

let stack: TestStack;
let hubspot: HttpProxy;
let worker: WorkerProcess;
beforeAll(async () => {
  stack = await startTestStack({ worker: false });
  hubspot = await startHttpProxy(stack.config.hubspot.baseUrl);
  worker = await startWorker(PATIENT_MS);
});
afterAll(async () => {
  await worker.kill();
  await hubspot.close();
  await stack.close();
});

function startWorker(timeoutMs: number): Promise<WorkerProcess> {
  const { config, temporal } = stack;
  const baseUrl = `http://127.0.0.1:${hubspot.port}`;
  return startWorkerProcess(
    { ...config, hubspot: { ...config.hubspot, baseUrl, timeoutMs } },
    temporal,
    inject('workflowBundlePath'),
  );
}

/** The writes of the path from SQL to the ticket, each recognised on the wire for one deal. */
const writes: Record<string, (deal: WholeDeal) => Which> = {
  'what SQL asks for':
    ({ id }) =>
    (asked) =>
      asked.startsWith(`PATCH ${CRM}/deals/${id} `) && !asked.includes('"dealstage"'),
  'the note in SQL': (deal) => nthOf(1, noteOf(deal)),
  'the move to Engaged': moveTo('engaged'),
  'the note in Engaged': (deal) => nthOf(2, noteOf(deal)),
  'the move to Proposal': moveTo('proposal'),
  'the note in Proposal': (deal) => nthOf(3, noteOf(deal)),
  'the move to Partner of Choice': moveTo('partner_of_choice'),
  'the note in Partner of Choice': (deal) => nthOf(4, noteOf(deal)),
  'the S&OP note': (deal) => noteWithKey(deal, 'sop:note'),
  'the move to Closed Won': moveTo('closed_won'),
  'the ticket': (deal) => (asked) =>
    asked.startsWith(`POST ${CRM}/tickets `) && asked.includes(`"${workflowOf(deal)}:onboarding"`),
  'the note on the ticket': (deal) => noteWithKey(deal, 'onboarding:note'),
};

const workflowOf = ({ id }: WholeDeal) => dealWorkflowId(stack.config.hubspot.portalId, id);

function moveTo(stage: string): (deal: WholeDeal) => Which {
  return ({ id }) =>
    (asked) =>
      asked.startsWith(`PATCH ${CRM}/deals/${id} `) &&
      asked.includes(`"dealstage":"${stack.people.stageId('new_business', stage)}"`);
}

function noteWithKey(deal: WholeDeal, key: string): Which {
  return (asked) => asked.startsWith(`POST ${CRM}/notes `) && asked.includes(`"${workflowOf(deal)}:${key}"`);
}

/** The key of the note that is written; it is created with its association. */
function noteOf(deal: WholeDeal): RegExp {
  return new RegExp(`^POST ${CRM}/notes .*"(${workflowOf(deal)}:missing:\\d+)"`);
}

/** The nth note of a deal, however often each is written. */
function nthOf(n: number, pattern: RegExp): Which {
  const seen: string[] = [];
  return (asked) => {
    const found = pattern.exec(asked)?.[1];
    if (found === undefined) return false;
    if (!seen.includes(found)) seen.push(found);
    return seen.indexOf(found) === n - 1;
  };
}

/** `before`: HubSpot never got it. `during`: it did it, and nobody heard. `after`: the answer came, and nothing was done with it. */
const moments = { before: 'before', during: 'after', after: 'after' } as const satisfies Record<string, Moment>;

it('[D-10] [D-17] [R-03] killed -9 before, during and after each write from SQL to the ticket: each is done once', async () => {
  const { people, world } = stack;
  const rep = people.owner('ruth.amado@healthprime.example');
  stack.sandbox.webhooks.hold();
  const points = [];
  for (const [write, of] of Object.entries(writes)) {
    for (const [when, moment] of Object.entries(moments)) {
      const deal = await aWholeDeal(people, rep, `Clinic ${points.length + 1}`);
      points.push({ write, when, deal, kept: hubspot.keep(moment, of(deal)) });
    }
  }
  stack.sandbox.webhooks.release();
  const deals = points.map(({ deal }) => deal);
  const run = runToTickets(stack, rep, deals, 240_000);
  await Promise.race([run, Promise.all(points.map(({ kept }) => kept.caught))]);
  for (const { when, kept } of points) if (when === 'after') kept.pass();
  await worker.kill();
  hubspot.stopKeeping();

  // And what is tried again is done and not answered, at least at first: what was created is found and associated again.
  const again = [
    { method: 'PATCH', path: `${CRM}/deals/` },
    { method: 'POST', path: `${CRM}/notes$` },
    { method: 'PUT', path: `${CRM}/notes/` },
    { method: 'POST', path: `${CRM}/tickets$` },
    { method: 'PUT', path: `${CRM}/tickets/` },
    { method: 'POST', path: '/crm/associations/2026-09/tickets/contacts/' },
  ];
  for (const call of again) {
    await order(stack, { ...call, kind: 'commit-then-hang', times: 2 });
    await order(stack, { ...call, kind: 'commit-then-reset', times: 2 });
  }
  worker = await startWorker(IMPATIENT_MS);
  await run;
  await world.settle();
  expect(await untouchedFaults(stack)).toEqual([]);
  for (const { write, when, deal } of points) {
    expect({ write, when, ...(await outcomeOf(stack, deal)) }).toEqual({ write, when, ...oneOfEach(deal) });
  }
  // None without a deal either.
  expect(await idsOf(stack, 'tickets')).toHaveLength(deals.length);
  expect(await idsOf(stack, 'notes')).toHaveLength(deals.length * NOTES_OF_A_WIN);
}, 300_000);
