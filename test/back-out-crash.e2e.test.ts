/** The worker dies at each step of a back-out, as a machine dies: the deal ends as it would have without that (B-03, R-03). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import { signLink } from '../src/links.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { form } from './pages/support.ts';
import {
  type HoldingProxy,
  type HttpProxy,
  startHttpProxy,
  startPostgresProxy,
  type Which,
} from './support/proxies.ts';
import { type SmtpProxy, startSmtpProxy } from './support/smtp-proxy.ts';
import { outcomeOf, type Won } from './support/back-out-outcome.ts';
import { startTestStack, type TestStack, waitFor } from './support/stack.ts';
import { runToTickets } from './support/ticket-run.ts';
import { aWholeDeal } from './support/whole-deal.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** A call that is held stays the one call until the kill. */
const PATIENT_MS = 300_000;
const CRM = '/crm/objects/2026-09';

let inbox: Inbox;
let stack: TestStack;
let hubspot: HttpProxy;
let smtp: SmtpProxy;
let database: HoldingProxy & { url: string };
let worker: WorkerProcess;
beforeAll(async () => {
  inbox = await startInbox();
  stack = await startTestStack({ worker: false, smtpUrl: inbox.smtpUrl });
  hubspot = await startHttpProxy(stack.config.hubspot.baseUrl);
  smtp = await startSmtpProxy(inbox.smtpUrl);
  database = await startPostgresProxy(stack.config.databaseUrl ?? '');
  worker = await startWorker();
});
afterAll(async () => {
  await worker.kill();
  await Promise.all([hubspot.close(), smtp.close(), database.close()]);
  await stack.close();
  await inbox.close();
});

