/** The story of the demo, in order: five deals, four contacts, and the months that decide about the contacts. */
import type { Stack } from '../stack.ts';
import { silent, tradeShow } from './contacts.ts';
import { excluded, lost } from './contacts-later.ts';
import {
  allTheWay,
  draggedAhead,
  lostFromTheFirstStage,
  type StoryDeal,
  twoFieldsAreMissing,
  webhooksGoWild,
} from './deals.ts';
import { timePasses } from './later.ts';
import type { StoryContact } from './leads.ts';
import { type Say, Scene } from './scene.ts';

export interface Told {
  deals: StoryDeal[];
  contacts: StoryContact[];
}

export async function playStory(stack: Stack, say: Say): Promise<Told> {
  const scene = await Scene.of(stack, say);
  const deals = [
    await twoFieldsAreMissing(scene),
    await lostFromTheFirstStage(scene),
    await webhooksGoWild(scene),
    await draggedAhead(scene),
    await allTheWay(scene),
  ];
  await scene.settle();
  const acts = [await tradeShow(scene), await silent(scene), await excluded(scene), await lost(scene)];
  await timePasses(
    scene,
    acts.flatMap(({ later }) => later),
  );
  return {
    deals: [...deals, ...acts.flatMap(({ deals: opened }) => opened)],
    contacts: acts.map(({ contact }) => contact),
  };
}
