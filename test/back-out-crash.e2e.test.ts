/** The worker dies at each step of a back-out, as a machine dies: the deal ends as it would have without that (B-03, R-03). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import { signLink } from '../src/links.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { form } from './pages/support.ts';
import { type HttpProxy, startHttpProxy, type Which } from './support/proxies.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { runToTickets } from './support/ticket-run.ts';
import { aWholeDeal, type WholeDeal } from './support/whole-deal.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** A call that is held stays the one call until the kill. */
const PATIENT_MS = 300_000;
const CRM = '/crm/objects/2026-09';

let inbox: Inbox;
let stack: TestStack;
let hubspot: HttpProxy;
let worker: WorkerProcess;
beforeAll(async () => {
  inbox = await startInbox();
  stack = await startTestStack({ worker: false, smtpUrl: inbox.smtpUrl });
  hubspot = await startHttpProxy(stack.config.hubspot.baseUrl);
  worker = await startWorker();
});
afterAll(async () => {
  await worker.kill();
  await hubspot.close();
  await stack.close();
  await inbox.close();
});

function startWorker(): Promise<WorkerProcess> {
  const { config, temporal } = stack;
  const baseUrl = `http://127.0.0.1:${hubspot.port}`;
  const patient = { ...config, hubspot: { ...config.hubspot, baseUrl, timeoutMs: PATIENT_MS } };
  return startWorkerProcess(patient, temporal, inject('workflowBundlePath'));
}

interface Won extends WholeDeal {
  ticketId: string;
}

/** The writes of a back-out, each recognised on the wire for one deal. */
const writes: Record<string, (deal: Won) => Which> = {
  'the move to Closed Lost': ({ id }) => {
    const lost = `"dealstage":"${stack.people.stageId('new_business', 'closed_lost')}"`;
    return (asked) => asked.startsWith(`PATCH ${CRM}/deals/${id} `) && asked.includes(lost);
  },
  'the task for implementation': keyed('tasks', 'clientStatus'),
  'the note on the ticket': keyed('notes', 'ticket'),
  'the end of the ticket':
    ({ ticketId }) =>
    (asked) =>
      asked.startsWith(`PATCH ${CRM}/tickets/${ticketId} `),
  'the task for the selling rep': keyed('tasks', 'lifecycle'),
};

/** The record whose key ends so, or goes on with an id. */
function keyed(plural: string, step: string): (deal: Won) => Which {
  return ({ id }) => {
    const key = new RegExp(
      `^POST ${CRM}/${plural} .*"${dealWorkflowId(stack.config.hubspot.portalId, id)}:backOut:[^":]+:${step}[":]`,
    );
    return (asked) => key.test(asked);
  };
}

/** The link of the mail, as it stands in it. */
function linkTo(deal: Won | undefined, vp: { id: string }): string {
  const { linkSecrets, hubspot: portal } = stack.config;
  const expiresAt = stack.world.now() + 86_400_000;
  const claims = { portalId: portal.portalId, dealId: deal?.id ?? '', ownerId: vp.id, expiresAt };
  return `${stack.urls.gateway}/back-out/${signLink(linkSecrets, { purpose: 'backOut', ...claims })}`;
}

/** `before`: HubSpot never got it. `after`: it did it, and nobody heard. */
const moments = ['before', 'after'] as const;

async function outcomeOf({ id, ticketId, contactId }: Won) {
  const { people, journal, config } = stack;
  const tasks = await Promise.all(
    (await people.seeAssociated(id, 'tasks')).map((task) => people.see('tasks', task, ['hs_task_subject'])),
  );
  const history = await journal.history('deal', config.hubspot.portalId, id);
  const names = ['deal_lost_reason_category', 'deal_lost_reason_details'];
  const {
    dealstage,
    deal_lost_reason_category: category,
    deal_lost_reason_details: details,
  } = await people.seeDeal(id, names);
  const kinds = history.map(({ kind }) => kind);
  return {
    isLost: dealstage === people.stageId('new_business', 'closed_lost'),
    category,
    details,
    tasks: tasks.map(({ hs_task_subject: subject }) => subject ?? '').toSorted(),
    tickets: (await people.seeAssociated(id, 'tickets')).length,
    ticketStage: (await people.see('tickets', ticketId, ['hs_pipeline_stage']))['hs_pipeline_stage'],
    notesOnTicket: (await people.seeAssociated(ticketId, 'notes', 'tickets')).length,
    lifecycle: (await people.see('contacts', contactId, ['lifecyclestage']))['lifecyclestage'],
    decided: kinds.slice(kinds.indexOf('backedOut')),
    gaps: history.filter(({ seq }, index) => seq !== index + 1).length,
  };
}

it('[B-02] [B-03] [R-03] killed -9 before and after each write of a back-out, or while it is decided: the end is the same', async () => {
  const { people, world } = stack;
  const rep = people.owner('ruth.amado@healthprime.example');
  const vp = people.owner('vera.pike@healthprime.example');
  const steps = Object.keys(writes).flatMap((write) => moments.map((moment) => ({ write, moment })));
  // And two: one is decided on the page while no worker runs, and to one nothing happens.
  const names = [...steps.keys(), 'decided', 'spared'].map((name) => `Clinic ${name}`);
  const deals = await Promise.all(names.map((name) => aWholeDeal(people, rep, name)));
  await runToTickets(stack, rep, deals, 240_000);
  await world.settle();
  const won = await Promise.all(
    deals.map(async (deal) => ({ ...deal, ticketId: (await people.seeAssociated(deal.id, 'tickets'))[0] ?? '' })),
  );
  const points = steps.flatMap(({ write, moment }, index) => {
    const deal = won[index];
    return deal === undefined
      ? []
      : [{ write, moment, deal, kept: hubspot.keep(moment, writes[write]?.(deal) ?? (() => false)) }];
  });
  const decided = won.at(-2);
  const url = linkTo(decided, vp);
  await fetch(url, form({ do: 'code', reason: 'client' }));
  const others = won.filter((deal) => deal !== decided);
  for (const { id } of others)
    await people.changeDeal(vp, id, { back_out_requested: 'yes', back_out_reason: 'client' });
  await Promise.all(points.map(({ kept }) => kept.caught));
  await worker.kill();
  hubspot.stopKeeping();
  const code =
    /Your code: (\S+)/.exec(inbox.messages().find(({ subject }) => subject.includes('code'))?.text ?? '')?.[1] ?? '';
  const handedOver = await fetch(url, form({ do: 'confirm', reason: 'client', code }));
  expect(await handedOver.text()).toContain('Your decision is on its way');
  worker = await startWorker();
  await world.settle();
  const spared = won.at(-1);
  if (spared === undefined) throw new Error('no deal was spared');
  const wanted = await outcomeOf(spared);
  expect(wanted).toMatchObject({
    isLost: true,
    category: 'backed_out',
    tickets: 1,
    notesOnTicket: 2,
    lifecycle: 'customer',
    decided: ['backedOut', 'clientStatusAsked', 'onboardingClosed', 'lifecycleAsked'],
    gaps: 0,
  });
  expect(wanted.tasks).toHaveLength(2);
  expect(await outcomeOf(decided ?? spared)).toEqual(wanted);
  for (const { write, moment, deal } of points) {
    expect({ write, moment, ...(await outcomeOf(deal)) }).toEqual({ write, moment, ...wanted });
  }
}, 300_000);
