import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

let stack: TestStack;
let rep: { id: string };
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => stack.close());

const MISSING = 'sop_missing_to_move_on';
const newDeal = (name: string, properties: Record<string, string> = {}, stage = 'sql', pipeline = 'new_business') =>
  stack.people.createDeal(rep, { name, pipeline, stage, properties });
const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const inStage = (id: string, stage: string, pipeline = 'new_business') =>
  waitFor(`deal ${id} to be in ${stage}`, async () => (await stageOf(id)) === stack.people.stageId(pipeline, stage));

describe('a rep works in HubSpot', () => {
  it("[D-02] [D-16] a deal that lacks two fields says so in the SOP's words, in a property and in one note", async () => {
    const id = await newDeal('Alder Family Practice');
    await waitFor('the deal to say what is missing', async () => (await stack.people.seeDeal(id, [MISSING]))[MISSING]);
    await stack.world.settle();
    expect((await stack.people.seeDeal(id, [MISSING]))[MISSING]).toMatch(
      /^To move on to Engaged:\n- Enterprise Deal Status \(yes or no\)\n- HP Product\(s\)\nAlso /,
    );
    const notes = await stack.people.seeNotes(id);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('<li>HP Product(s)</li>');
  });

  it('[D-14] [R-02] the deal moves to Engaged by itself once they are filled in', async () => {
    const id = await newDeal('Birch Cardiology');
    await stack.people.changeDeal(rep, id, { enterprise_deal_status: 'no' });
    await stack.people.changeDeal(rep, id, { hp_products: 'rcm' });
    await inStage(id, 'engaged');
    await stack.world.settle();
    expect((await stack.people.seeDeal(id, [MISSING]))[MISSING]).toMatch(
      /^To move on to Proposal:\n- Scope of services/,
    );
    expect((await stack.deal(id)).deal.shown).toMatchObject({ pipeline: 'new_business', stage: 'engaged' });
  });

  it('[D-13] a deal closes as lost by itself once category and details are there', async () => {
    const id = await newDeal('Cedar Imaging');
    await stack.people.changeDeal(rep, id, {
      deal_lost_reason_category: 'budget',
      deal_lost_reason_details: 'No budget before next year.',
    });
    await inStage(id, 'closed_lost');
  });

  it('[R-05] the journal tells who, what, when, why and by which rule', async () => {
    const id = await newDeal('Dogwood Health', { enterprise_deal_status: 'yes', hp_products: 'rcm;coding' });
    await inStage(id, 'engaged');
    await stack.world.settle();
    const history = await stack.journal.history('deal', stack.config.hubspot.portalId, id);
    expect(history.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'started'],
      [2, 'moved'],
    ]);
    expect(history[1]).toMatchObject({
      from: 'new_business.sql',
      to: 'new_business.engaged',
      by: expect.stringMatching(/^person:\d+$/),
      clause: 'D-02',
      policyVersion: expect.stringMatching(/^health-prime@\d+\+[0-9a-f]{8}$/),
      evidence: [
        { object: 'deal', id, property: 'enterprise_deal_status', at: expect.any(Number) },
        { object: 'deal', id, property: 'hp_products', at: expect.any(Number) },
      ],
    });
  });

  it("[D-14] a deal that the rep moved back rests until one of the stage's fields changes", async () => {
    const id = await newDeal('Elm Orthopedics', { enterprise_deal_status: 'yes', hp_products: 'rcm' });
    await inStage(id, 'engaged');
    await stack.people.changeDeal(rep, id, { dealstage: stack.people.stageId('new_business', 'sql') });
    await waitFor('the deal to rest', async () => (await stack.deal(id)).deal.shown?.resting);
    await stack.world.settle();
    expect(await stageOf(id)).toBe(stack.people.stageId('new_business', 'sql'));
    await stack.people.changeDeal(rep, id, { hp_products: 'rcm;coding' });
    await inStage(id, 'engaged');
  });
});

describe('webhooks misbehave', () => {
  it('[R-03] twice and shuffled: one move, one note, one line each in the journal', async () => {
    const { sandbox, people, world, journal, config } = stack;
    sandbox.webhooks.hold();
    await control('webhooks/duplicate', { rate: 1 });
    await control('webhooks/shuffle', { on: true });
    const id = await newDeal('Fir Pediatrics');
    await people.changeDeal(rep, id, { hp_products: 'rcm' });
    await people.changeDeal(rep, id, { hp_products: '' });
    await people.changeDeal(rep, id, { hp_products: 'coding' });
    sandbox.webhooks.release();
    await world.settle();
    expect(await people.seeNotes(id)).toHaveLength(1);
    await people.changeDeal(rep, id, { enterprise_deal_status: 'no' });
    await inStage(id, 'engaged');
    await control('webhooks/duplicate', { rate: 0 });
    await control('webhooks/shuffle', { on: false });
    await world.settle();
    const history = await journal.history('deal', config.hubspot.portalId, id);
    expect(history.map(({ kind }) => kind)).toEqual(['started', 'missing', 'moved']);
    expect(await people.seeNotes(id)).toHaveLength(2); // one for each stage in which something was missing
  });

  async function control(path: string, body: object): Promise<void> {
    await fetch(`${stack.sandbox.url}/__sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  }
});

describe('months later', () => {
  it('[R-02] a closed deal listens for its time and then ends; a late event finds it again and repeats nothing', async () => {
    const { people, world, client, journal, config } = stack;
    const id = await newDeal('Ginkgo Dental', {
      deal_lost_reason_category: 'timing',
      deal_lost_reason_details: 'Next year.',
    });
    await inStage(id, 'closed_lost');
    await world.settle();
    await world.advanceTo(world.now() + 91 * 86_400_000);
    const workflow = client.workflow.getHandle(`deal-${config.hubspot.portalId}-${id}`);
    expect((await workflow.describe()).status.name).toBe('COMPLETED');

    await people.changeDeal(rep, id, { hubspot_owner_id: people.owner('glen.foster@healthprime.example').id });
    await waitFor('a new run', async () => (await workflow.describe()).status.name === 'RUNNING');
    await world.settle();
    expect(await stageOf(id)).toBe(people.stageId('new_business', 'closed_lost'));
    const history = await journal.history('deal', config.hubspot.portalId, id);
    expect(history.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'started'],
      [2, 'closed'],
      [3, 'started'],
    ]);
  });
});
