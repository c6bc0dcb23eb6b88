/** What happens to the deals whose histories are kept (record.ts). Names and texts carry a word that no history may hold. */
import type { WorkflowHandle } from '@temporalio/client';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { People } from '../../src/starters/people.ts';
import type { World } from '../../src/starters/world.ts';
import { policyChangedSignal } from '../../src/workflows/messages.ts';
import { LOST, newProject, READY, repOf } from '../support/projects.ts';

export interface Scene {
  people: People;
  sandbox: Sandbox;
  world: World;
  workflow(dealId: string): WorkflowHandle;
}

/** Plays to the end, until nothing is on its way, and answers the deal's id. */
type Story = (scene: Scene) => Promise<string>;

/** In every text that a person types: what leaks into a history is found by it. */
export const TYPED = 'Quillfeather';
const NAME = `${TYPED} Waterworks`;
const LOST_AS_TYPED = { ...LOST, rb_lost_story: `${TYPED} builds in another year.` };
const DAY_MS = 86_400_000;

export const stories: Record<string, Story> = {
  moved: (scene) => start(scene, READY),

  told: async (scene) => {
    const id = await start(scene);
    await change(scene, id, { rb_flow_rate: '12' });
    await change(scene, id, READY);
    return id;
  },

  bypassed: async (scene) => {
    const id = await start(scene, READY);
    await change(scene, id, { dealstage: scene.people.stageId('projects', 'ordered') });
    return id;
  },

  lost: async (scene) => {
    const id = await start(scene);
    await change(scene, id, LOST_AS_TYPED);
    return id;
  },

  rested: async (scene) => {
    const id = await start(scene, READY);
    await change(scene, id, { dealstage: scene.people.stageId('projects', 'enquiry') });
    await change(scene, id, { rb_flow_rate: '20' });
    return id;
  },

  'ended-and-started-again': async (scene) => {
    const id = await start(scene, LOST_AS_TYPED);
    await scene.world.advanceTo(scene.world.now() + 31 * DAY_MS);
    await change(scene, id, { rb_flow_rate: '30' });
    return id;
  },

  slept: async (scene) => {
    const id = await start(scene);
    await scene.world.advanceTo(scene.world.now() + 15 * DAY_MS);
    return id;
  },

  'told-of-a-new-policy': async (scene) => {
    const id = await start(scene);
    await scene.workflow(id).signal(policyChangedSignal);
    await scene.world.settle();
    return id;
  },

  deleted: async (scene) => {
    const id = await start(scene);
    await scene.people.call(repOf(scene.people), 'DELETE', `/crm/v3/objects/deals/${id}`);
    await scene.world.settle();
    return id;
  },

  'continued-as-new': async (scene) => {
    const id = await start(scene);
    for (let rate = 1; rate <= 20; rate += 1) {
      await change(scene, id, { rb_flow_rate: rate % 7 === 0 ? '' : String(rate) });
    }
    return id;
  },

  'twice-and-shuffled': async (scene) => {
    const { people, sandbox, world } = scene;
    const control = (path: string, body: object) =>
      fetch(`${sandbox.url}/__sandbox/webhooks/${path}`, { method: 'POST', body: JSON.stringify(body) });
    sandbox.webhooks.hold();
    await control('duplicate', { rate: 1 });
    await control('shuffle', { on: true });
    const id = await newProject(people, NAME);
    for (const rate of ['1', '2', '', '3']) await people.changeDeal(repOf(people), id, { rb_flow_rate: rate });
    sandbox.webhooks.release();
    await world.settle();
    await control('duplicate', { rate: 0 });
    await control('shuffle', { on: false });
    return id;
  },
};

async function start({ people, world }: Scene, properties: Record<string, string> = {}): Promise<string> {
  const id = await newProject(people, NAME, properties);
  await world.settle();
  return id;
}

async function change({ people, world }: Scene, id: string, properties: Record<string, string>): Promise<void> {
  await people.changeDeal(repOf(people), id, properties);
  await world.settle();
}
