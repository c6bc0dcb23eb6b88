/** Deals under the small policy (`policy: 'small'`), whose rules tests of crashes, versions and replays hold on to. */
import type { People } from '../../src/starters/people.ts';

/** What a deal needs to go from Enquiry to Survey; there it lacks the date of the site visit. */
export const READY = { rb_budget_confirmed: 'yes', rb_flow_rate: '12' };

/** What closes a deal as lost. */
export const LOST = { rb_lost_to: 'postponed', rb_lost_story: 'They will build in another year.' };

/** Somebody who sells. */
export const repOf = (people: People) => people.owner('ruth.amado@healthprime.example');

/** A rep creates a deal in Enquiry; answers its id. */
export function newProject(people: People, name: string, properties: Record<string, string> = {}): Promise<string> {
  return people.createDeal(repOf(people), { name, pipeline: 'projects', stage: 'enquiry', properties });
}
