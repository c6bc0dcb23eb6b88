/** The walking skeleton's stories under another company's policy, on the real stack: no rule is wired into code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { smallPolicy } from '../src/domain/policy/small.ts';
import { loadPolicy } from '../src/policy-file.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

let stack: TestStack;
let rep: { id: string };
beforeAll(async () => {
  stack = await startTestStack({ policy: 'small' });
  const [somebody] = await owners();
  rep = { id: somebody?.id ?? '' };
});
afterAll(() => stack.close());

const PIPELINE = 'projects';
const MISSING = smallPolicy.missingProperty;
const newDeal = (name: string, properties: Record<string, string> = {}) =>
  stack.people.createDeal(rep, { name, pipeline: PIPELINE, stage: 'enquiry', properties });
const change = (id: string, properties: Record<string, string>) => stack.people.changeDeal(rep, id, properties);
const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const missingOf = async (id: string) => (await stack.people.seeDeal(id, [MISSING]))[MISSING] ?? '';
const inStage = (id: string, stage: string) =>
  waitFor(`deal ${id} to be in ${stage}`, async () => (await stageOf(id)) === stack.people.stageId(PIPELINE, stage));
const journalOf = (id: string) => stack.journal.history('deal', stack.config.hubspot.portalId, id);

async function owners(): Promise<{ id: string }[]> {
  const answer = await stack.people.call(undefined, 'GET', '/crm/v3/owners');
  return (answer as { results: { id: string }[] }).results;
}

describe('a rep of the other company works in HubSpot', () => {
  it("[D-16] a deal says what is missing in that company's words, in a property and in one note", async () => {
    const id = await newDeal('Weir at Alder');
    await waitFor('the deal to say what is missing', () => missingOf(id));
    await stack.world.settle();
    const lines = (await missingOf(id)).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('To move on to Survey:');
    expect(lines[1]).toMatch(/^- Budget confirmed: "yes"$/i);
    expect(lines[2]).toBe('- Flow rate (m³/h)');
    const notes = await stack.people.seeNotes(id);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('<li>Flow rate (m³/h)</li>');
  });

  it('[D-14] a field must have the value that is asked for, not only one; then the deal moves by itself', async () => {
    const id = await newDeal('Weir at Birch', { rb_flow_rate: '12.5', rb_budget_confirmed: 'no' });
    await waitFor('the deal to say what is missing', () => missingOf(id));
    await stack.world.settle();
    expect((await missingOf(id)).split('\n')).toHaveLength(2);
    await change(id, { rb_budget_confirmed: 'yes' });
    await inStage(id, 'survey');
    await stack.world.settle();
    expect(await missingOf(id)).toContain('To move on to Offer:\n- Site visited on');
    expect((await stack.people.seeNotes(id)).length).toBe(2); // one for each stage it had to wait in
  });

  it('[D-14] walks through all stages whose criteria hold, on the company and in the files too, until it is won', async () => {
    const { people } = stack;
    const id = await newDeal('Weir at Cedar', { rb_site_visit: '2026-03-02' });
    const company = await people.create(rep, 'companies', { name: 'Cedar Mills', rb_region: 'north' });
    await people.associate(rep, 'deals', id, 'companies', company);
    await change(id, { rb_flow_rate: '3', rb_budget_confirmed: 'yes' });
    await inStage(id, 'offer');
    await change(id, { rb_order_number: 'A-17' });
    await stack.world.settle();
    expect(await stageOf(id)).toBe(people.stageId(PIPELINE, 'offer'));
    await people.writeNote(rep, id, 'The order came in.', ['order.pdf']);
    await inStage(id, 'ordered');
    await stack.world.settle();
    const moves = (await journalOf(id)).flatMap(({ from, to }) => (from === undefined ? [] : [[from, to]]));
    expect(moves).toEqual([
      ['projects.enquiry', 'projects.survey'],
      ['projects.survey', 'projects.offer'],
      ['projects.offer', 'projects.ordered'],
    ]);
  });

  it("[D-13] is lost by that company's two fields, from a later stage too", async () => {
    const id = await newDeal('Weir at Dogwood', { rb_flow_rate: '3', rb_budget_confirmed: 'yes' });
    await inStage(id, 'survey');
    await change(id, { rb_lost_to: 'postponed' });
    await stack.world.settle();
    expect(await stageOf(id)).toBe(stack.people.stageId(PIPELINE, 'survey'));
    await change(id, { rb_lost_story: 'The town waits for its budget.' });
    await inStage(id, 'lost');
  });

  it('[D-14] a deal moved back rests until a field of that stage changes', async () => {
    const id = await newDeal('Weir at Elm', { rb_flow_rate: '3', rb_budget_confirmed: 'yes' });
    await inStage(id, 'survey');
    await change(id, { dealstage: stack.people.stageId(PIPELINE, 'enquiry') });
    await waitFor('the deal to rest', async () => (await stack.deal(id)).deal.shown?.resting);
    await stack.world.settle();
    expect(await missingOf(id)).toContain('moved back to Enquiry');
    await change(id, { rb_flow_rate: '4' });
    await inStage(id, 'survey');
  });

  it('[R-05] decisions carry the name and version of this policy', async () => {
    const id = await newDeal('Weir at Fir', { rb_flow_rate: '3', rb_budget_confirmed: 'yes' });
    await inStage(id, 'survey');
    await stack.world.settle();
    const versions = new Set((await journalOf(id)).map(({ policyVersion }) => policyVersion));
    expect([...versions]).toEqual([`riverbend@${loadPolicy('small').version}`]);
  });
});

describe("the portal and the clocks are that policy's", () => {
  it('[D-01] has its pipelines and fields, and none of the other policy', async () => {
    const pipelines = await stack.people.call(undefined, 'GET', '/crm/v3/pipelines/deals');
    const labels = (pipelines as { results: { label: string }[] }).results.map(({ label }) => label);
    expect(labels).toContain('Projects');
    for (const { label } of defaultPolicy.pipelines) expect(labels).not.toContain(label);
    const properties = await stack.people.call(undefined, 'GET', '/crm/v3/properties/deals');
    const names = (properties as { results: { name: string }[] }).results.map(({ name }) => name);
    const ours = (policy: typeof smallPolicy) =>
      policy.properties.flatMap((row) => (row.object === 'deal' && row.origin === 'ours' ? [row.name] : []));
    expect(names).toEqual(expect.arrayContaining(ours(smallPolicy)));
    const theirs = ours(defaultPolicy).filter((name) => !ours(smallPolicy).includes(name));
    expect(names.filter((name) => theirs.includes(name))).toEqual([]);
  });

  it('[D-16] [R-07] tells operators what is missing, with times in its zone', async () => {
    const id = await newDeal('Weir at Ginkgo');
    await waitFor('the deal to be told', async () => (await stack.deal(id)).deal.shown);
    await stack.world.settle();
    const details = stack.client.workflow.getHandle(`deal-${stack.config.hubspot.portalId}-${id}`);
    const metadata = await details.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain('\n- [ ] Flow rate (m³/h)\n');
    expect(metadata.currentDetails).toMatch(
      /^\*\*Enquiry\*\* \(Projects\) since \d{4}-\d\d-\d\d \d\d:\d\d Europe\/Berlin/,
    );
  });

  it('[R-02] an open deal sleeps as long as the policy says, and a closed one ends when the policy says', async () => {
    const open = await newDeal('Weir at Hazel');
    const lost = await newDeal('Weir at Ivy', { rb_lost_to: 'competitor', rb_lost_story: 'They were cheaper.' });
    await inStage(lost, 'lost');
    await stack.world.settle();
    const { wakesAt = 0, deal } = await stack.deal(open);
    expect((wakesAt - (deal.readAt ?? 0)) / 86_400_000).toBeCloseTo(smallPolicy.dealClock.maxSleepDays, 1);
    await stack.world.advanceTo(stack.world.now() + (smallPolicy.dealClock.closedStaysOpenDays + 1) * 86_400_000);
    const status = async (id: string) =>
      (await stack.client.workflow.getHandle(`deal-${stack.config.hubspot.portalId}-${id}`).describe()).status.name;
    expect([await status(open), await status(lost)]).toEqual(['RUNNING', 'COMPLETED']);
  });
});
