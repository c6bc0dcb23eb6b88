/** What follows a signature: onboarding takes over (D-18), and an employee refers the client for more (D-19). */
import { addBusinessDays, localDate } from '../../domain/time.ts';
import type { Later } from './later.ts';
import { practice } from './records.ts';
import { patiently, quote, type Scene, today } from './scene.ts';
import type { Act } from './act.ts';
import type { Sale } from './selling.ts';

const ONBOARDING = 'derek.song@healthprime.example';
/** Whoever waits for something due then finds it done. */
const HOUR_MS = 3_600_000;
const REFERRED_AFTER_DAYS = 6;

/** D-18: after a reminder. */
export function takenOver(scene: Scene, sales: Pick<Sale, 'id' | 'name'>[]): Later[] {
  const { people, mailbox, policy, say } = scene;
  const derek = people.owner(ONBOARDING);
  const days = policy.onboarding?.acceptance.remindAfterBusinessDays ?? 0;
  async function accepts(): Promise<Later[]> {
    const mails = await patiently('the reminders to onboarding', async () => {
      const found = await mailbox.mailsTo(ONBOARDING);
      const subjects = sales.map(({ name }) => found.find(({ subject }) => subject.includes(name))?.subject);
      return subjects.includes(undefined) ? undefined : subjects;
    });
    say(
      `   ${today(scene)}  ${derek.name} finds ${mails.length} mails like "${mails[0]}" and moves the tickets on to Accepted.`,
    );
    const accepted = policy.onboarding?.pipeline.stages.find(({ key }) => key === 'accepted')?.label ?? '';
    const stage = await scene.ticketStage(accepted);
    for (const { id } of sales) {
      const [ticket = ''] = await people.seeAssociated(id, 'tickets');
      await people.change(derek, 'tickets', ticket, { hs_pipeline_stage: stage });
    }
    await scene.settle();
    say('               The reps read on their deals: "Your work on it is complete."');
    return [];
  }
  return [{ at: addBusinessDays(scene.now(), days, policy.calendar) + HOUR_MS, tell: accepts }];
}

/** D-19: the Internal Referral Form writes properties of the contact, so writing them is filling it in (docs/referrals.md). */
export function referred(scene: Scene, { id: first, name, rep, contact }: Sale): Act {
  const { people, policy, rules, say } = scene;
  const derek = people.owner(ONBOARDING);
  const act: Act = { deals: [], contacts: [], later: [] };

  async function fillsInTheForm(): Promise<Later[]> {
    const { referral } = rules;
    if (referral === undefined) throw new Error('the story needs a policy with internal referrals');
    const form = {
      [referral.employee]: ONBOARDING,
      [referral.date]: localDate(scene.now(), policy.calendar.timeZone),
      [referral.interest]: 'Coding for their second location, opening in spring.',
    };
    await people.change(derek, 'contacts', contact, form);
    const id = await patiently('the deal of the referral', async () => {
      return (await people.seeAssociated(contact, 'deals', 'contacts')).find((deal) => deal !== first);
    });
    await people.change(derek, 'contacts', contact, form);
    await scene.settle();
    const dealname = await scene.seen(id, 'dealname');
    say(
      `   ${today(scene)}  ${derek.name} hears that ${name} wants more. He sends the Internal Referral Form, twice by mistake.`,
    );
    say(`               One deal opens in Upsell, ${rep.name}'s like the client, and keeps who referred it:`);
    say(quote(`${dealname} · Referring employee: ${await scene.seen(id, referral.dealEmployees)}`));
    await people.changeDeal(rep, id, { ...practice.sql, hp_products: 'coding' });
    await scene.untilStage(id, 'engaged', referral.pipeline);
    act.deals.push({
      ...{ id, name: `${dealname} (referral)`, pipeline: referral.pipeline, endsIn: 'engaged', referredBy: ONBOARDING },
      ...{ moves: 1, notes: 3, tickets: 0 },
    });
    return [];
  }
  const at = addBusinessDays(scene.now(), REFERRED_AFTER_DAYS, policy.calendar);
  return { ...act, later: [{ at, tell: fillsInTheForm }] };
}
