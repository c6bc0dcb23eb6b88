/** News of companies, contacts, notes and files moves deals by itself, cheaply, however it is delivered. */
import { readFile } from 'node:fs/promises';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { sendToWorkflow } from '../src/gateway/temporal.ts';
import { createLogger } from '../src/log.ts';
import { runWorker } from '../src/starters/parts.ts';
import { dealWorkflowId, searchAttributes } from '../src/workflows/ids.ts';
import { json, startScripted } from './hubspot/scripted-server.ts';
import { historyOf, signalArguments } from './support/cost.ts';
import { newNamespace, startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { companyChange, postWebhook } from './support/webhook-posts.ts';
import { aWholeDeal, completeStage, valuesFor, type WholeDeal } from './support/whole-deal.ts';

const NEXT_STEPS = 'Next: demo with the billing lead on Tuesday.';
type Stage = 'sql' | 'engaged' | 'proposal' | 'partner_of_choice' | 'closed_won';

let stack: TestStack;
let rep: { id: string };
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => stack.close());

const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const isIn = async (id: string, stage: Stage) =>
  expect(await stageOf(id)).toBe(stack.people.stageId('new_business', stage));
const arrives = (id: string, stage: Stage) =>
  waitFor(`deal ${id} in ${stage}`, async () => (await stageOf(id)) === stack.people.stageId('new_business', stage));
const decisionsOf = (id: string) => stack.journal.history('deal', stack.config.hubspot.portalId, id);
/** Calls of the engine: people's go to older paths. */
const engineCalls = () => stack.sandbox.requests.since(0).filter(({ path }) => path.includes('/2026-09')).length;
/** Readings and writes of deals and of this record, and what is associated with deals. */
const callsAboutDealsAnd = (record: string) =>
  stack.sandbox.requests
    .since(0)
    .filter(({ path }) => path.includes('/2026-09') && (path.includes('/deals') || path.includes(record))).length;