function startWorker(): Promise<WorkerProcess> {
  const { config, temporal } = stack;
  const baseUrl = `http://127.0.0.1:${hubspot.port}`;
  const through = { smtpUrl: smtp.url, databaseUrl: database.url };
  const patient = { ...config, ...through, hubspot: { ...config.hubspot, baseUrl, timeoutMs: PATIENT_MS } };
  return startWorkerProcess(patient, temporal, inject('workflowBundlePath'));
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
function linkTo(deal: Won, vp: { id: string }): string {
  const { linkSecrets, hubspot: portal } = stack.config;
  const expiresAt = stack.world.now() + 86_400_000;
  const claims = { portalId: portal.portalId, dealId: deal.id, ownerId: vp.id, expiresAt };
  return `${stack.urls.gateway}/back-out/${signLink(linkSecrets, { purpose: 'backOut', ...claims })}`;
}

/** The mail to the seller is its last step: it arrived, and the workflow knows of it. */
async function isDone(deal: Won): Promise<boolean> {
  const { mails } = await outcomeOf(stack, inbox, deal);
  const workflow = stack.client.workflow.getHandle(dealWorkflowId(stack.config.hubspot.portalId, deal.id));
  const { raw } = await workflow.describe();
  return mails.length > 0 && raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask;
}

/** `before`: HubSpot never got it. `after`: it did it, and nobody heard. */
const moments = ['before', 'after'] as const;

/** The newest code that was mailed for this deal. */
async function codeFor({ name }: Won, url: string): Promise<string> {
  await fetch(url, form({ do: 'code', reason: 'client' }));
  const mail = inbox.messages().findLast(({ subject }) => subject === `Your code to back out: ${name}`);
  return /Your code: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

it('[B-02] [B-03] [R-03] killed -9 before and after each write of a back-out, while it is mailed or decided: the end is the same, and a manager stands in for who has left', async () => {
  const { people, world } = stack;
  const [rep, vp, glen, priya, owen] = ['ruth.amado', 'vera.pike', 'glen.foster', 'priya.nair', 'owen.blake'].map(
    (one) => people.owner(`${one}@healthprime.example`),
  );
  if (!rep || !vp || !glen || !priya || !owen) throw new Error('the portal has such a staff');
  const steps = Object.keys(writes).flatMap((write) => moments.map((moment) => ({ write, moment })));
  const win = { ...Object.fromEntries([...steps.keys()].map((step) => [step, rep])), spared: rep, redeemed: rep };
  // Sold by others: the mail to the seller is held there; and one is decided on the page while no worker runs, and its seller leaves.
  const sellers = Object.entries({ ...win, 'in the mail': glen, 'after the mail': priya, left: owen });
  const deals = await Promise.all(
    sellers.map(async ([what, seller]) => {
      const name = `Clinic ${what}`;
      return { name, seller, ...(await aWholeDeal(people, seller, name)) };
    }),
  );
  await runToTickets(stack, rep, deals, 240_000);
  await world.settle();
  const won = await Promise.all(
    deals.map(async (deal) => ({ ...deal, ticketId: (await people.seeAssociated(deal.id, 'tickets'))[0] ?? '' })),
  );
  const named = (what: string) => {
    const deal = won.find(({ name }) => name === `Clinic ${what}`);
    if (deal === undefined) throw new Error(`there is no deal ${what}`);
    return deal;
  };
  const points = steps.map(({ write, moment }, index) => {
    const deal = named(String(index));
    return { write, moment, deal, kept: hubspot.keep(moment, writes[write]?.(deal) ?? (() => false)) };
  });
  const [left, redeemed] = [named('left'), named('redeemed')];
  const [leftUrl, redeemedUrl] = [linkTo(left, vp), linkTo(redeemed, vp)];
  const [leftCode, redeemedCode] = [await codeFor(left, leftUrl), await codeFor(redeemed, redeemedUrl)];
  const mailing = [
    smtp.hold('inText', 'glen.foster@healthprime.example'),
    smtp.hold('afterText', 'priya.nair@healthprime.example'),
  ];
  const redeeming = database.hold('after', (asked) => asked.includes('UPDATE approval_codes SET used_at'));
  const confirmed = fetch(redeemedUrl, form({ do: 'confirm', reason: 'client', code: redeemedCode }));
  for (const deal of won.filter((one) => one !== left && one !== redeemed))
    await people.changeDeal(vp, deal.id, { back_out_requested: 'yes', back_out_reason: 'client' });
  await Promise.all([...points.map(({ kept }) => kept.caught), ...mailing, redeeming]);
  // The one that nobody disturbs is what the others are compared with.
  await waitFor('the spared back-out to be done', () => isDone(named('spared')), 60_000);
  await worker.kill();
  hubspot.stopKeeping();
  await people.call(undefined, 'DELETE', `/__sandbox/owners/${owen.id}`);
  // Pressed twice.
  const handedOver = [1, 2].map(() => fetch(leftUrl, form({ do: 'confirm', reason: 'client', code: leftCode })));
  for (const answer of await Promise.all([...handedOver, confirmed]))
    expect(await answer.text()).toContain('Your decision is on its way');
  worker = await startWorker();
  await world.settle();
  const wanted = await outcomeOf(stack, inbox, named('spared'));
  expect(wanted).toMatchObject({
    isLost: true,
    category: 'backed_out',
    tickets: 1,
    notesOnTicket: 2,
    lifecycle: 'customer',
    mails: ['ruth.amado@healthprime.example'],
    decided: ['backedOut', 'clientStatusAsked', 'onboardingClosed', 'lifecycleAsked'],
    gaps: 0,
  });
  expect(wanted.tasks).toHaveLength(2);
  for (const { write, moment, deal } of points)
    expect({ write, moment, ...(await outcomeOf(stack, inbox, deal)) }).toEqual({ write, moment, ...wanted });
  expect(await outcomeOf(stack, inbox, redeemed)).toEqual(wanted);
  /** The same for another rep. */
  const of = (name: string) => wanted.tasks.map((task) => task.replace(', Ruth Amado', `, ${name}`)).toSorted();
  const mails = ['marcus.odell@healthprime.example'];
  // Pressed twice is one decision.
  expect(await outcomeOf(stack, inbox, left)).toEqual({ ...wanted, tasks: of('Marcus Odell'), mails });
  // Nobody knows whether a mail arrived that was on its way: it is never sent twice, its task says the same, and it is on record.
  const decided = [...wanted.decided, 'notMailed'];
  expect(await outcomeOf(stack, inbox, named('in the mail'))).toEqual({
    ...wanted,
    decided,
    tasks: of('Glen Foster'),
    mails: [],
  });
  const arrived = ['priya.nair@healthprime.example'];
  expect(await outcomeOf(stack, inbox, named('after the mail'))).toEqual({
    ...wanted,
    decided,
    tasks: of('Priya Nair'),
    mails: arrived,
  });
}, 300_000);
