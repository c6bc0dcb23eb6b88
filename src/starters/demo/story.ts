/** The story of the demo, in order: deals, contacts, and the months that decide about both. */
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
import { approvedAndBackedOut, nobodyAnswers, takenOver } from './quarter.ts';
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
  const won = deals.at(-1);
  const acts = [await tradeShow(scene), await silent(scene), await excluded(scene), await lost(scene)];
  const quarter = [await nobodyAnswers(scene), await approvedAndBackedOut(scene)];
  const later = [...acts, ...quarter].flatMap((act) => act.later);
  await timePasses(scene, [...later, ...(won === undefined ? [] : takenOver(scene, won))]);
  return {
    deals: [...deals, ...acts.flatMap(({ deals: opened }) => opened), ...quarter.map(({ deal }) => deal)],
    contacts: acts.map(({ contact }) => contact),
  };
}
