/** What happens to the deals whose histories are kept (record.ts). Names and texts carry a word that no history may hold. */
import { policyChangedSignal } from '../../src/workflows/messages.ts';
import { LOST, newProject, READY, repOf } from '../support/projects.ts';
import {
  change,
  control,
  drag,
  mergeInto,
  NAME,
  ofDeal,
  pass,
  type Scene,
  start,
  type Story,
  TYPED,
  whileAnswering,
  workflowOf,
} from './scene.ts';

export const LOST_AS_TYPED = { ...LOST, rb_lost_story: `${TYPED} builds in another year.` };

/** Under the small policy as it is shipped. */
export const stories: Record<string, Story> = {
  moved: ofDeal((scene) => start(scene, READY)),

  told: ofDeal(async (scene) => {
    const id = await start(scene);
    await change(scene, id, { rb_flow_rate: '12' });
    await change(scene, id, READY);
    return id;
  }),

  warned: ofDeal(async (scene) => {
    const id = await start(scene, READY);
    await drag(scene, id, 'ordered');
    return id;
  }),

  lost: ofDeal(async (scene) => {
    const id = await start(scene);
    await change(scene, id, LOST_AS_TYPED);
    return id;
  }),

  rested: ofDeal(async (scene) => {
    const id = await start(scene, READY);
    await drag(scene, id, 'enquiry');
    await change(scene, id, { rb_flow_rate: '20' });
    return id;
  }),

  'left-its-pipeline': ofDeal(async (scene) => {
    const id = await start(scene);
    await change(scene, id, { pipeline: 'default', dealstage: 'qualifiedtobuy' });
    return id;
  }),

  'ended-and-started-again': ofDeal(async (scene) => {
    const id = await start(scene, LOST_AS_TYPED);
    await pass(scene, { days: 31 });
    await change(scene, id, { rb_flow_rate: '30' });
    return id;
  }),

  slept: ofDeal(async (scene) => {
    const id = await start(scene);
    await pass(scene, { days: 15 });
    return id;
  }),

  'told-of-a-new-policy': ofDeal(async (scene) => {
    const id = await start(scene);
    await scene.client.workflow.getHandle(workflowOf(scene, id)).signal(policyChangedSignal);
    await scene.world.settle();
    return id;
  }),

  'waited-for-its-policy': ofDeal(async (scene) => {
    let id = '';
    await whileAnswering(scene, '401', '/', async () => {
      id = await newProject(scene.people, NAME);
    });
    await change(scene, id, READY);
    return id;
  }),

  'deleted-and-restored': ofDeal(async (scene) => {
    const id = await start(scene);
    await scene.people.call(repOf(scene.people), 'DELETE', `/crm/v3/objects/deals/${id}`);
    await scene.world.settle();
    await control(scene, 'POST', `objects/deals/${id}/restore`);
    await scene.world.settle();
    return id;
  }),

  'merged-away': ofDeal(async (scene) => (await merge(scene)).merged),

  'made-by-a-merge': ofDeal(async (scene) => (await merge(scene)).made),

  'refused-and-recovered': ofDeal(async (scene) => {
    const id = await start(scene);
    const dealstage = scene.people.stageId('projects', 'survey');
    const rule = { objectType: 'deals', property: 'closedate', when: { property: 'dealstage', values: [dealstage] } };
    await control(scene, 'PUT', 'conditional-rules', { rules: [rule] });
    await change(scene, id, READY);
    await control(scene, 'PUT', 'conditional-rules', { rules: [] });
    await change(scene, id, { rb_flow_rate: '13' });
    return id;
  }),

  'owed-a-note': ofDeal(async (scene) => {
    let id = '';
    await whileAnswering(scene, '403', '/crm/objects/[^/]+/notes', async () => {
      id = await start(scene);
    });
    await change(scene, id, { rb_flow_rate: '12' });
    return id;
  }),

  'continued-as-new': ofDeal(async (scene) => {
    const id = await start(scene);
    for (const rate of ['1', '', '2', '']) await change(scene, id, { rb_flow_rate: rate });
    return id;
  }),

  'twice-and-shuffled': ofDeal(async (scene) => {
    const { people, sandbox, world } = scene;
    sandbox.webhooks.hold();
    await control(scene, 'POST', 'webhooks/duplicate', { rate: 1 });
    await control(scene, 'POST', 'webhooks/shuffle', { on: true });
    const id = await newProject(people, NAME);
    for (const rate of ['1', '2', '', '3']) await people.changeDeal(repOf(people), id, { rb_flow_rate: rate });
    sandbox.webhooks.release();
    await world.settle();
    await control(scene, 'POST', 'webhooks/duplicate', { rate: 0 });
    await control(scene, 'POST', 'webhooks/shuffle', { on: false });
    return id;
  }),

  relayed: (scene) => relay(scene),

  'relay-refused': (scene) => relay(scene, (change) => whileAnswering(scene, '400', '/crm/associations/', change)),
};

/** A person merges two deals into one. */
async function merge(scene: Scene): Promise<{ merged: string; made: string }> {
  const primary = await start(scene);
  const merged = await start(scene, READY);
  return { merged, made: await mergeInto(scene, primary, merged) };
}

/** News of a company that no deal knows of yet; answers the workflow that carried it. */
async function relay(
  { people, world, client }: Scene,
  during: (change: () => Promise<void>) => Promise<void> = (change) => change(),
): Promise<string> {
  const rep = repOf(people);
  const deal = await newProject(people, NAME);
  const company = await people.create(rep, 'companies', { name: NAME });
  await people.associate(rep, 'deals', deal, 'companies', company);
  await world.settle();
  await during(() => people.change(rep, 'companies', company, { rb_region: 'north' }));
  await world.settle();
  const found: { workflowId: string; startTime: Date }[] = [];
  for await (const one of client.workflow.list({ query: `WorkflowType = 'relayWorkflow'` })) found.push(one);
  const newest = found.toSorted((a, b) => b.startTime.getTime() - a.startTime.getTime())[0];
  if (newest === undefined) throw new Error('the news was carried by a workflow');
  return newest.workflowId;
}