const control = (path: string, body: object) =>
  fetch(`${stack.sandbox.url}/__sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });

const DULL = 'gateway_webhook_events_total{object="company",change="propertyChange",outcome="ignored_property"}';

/** A figure of the gateway. */
async function counted(metric: string): Promise<number> {
  const lines = (await (await fetch(`${stack.urls.gateway}/metrics`)).text()).split('\n');
  return Number(lines.find((line) => line.startsWith(metric))?.slice(metric.length));
}

async function relays(): Promise<number> {
  return (await stack.client.workflow.count(`WorkflowType = 'relayWorkflow'`)).count;
}

/** A deal in Engaged that has what the deal itself needs; `provided` says what else it has. */
async function engagedDeal(name: string, provided: { providers: boolean; nextSteps: boolean }): Promise<WholeDeal> {
  const { people, world } = stack;
  const deal = await aWholeDeal(people, rep, name);
  await people.changeDeal(rep, deal.id, valuesFor('sql', 'deal'));
  await arrives(deal.id, 'engaged');
  if (provided.providers) await people.change(rep, 'contacts', deal.contactId, valuesFor('engaged', 'contact'));
  if (provided.nextSteps) await people.writeNote(rep, deal.id, NEXT_STEPS);
  await people.changeDeal(rep, deal.id, valuesFor('engaged', 'deal'));
  await world.settle();
  await isIn(deal.id, 'engaged');
  return deal;
}

describe('a deal that lacks one thing moves on by itself', () => {
  it('[D-04] [D-14] when a person writes the next steps into a note', async () => {
    const deal = await engagedDeal('Alder Clinic', { providers: true, nextSteps: false });
    await stack.people.writeNote(rep, deal.id, NEXT_STEPS);
    await arrives(deal.id, 'proposal');
  });

  it('[D-04] when the text comes into a note that hung on the deal before', async () => {
    const { people, world } = stack;
    const deal = await engagedDeal('Birch Clinic', { providers: true, nextSteps: false });
    const noteId = await people.writeNote(rep, deal.id, 'Tbd.');
    await world.settle();
    await isIn(deal.id, 'engaged');
    await people.change(rep, 'notes', noteId, { hs_note_body: NEXT_STEPS });
    await arrives(deal.id, 'proposal');
  });

  it('[D-04] when the number of providers is set on its contact', async () => {
    const { people, world } = stack;
    const deal = await engagedDeal('Cedar Clinic', { providers: false, nextSteps: true });
    await people.change(rep, 'contacts', deal.contactId, valuesFor('engaged', 'contact'));
    await arrives(deal.id, 'proposal');
    await world.settle();
    const moved = (await decisionsOf(deal.id)).findLast(({ kind }) => kind === 'moved');
    expect(JSON.stringify(moved?.evidence)).toContain(deal.contactId);
  });

  it('[D-04] when a contact with the number is associated later', async () => {
    const { people } = stack;
    const deal = await engagedDeal('Dogwood Clinic', { providers: false, nextSteps: true });
    const contactId = await people.create(rep, 'contacts', { lastname: 'Later', ...valuesFor('engaged', 'contact') });
    await people.associate(rep, 'contacts', contactId, 'deals', deal.id);
    await arrives(deal.id, 'proposal');
  });

  it('[D-09] [D-11] [D-12] when the company is filled in, Business Unit comes back, and a file comes into a note', async () => {
    const { people, world } = stack;
    const name = 'Elm Clinic';
    const deal = await aWholeDeal(people, rep, name);
    await completeStage(people, rep, deal, 'sql');
    await arrives(deal.id, 'engaged');
    await completeStage(people, rep, deal, 'engaged');
    await arrives(deal.id, 'proposal');
    await people.changeDeal(rep, deal.id, valuesFor('proposal', 'deal'));
    await world.settle();
    await isIn(deal.id, 'proposal');
    const company = valuesFor('proposal', 'company');
    await people.change(rep, 'companies', deal.companyId, company);
    await arrives(deal.id, 'partner_of_choice');

    await people.change(rep, 'companies', deal.companyId, { business_unit: '' });
    await waitFor('Business Unit to be named', async () => {
      const seen = await people.seeDeal(deal.id, ['sop_missing_to_move_on']);
      return seen['sop_missing_to_move_on']?.includes('Business Unit');
    });
    await people.changeDeal(rep, deal.id, valuesFor('partner_of_choice', 'deal'));
    const noteId = await people.writeNote(rep, deal.id, 'The calculator comes here.');
    await people.writeNote(rep, deal.id, 'Signed.', ['Agreement.pdf']);
    await people.change(rep, 'companies', deal.companyId, { business_unit: company['business_unit'] ?? '' });
    await world.settle();
    await isIn(deal.id, 'partner_of_choice');

    const elsewhere = await people.createDeal(rep, { name: 'Draft', pipeline: 'new_business', stage: 'sql' });
    const draft = await people.writeNote(rep, elsewhere, 'Draft.', [`${name}_calculator.xlsx`]);
    const { hs_attachment_ids: file } = await people.see('notes', draft, ['hs_attachment_ids']);
    await people.change(rep, 'notes', noteId, { hs_attachment_ids: file ?? '' });
    await arrives(deal.id, 'closed_won');
  });
});

describe('webhooks misbehave', () => {
  it('[R-03] news delivered twice and shuffled moves the deal once and tells it once', async () => {
    const { people, world, sandbox } = stack;
    const deal = await engagedDeal('Fir Clinic', { providers: false, nextSteps: false });
    sandbox.webhooks.hold();
    await control('webhooks/duplicate', { rate: 1 });
    await control('webhooks/shuffle', { on: true });
    await people.change(rep, 'contacts', deal.contactId, { number_of_providers: '3' });
    await people.change(rep, 'contacts', deal.contactId, { number_of_providers: '' });
    await people.writeNote(rep, deal.id, NEXT_STEPS);
    await people.change(rep, 'contacts', deal.contactId, { number_of_providers: '4' });
    sandbox.webhooks.release();
    await arrives(deal.id, 'proposal');
    await world.settle();
    await control('webhooks/duplicate', { rate: 0 });
    await control('webhooks/shuffle', { on: false });
    expect((await decisionsOf(deal.id)).filter(({ to }) => to === 'new_business.proposal')).toHaveLength(1);
    const notes = (await people.seeNotes(deal.id)).map(({ body }) => body);
    expect(notes).toEqual([...new Set(notes)]);
  });

  it('[R-03] the same POST again starts no second relay', async () => {
    const { world } = stack;
    const deal = await aWholeDeal(stack.people, rep, 'Gum Clinic');
    await world.settle();
    const before = await relays();
    const news = ['business_unit', 'name'].map((property) => companyChange(stack, deal.companyId, property, 'x'));
    await postWebhook(stack, news);
    await world.settle();
    await postWebhook(stack, news.toReversed());
    await world.settle();
    expect(await relays()).toBe(before + 1);
  });

  it('[R-04] HubSpot that does not answer delays news and loses none', async () => {
    const { people } = stack;
    const deal = await engagedDeal('Hemlock Clinic', { providers: false, nextSteps: true });
    await control('faults', { kind: '503', path: '/crm/associations/', times: 2 });
    await people.change(rep, 'contacts', deal.contactId, valuesFor('engaged', 'contact'));
    await arrives(deal.id, 'proposal');
  });
});

describe('what relaying costs', () => {
  it('nothing for properties that no exit criterion looks at, and for tasks', async () => {
    const { people, world } = stack;
    const deal = await aWholeDeal(people, rep, 'Ironwood Clinic');
    await world.settle();
    const before = { signals: await counted('gateway_signals_total{outcome="taken"}'), calls: engineCalls() };
    // The app does not subscribe to these; a portal with subscriptions of its own may send them.
    const dull = ['city', 'phone'].map((property) => companyChange(stack, deal.companyId, property, 'x'));
    await postWebhook(stack, dull);
    await people.create(rep, 'tasks', { hs_task_subject: 'Call', hs_timestamp: '2027-01-01T00:00:00Z' });
    await world.settle();
    const after = { signals: await counted('gateway_signals_total{outcome="taken"}'), calls: engineCalls() };
    expect(after).toEqual(before);
    expect(await counted(DULL)).toBe(dull.length);
  });

  it.each<[plural: string, properties: Record<string, string>, change: Record<string, string>]>([
    [
      'meetings',
      { hs_timestamp: '2027-01-01T10:00:00Z', hs_meeting_start_time: '2027-01-01T10:00:00Z' },
      { hs_meeting_outcome: 'COMPLETED' },
    ],
    ['tasks', { hs_task_subject: 'Call', hs_timestamp: '2027-01-01T00:00:00Z' }, { hs_task_status: 'COMPLETED' }],
    ['tickets', { subject: 'Question', hs_pipeline: '0', hs_pipeline_stage: '1' }, { hs_pipeline_stage: '2' }],
  ])(
    'one call and one signal for %s: they reach the deal, whose criteria do not ask for them',
    async (plural, properties, change) => {
      const { people, world, client, config } = stack;
      const deal = await aWholeDeal(people, rep, `Walnut Clinic ${plural}`);
      const id = await people.create(rep, plural, properties);
      await people.associate(rep, plural, id, 'deals', deal.id);
      await world.settle();
      const calls = () => callsAboutDealsAnd(`/${plural}/${id}`);
      const before = { relays: await relays(), calls: calls() };
      await people.change(rep, plural, id, change);
      await world.settle();
      expect({ relays: await relays(), calls: calls() }).toEqual({
        relays: before.relays + 1,
        calls: before.calls + 1,
      });
      const workflowId = dealWorkflowId(config.hubspot.portalId, deal.id);
      const [told] = z.array(z.looseObject({})).parse(signalArguments(await historyOf(client, workflowId)).at(-1));
      expect(told).toMatchObject({ kind: 'related', otherId: id, property: Object.keys(change)[0] });
    },
  );

  it('one call for a hundred companies, and a workflow that ended stays ended', async () => {
    const { people, world, client, config } = stack;
    const deal = await aWholeDeal(people, rep, 'Juniper Clinic');
    await world.settle();
    const handle = client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, deal.id));
    await handle.terminate();
    const before = { relays: await relays(), calls: engineCalls() };
    const others = Array.from({ length: 99 }, (_, n) =>
      companyChange(stack, String(900_000 + n), 'business_unit', 'x'),
    );
    await postWebhook(stack, [...others, companyChange(stack, deal.companyId, 'business_unit', 'x')]);
    await world.settle();
    expect({ relays: await relays(), calls: engineCalls() }).toEqual({
      relays: before.relays + 1,
      calls: before.calls + 1,
    });
    expect((await handle.describe()).status.name).toBe('TERMINATED');
  });

  it('[R-10] a relay carries ids and names of properties, no values', async () => {
    const { people, world, client } = stack;
    const deal = await aWholeDeal(people, rep, 'Canary Clinic');
    await world.settle();
    await people.change(rep, 'companies', deal.companyId, { name: 'Canary Clinic and Partners' });
    await people.change(rep, 'contacts', deal.contactId, { number_of_providers: '987654' });
    await world.settle();
    const histories: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'relayWorkflow'` })) {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      histories.push(...(events ?? []).flatMap((event) => [...payloadsIn(event)]));
    }
    const text = histories.join();
    expect(text.includes(deal.contactId) && text.includes(deal.companyId)).toBe(true);
    expect(/Canary|987654/.test(text)).toBe(false);
  });

  it('three HubSpot calls per decision at most, over a whole deal that a rep fills in field by field', async () => {
    const { people, world } = stack;
    await world.settle();
    const before = engineCalls();
    const deal = await aWholeDeal(people, rep, 'Larch Clinic');
    for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) {
      await world.settle();
      await oneByOne('companies', deal.companyId, valuesFor(stage, 'company'));
      await oneByOne('contacts', deal.contactId, valuesFor(stage, 'contact'));
      await oneByOne('deals', deal.id, valuesFor(stage, 'deal'));
      await completeStage(people, rep, deal, stage);
    }
    await arrives(deal.id, 'closed_won');
    await world.settle();
    const decisions = (await decisionsOf(deal.id)).length;
    expect(decisions).toBeGreaterThan(35); // most say again what is missing
    expect((engineCalls() - before) / decisions).toBeLessThanOrEqual(3);
  });

  async function oneByOne(plural: string, id: string, values: Record<string, string>): Promise<void> {
    for (const [property, value] of Object.entries(values)) {
      await stack.people.change(rep, plural, id, { [property]: value });
      await stack.world.settle();
    }
  }
});

