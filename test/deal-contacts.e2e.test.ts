/** The deal's side of contacts, with every part real: they hear what became of their deal, and a company has one open deal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactWorkflowId } from '../src/workflows/ids.ts';
import { contactStateQuery } from '../src/workflows/messages.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

const KEY = 'sop_open_deal_key';
const FLAG = 'sop_second_open_deal';
const MERGE = 'Two open New Business deals of one company';
const LOST = { deal_lost_reason_category: 'budget', deal_lost_reason_details: 'No budget before next year.' };

let stack: TestStack;
let rep: { id: string };
let named = 0;
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => stack.close());

const aCompany = () => stack.people.create(rep, 'companies', { name: 'Alder Health' });
async function aContact(company: string): Promise<string> {
  named += 1;
  const id = await stack.people.create(rep, 'contacts', { email: `person${named}@example.com` });
  await stack.people.associate(rep, 'contacts', id, 'companies', company);
  return id;
}
async function aDeal(company: string, name: string): Promise<string> {
  const id = await stack.people.createDeal(rep, { name, pipeline: 'new_business', stage: 'sql' });
  await stack.people.associate(rep, 'deals', id, 'companies', company);
  return id;
}
/** What a contact's workflow has read of its deals, by their ids. */
async function dealsOf(contact: string): Promise<Record<string, string>> {
  const id = contactWorkflowId(stack.config.hubspot.portalId, contact);
  const { contact: state } = await stack.client.workflow.getHandle(id).query(contactStateQuery);
  return Object.fromEntries((state.facts?.deals ?? []).map((deal) => [deal.id, deal.kind]));
}
const kinds = async (id: string) =>
  (await stack.journal.history('deal', stack.config.hubspot.portalId, id)).map(({ kind }) => kind);
const seen = async (id: string) => stack.people.seeDeal(id, [KEY, FLAG]);
/** Of the tasks on a deal. */
async function subjects(id: string): Promise<string[]> {
  const tasks = await stack.people.seeAssociated(id, 'tasks');
  const seenTasks = await Promise.all(tasks.map((task) => stack.people.see('tasks', task, ['hs_task_subject'])));
  return seenTasks.map(({ hs_task_subject }) => hs_task_subject ?? '');
}

describe('contacts of a deal and of its company', () => {
  it('[C-12] [D-21] hear that it was lost and that it was opened again, though nothing happened to them', async () => {
    const company = await aCompany();
    const [own, other] = [await aContact(company), await aContact(company)];
    const deal = await aDeal(company, 'Alder');
    await stack.people.associate(rep, 'deals', deal, 'contacts', own);
    await stack.world.settle();

    expect([await dealsOf(own), await dealsOf(other)]).toEqual([{ [deal]: 'open' }, { [deal]: 'open' }]);

    await stack.people.changeDeal(rep, deal, LOST);
    await waitFor('its contact to know', async () => (await dealsOf(own))[deal] === 'lost');
    // A deal that the company lost decides nothing about people who were not on it.
    await waitFor("the company's contact to know", async () => (await dealsOf(other))[deal] === undefined);
    await stack.world.settle();

    await stack.people.changeDeal(rep, deal, { dealstage: stack.people.stageId('new_business', 'sql') });
    for (const contact of [own, other])
      await waitFor('the contact to know', async () => (await dealsOf(contact))[deal] === 'open');
  });
});

/** A contact without a company talked to us, and its rep says that it explores a decision. */
async function aLonelySql(): Promise<{ contact: string; deal: string }> {
  named += 1;
  const contact = await stack.people.create(rep, 'contacts', {
    email: `person${named}@example.com`,
    hubspot_owner_id: rep.id,
  });
  await stack.people.logCall(rep, contact, 'connected');
  await stack.people.change(rep, 'contacts', contact, { exploring_a_decision: 'yes' });
  const [deal = ''] = await waitFor('its deal', async () => {
    const deals = await stack.people.seeAssociated(contact, 'deals', 'contacts');
    return deals.length > 0 && deals;
  });
  return { contact, deal };
}

describe('a deal that opens for a company', () => {
  it('[C-15] is joined by its Additional Sales Contact at once', async () => {
    const company = await aCompany();
    const contact = await aContact(company);
    await stack.world.settle();
    const { contact: state } = await stack.contact(contact);
    const additional = state.policy?.lifecycle.stages.find(({ key }) => key === 'additional')?.id ?? '';
    await stack.people.change(rep, 'contacts', contact, { lifecyclestage: additional });
    await stack.world.settle();

    const deal = await aDeal(company, 'Dogwood');
    await waitFor('the contact on the deal', async () =>
      (await stack.people.seeAssociated(deal, 'contacts')).includes(contact),
    );
    await stack.world.settle();
    const decided = await stack.journal.history('contact', stack.config.hubspot.portalId, contact);
    expect(decided.filter(({ kind }) => kind === 'dealJoined')).toMatchObject([{ clause: 'C-15' }]);
  });
});

describe('a second open deal of a company', () => {
  it('[C-10] is flagged on both sides; when one closes the other is the only one again and has the key', async () => {
    const company = await aCompany();
    const first = await aDeal(company, 'Birch');
    await waitFor('the first to have the key', async () => Boolean((await seen(first))[KEY]));
    const second = await aDeal(company, 'Birch too');
    await waitFor('the second to be flagged', async () => (await seen(second))[FLAG] === first);
    await stack.world.settle();
    expect((await seen(first))[FLAG]).toBe(second);
    expect(await kinds(second)).toContain('twin');
    for (const id of [first, second]) {
      expect((await subjects(id)).filter((one) => one === MERGE)).toHaveLength(1);
    }

    await stack.people.changeDeal(rep, first, LOST);
    await waitFor('the second to be alone', async () => !(await seen(second))[FLAG]);
    await stack.world.settle();
    const after = await seen(first);
    expect([after[KEY] ?? '', after[FLAG] ?? '']).toEqual(['', '']);
    expect((await seen(second))[KEY]).toBe(`company:${company}:new_business`);
  });

  it('[C-10] that was made for a contact which had no company is seen as soon as the contact gets it', async () => {
    const [taken, free] = [await aCompany(), await aCompany()];
    const theirs = await aDeal(taken, 'Cedar');
    const [twin, single] = await Promise.all([aLonelySql(), aLonelySql()]);

    await stack.people.associate(rep, 'contacts', twin.contact, 'companies', taken);
    await stack.people.associate(rep, 'contacts', single.contact, 'companies', free);
    await waitFor('both sides to be flagged', async () => {
      const [own, other] = [await seen(twin.deal), await seen(theirs)];
      return own[FLAG] === theirs && other[FLAG] === twin.deal;
    });
    await waitFor("the other one to be its company's", async () => {
      return (await seen(single.deal))[KEY] === `company:${free}:new_business`;
    });
    await stack.world.settle();

    expect((await seen(theirs))[KEY]).toBe(`company:${taken}:new_business`);
    expect((await seen(single.deal))[FLAG] ?? '').toBe('');
    for (const id of [twin.deal, theirs]) expect(await subjects(id)).toContain(MERGE);
  });
});
