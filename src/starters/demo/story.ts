/** The story of the demo, in order: deals, contacts, and the months that decide about both. */
import type { Stack } from '../stack.ts';
import { referred, takenOver } from './after-the-win.ts';
import { approvedAndBackedOut } from './back-out.ts';
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
import { theRestOfTheTeam } from './team.ts';
import { type Say, Scene } from './scene.ts';
import { nobodyAnswers } from './silence.ts';

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
    ...(await draggedAhead(scene)),
  ];
  const won = await allTheWay(scene);
  const acts = [await tradeShow(scene), await silent(scene), await excluded(scene), await lost(scene)];
  const unanswered = await nobodyAnswers(scene);
  const backedOut = await approvedAndBackedOut(scene);
  const team = await theRestOfTheTeam(scene);
  const referral = referred(scene, won.sale);
  const quarter = [...acts, unanswered, backedOut, team, referral];
  const later = quarter.flatMap((act) => act.later);
  await timePasses(scene, [...later, ...takenOver(scene, [won.sale, backedOut.sale, team.won])]);
  return {
    deals: [...deals, won.deal, ...quarter.flatMap((act) => act.deals)],
    contacts: quarter.flatMap((act) => act.contacts),
  };
}