describe('a ticket that asks for a lead', () => {
  it('[L-02] is answered and closed though nobody is associated with it, unless somebody is in time', async () => {
    const { people, world } = stack;
    const wish = { subject: 'A lead, please', hs_pipeline: '0', hs_pipeline_stage: '1' };
    const aTicket = () => people.create(rep, 'tickets', { ...wish, hs_ticket_category: 'Lead creation' });
    const answerTo = async (id: string) => (await people.see('tickets', id, ['sop_lead_answer'])).sop_lead_answer ?? '';
    const [lonely, named] = [await aTicket(), await aTicket()];
    await world.settle();
    expect([await answerTo(lonely), await answerTo(named)]).toEqual(['', '']);
    const contact = await people.create(rep, 'contacts', { email: 'lead@example.com' });
    await people.associate(rep, 'tickets', named, 'contacts', contact);
    await world.settle();
    expect(await answerTo(named)).toContain('lifecycle stage');

    await world.advanceTo(world.now() + 15 * 60_000);
    expect(await answerTo(lonely)).toContain('associated with none');
    expect(await answerTo(named)).toContain('lifecycle stage');
    // Somebody follows the answer.
    await people.associate(rep, 'tickets', lonely, 'contacts', contact);
    await people.change(rep, 'tickets', lonely, { hs_pipeline_stage: '1' });
    await world.settle();
    expect(await answerTo(lonely)).toContain('lifecycle stage');
  });
});

