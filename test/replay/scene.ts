/** Where the stories are played whose histories are kept, and what happens in several of them. */
import type { Client } from '@temporalio/client';
import type { Config } from '../../src/config.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { People } from '../../src/starters/people.ts';
import type { World } from '../../src/starters/world.ts';
import { dealWorkflowId } from '../../src/workflows/ids.ts';
import { newProject, repOf } from '../support/projects.ts';

export interface Scene {
  people: People;
  sandbox: Sandbox;
  world: World;
  client: Client;
  config: Config;
}

/** Plays to the end, until nothing is on its way, and answers the id of the workflow whose history is kept. */
export type Story = (scene: Scene) => Promise<string>;

/** In every text that a person types: what leaks into a history is found by it. */
export const TYPED = 'Quillfeather';
export const NAME = `${TYPED} Waterworks`;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A story of one deal: plays, answers the deal's id. */
export function ofDeal(play: (scene: Scene) => Promise<string>): Story {
  return async (scene) => workflowOf(scene, await play(scene));
}

export const workflowOf = ({ config }: Scene, dealId: string) => dealWorkflowId(config.hubspot.portalId, dealId);

/** A deal in the first stage, taken in. */
export async function start({ people, world }: Scene, properties: Record<string, string> = {}): Promise<string> {
  const id = await newProject(people, NAME, properties);
  await world.settle();
  return id;
}

/** Somebody changes the deal; a rep unless another is given. */
export async function change(
  { people, world }: Scene,
  id: string,
  properties: Record<string, string>,
  by: { id: string } = repOf(people),
): Promise<void> {
  await people.changeDeal(by, id, properties);
  await world.settle();
}

export function drag(scene: Scene, id: string, stage: string): Promise<void> {
  return change(scene, id, { dealstage: scene.people.stageId('projects', stage) });
}

export function pass({ world }: Scene, { minutes = 0, days = 0 }): Promise<void> {
  return world.advanceTo(world.now() + minutes * MINUTE_MS + days * DAY_MS);
}

/** A control of the sandbox. */
export function control({ people }: Scene, method: string, path: string, body?: object): Promise<unknown> {
  return people.call(undefined, method, `/__sandbox/${path}`, body);
}

/** What HubSpot answers to all calls of the app whose path begins like this, until `play` is over. */
export async function whileAnswering(scene: Scene, kind: string, path: string, play: () => Promise<void>) {
  await control(scene, 'POST', 'faults', { kind, path, rate: 1 });
  await play();
  await scene.world.settle();
  await control(scene, 'DELETE', 'faults');
}

/** What the sandbox calls the record that it answers with. */
export function idOf(record: unknown): string {
  if (typeof record !== 'object' || record === null || !('id' in record)) throw new Error('a record has an id');
  return String(record.id);
}

/** A person merges two deals; answers the id of the one that is left. */
export async function mergeInto({ people, world }: Scene, primary: string, merged: string): Promise<string> {
  const body = { primaryObjectId: primary, objectIdToMerge: merged };
  const made = await people.call(repOf(people), 'POST', '/crm/v3/objects/deals/merge', body);
  await world.settle();
  return idOf(made);
}
