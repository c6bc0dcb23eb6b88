/** A won deal that a rep merges into an open one, with every part real: the win, its hand-off and its back-out go on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { collectReportFacts } from '../src/activities/report-facts.ts';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { createHubSpot } from '../src/hubspot/client.ts';
import { openRecordFacts } from '../src/journal/report-facts.ts';
import { openReportReader } from '../src/journal/report-rows.ts';
import { openRegisters } from '../src/journal/registers.ts';
import { signLink } from '../src/links.ts';
import { growthReport } from '../src/reports/growth.ts';
import { inheritWinSignal } from '../src/workflows/messages.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { runToTickets } from './support/ticket-run.ts';
import { aWholeDeal, completeStage, type WholeDeal } from './support/whole-deal.ts';

/** At signing, and what does not recur. */
const REVENUE = '48012.00';

let stack: TestStack;
let portalId: string;
let [seller, other, vp] = [{ id: '' }, { id: '' }, { id: '' }];
let won: WholeDeal;
let open: WholeDeal;
let ticketId = '';
let survivor = '';

beforeAll(async () => {
  stack = await startTestStack();
  const { people, world } = stack;
  ({ portalId } = stack.config.hubspot);
  seller = people.owner('ruth.amado@healthprime.example');
  other = people.owner('glen.foster@healthprime.example');
  vp = people.owner('vera.pike@healthprime.example');
  won = await aWholeDeal(people, seller, 'Marigold Clinic');
  open = await aWholeDeal(people, other, 'Marigold Group');
  for (const stage of ['sql', 'engaged']) {
    await world.settle();
    await completeStage(people, other, open, stage);
  }
  await runToTickets(stack, seller, [won], 60_000);
  // What the merge fills in does not take it further.
  await people.changeDeal(other, open.id, { contract_status: 'not_sent', arr_at_signing: '900' });
  await people.changeDeal(seller, won.id, { arr_at_signing: '48000' });
  await world.settle();
  [ticketId = ''] = await people.seeAssociated(won.id, 'tickets');
}, 120_000);
afterAll(() => stack?.close());

const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const stage = (key: string) => stack.people.stageId('new_business', key);
const history = (id: string) => stack.journal.history('deal', portalId, id);
/** How often the contact became a customer. */
async function becameCustomer({ contactId }: WholeDeal): Promise<number> {
  const decisions = await stack.journal.history('contact', portalId, contactId);
  return decisions.filter(({ kind, to }) => kind === 'moved' && to?.endsWith('customer')).length;
}

/** The year's wins as a report of now tells them, after it looked at HubSpot. */
async function wins() {
  const place = { databaseUrl: stack.config.databaseUrl };
  const facts = openRecordFacts(place);
  const [reader, registers] = [openReportReader(place), openRegisters(place)];
  try {
    const hubspot = createHubSpot(stack.config.hubspot);
    const now = stack.world.now();
    await collectReportFacts({ hubspot, facts, registers, policy: defaultPolicy, portalId }, now);
    const report = await growthReport({ reader, registers, policy: defaultPolicy, portalId }, now);
    const { gross, net, backedOut, grossRevenue } = report.wins.yearToDate;
    const sold = gross.sources.map(({ id }) => id);
    return { sold, net: net.count, backedOut: backedOut.count, revenue: grossRevenue.total.amount };
  } finally {
    await Promise.all([facts, reader, registers].map((one) => one.close()));
  }
}

it('[R-10] [D-17] [C-12] [B-04] becomes Closed Won with its one ticket, and says why; the report tells the win that it was', async () => {
  const { people, world } = stack;
  expect(await stageOf(open.id)).toBe(stage('proposal'));
  const before = await wins();
  expect(before).toEqual({ sold: [won.id], net: 1, backedOut: 0, revenue: REVENUE });

  const body = { primaryObjectId: open.id, objectIdToMerge: won.id };
  const answer = await people.call(other, 'POST', '/crm/v3/objects/deals/merge', body);
  survivor = z.object({ id: z.string() }).parse(answer).id;
  await world.settle();

  expect(await stageOf(survivor)).toBe(stage('closed_won'));
  expect(await people.seeAssociated(survivor, 'tickets')).toEqual([ticketId]);
  expect((await people.seeNotes(survivor)).filter(({ body: text }) => text.includes(`Deal ${won.id}`))).toHaveLength(1);
  const decided = await history(survivor);
  expect(decided.filter(({ kind }) => kind === 'inherited')).toMatchObject([
    {
      clause: 'R-10',
      from: 'new_business.proposal',
      to: 'new_business.closed_won',
      detail: { merged: won.id, taken: true },
    },
  ]);
  expect(decided.filter(({ kind }) => ['handedOff', 'won', 'sopNoteWritten'].includes(kind))).toEqual([]);
  expect([await becameCustomer(won), await becameCustomer(open)]).toEqual([1, 1]);
  expect(await wins()).toEqual(before);
});

it('[R-10] [R-03] is not moved by what is no inheritance, nor by the same one again', async () => {
  const handle = stack.client.workflow.getHandle(dealWorkflowId(portalId, survivor));
  const known = await history(survivor);
  for (const forged of [undefined, null, 'won', {}, { key: 'k', dealId: '1' }]) await handle.signal('inherit', forged);
  const { sale } = (await stack.deal(survivor)).deal;
  const settled = { pipeline: 'new_business', stage: 'closed_won', since: 1 };
  const again = { key: `merged:${won.id}`, dealId: won.id, mergedAt: 1, settled, sale: { signedAt: 1, wonAt: 1 } };
  await handle.signal(inheritWinSignal, { ...again, done: [], effects: {} });
  await stack.world.settle();
  expect(await history(survivor)).toEqual(known);
  expect((await stack.deal(survivor)).deal.sale).toEqual(sale);
});

it('[B-01] [B-02] [B-03] [B-04] [R-10] the Sales VP backs it out where it is now, and whoever sold it has the task', async () => {
  const { people, world } = stack;
  const { sale } = (await stack.deal(survivor)).deal;
  expect(sale).toMatchObject({ seller: seller.id, from: won.id });
  const claims = { portalId, dealId: survivor, ownerId: vp.id, expiresAt: world.now() + 3_600_000 };
  const link = signLink(stack.config.linkSecrets, { purpose: 'backOut', ...claims });
  const page = await (await fetch(`${stack.urls.gateway}/back-out/${link}`)).text();
  expect([page.includes('Ruth Amado'), page.includes('Glen Foster')]).toEqual([true, false]);
  await people.changeDeal(vp, survivor, { back_out_requested: 'yes', back_out_reason: 'client' });
  await world.settle();
  expect(await stageOf(survivor)).toBe(stage('closed_lost'));
  expect((await history(survivor)).find(({ kind }) => kind === 'backedOut')).toMatchObject({
    detail: { way: 'hubspot', reason: 'client', seller: seller.id },
  });
  const tasks = await Promise.all(
    (await people.seeAssociated(survivor, 'tasks')).map((task) =>
      people.see('tasks', task, ['hs_task_subject', 'hubspot_owner_id']),
    ),
  );
  const lifecycle = tasks.filter(({ hs_task_subject: subject }) => subject?.includes('lifecycle stage'));
  expect(lifecycle.map(({ hubspot_owner_id: owner }) => owner)).toEqual([seller.id]);
  expect(await wins()).toEqual({ sold: [won.id], net: 0, backedOut: 1, revenue: REVENUE });
});