describe("HubSpot's final no", () => {
  it('ends the relay, and marks it for a person', async () => {
    const address = inject('temporalAddress');
    const namespace = await newNamespace(address);
    const hubspot = await startScripted((response) => json(response, 400, { category: 'VALIDATION_ERROR' }));
    const config = { ...stack.config, hubspot: { ...stack.config.hubspot, baseUrl: hubspot.baseUrl } };
    const bundle = { code: await readFile(inject('workflowBundlePath'), 'utf8') };
    const log = createLogger(() => {});
    const worker = await runWorker(config, { connectionOptions: { address }, namespace }, bundle, 'always', log);
    const client = new Client({ connection: stack.client.connection, namespace });
    const news = { kind: 'related', object: 'company', otherId: '5', key: 'a-key', occurredAt: 1, by: 'us' } as const;
    await sendToWorkflow(client, '1')({ workflow: 'relay' }, [news]);
    const relay = client.workflow.getHandle(await onlyRelayOf(client));
    expect(await relay.result()).toEqual({ refused: 'rejected' });
    expect((await relay.describe()).typedSearchAttributes.get(searchAttributes.needsAttention)).toBe(true);
    await worker.close();
    await hubspot.close();
  });
});

function onlyRelayOf(client: Client): Promise<string> {
  return waitFor('the relay to be listed', async () => {
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'relayWorkflow'` }))
      return workflowId;
    return undefined;
  });
}

/** All payloads of a history event, as text. */
function* payloadsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if ('data' in value && value.data instanceof Uint8Array) yield new TextDecoder().decode(value.data);
  else for (const inner of Object.values(value)) yield* payloadsIn(inner);
}
