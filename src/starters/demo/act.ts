/** What every act leaves behind, and the reps who play in it. */
import type { StoryDeal } from './deals.ts';
import type { Later } from './later.ts';
import type { StoryContact } from './leads.ts';

/** What an act sets up, and what comes of it in the weeks after. */
export interface Act {
  /** More may come in the weeks after. */
  deals: StoryDeal[];
  contacts: StoryContact[];
  later: Later[];
}

export const REPS = {
  ruth: 'ruth.amado@healthprime.example',
  glen: 'glen.foster@healthprime.example',
  priya: 'priya.nair@healthprime.example',
  owen: 'owen.blake@healthprime.example',
};
