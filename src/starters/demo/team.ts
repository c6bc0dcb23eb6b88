/** Act 12: what the rest of the team sells meanwhile. */
import { addDays, localDate } from '../../domain/time.ts';
import { type Act, REPS } from './act.ts';
import type { Scene } from './scene.ts';
import { engage, openSale, propose, provide, type Sale, sign } from './selling.ts';

/** Longer than the story goes on. */
const PLANNED_DAYS = 120;
const CLOSES_AFTER_DAYS = 150;

/** Two at the same time, as in any team: one is signed, and one in Expansion is about to be. */
export async function theRestOfTheTeam(scene: Scene): Promise<Act & { won: Sale }> {
  const { people, policy, say } = scene;
  const owen = people.owner(REPS.owen);
  const glen = people.owner(REPS.glen);
  const won = await openSale(scene, owen, {
    name: 'Nettle Creek Oncology',
    person: { firstname: 'Vince', lastname: 'Tallis', email: 'vince.tallis@nettlecreek.example' },
  });
  const open = await openSale(scene, glen, {
    name: 'Maple Street Dental',
    person: { firstname: 'Olga', lastname: 'Brandt', email: 'olga.brandt@maplestreet.example' },
    pipeline: 'expansion',
  });
  const own = (amount: string) => ({ amount, arr_at_signing: amount });
  const day = (days: number) =>
    localDate(addDays(scene.now(), days, policy.calendar.timeZone), policy.calendar.timeZone);
  const upToPartner = async (sale: Sale, properties: Record<string, string>) => {
    await engage(scene, sale);
    await propose(scene, sale);
    await provide(scene, sale, properties);
    await scene.untilStage(sale.id, 'partner_of_choice', sale.pipeline);
  };
  await Promise.all([
    upToPartner(won, own('264000')).then(() => sign(scene, won)),
    upToPartner(open, {
      ...own('132000'),
      next_action: 'Go through the contract with their lawyer',
      next_action_owner: glen.id,
      next_action_date: day(PLANNED_DAYS),
      closedate: day(CLOSES_AFTER_DAYS),
    }),
  ]);
  say(`12. Meanwhile ${owen.name} signs "${won.name}" without a deal meeting,`);
  say(`   and ${glen.name} has "${open.name}", in the pipeline Expansion, in Partner of Choice.\n`);
  return {
    won,
    deals: [
      { id: won.id, name: won.name, pipeline: won.pipeline, endsIn: 'closed_won', moves: 4, notes: 8, tickets: 1 },
      {
        id: open.id,
        name: open.name,
        pipeline: open.pipeline,
        endsIn: 'partner_of_choice',
        moves: 3,
        notes: 6,
        tickets: 0,
      },
    ],
    contacts: [],
    later: [],
  };
}
