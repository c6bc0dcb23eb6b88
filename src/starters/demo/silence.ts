/** Act 10: nobody answers. */
import { addBusinessDays } from '../../domain/time.ts';
import type { Later } from './later.ts';
import { type Act, REPS } from './act.ts';
import { quote, type Scene, today } from './scene.ts';
import { openSale } from './selling.ts';

/** Whoever waits for something due then finds it done. */
const HOUR_MS = 3_600_000;

/** S-05: the contact is called every other business day, until the deal is lost. */
export async function nobodyAnswers(scene: Scene): Promise<Act> {
  const { people, policy, say } = scene;
  const glen = people.owner(REPS.glen);
  const name = 'Juniper ENT Associates';
  const person = { firstname: 'Paul', lastname: 'Imhoff', email: 'paul.imhoff@juniper-ent.example' };
  const { id, pipeline, contact } = await openSale(scene, glen, { name, person });
  const { touches } = policy;
  if (touches === undefined) throw new Error('the story needs a policy that counts touches');
  say(`10. ${glen.name} calls ${name} again and again: voicemail, no answer, voicemail.`);
  say(
    '   After seven attempts without an answer, at least three of them voicemails, a deal is lost. It counts them.\n',
  );

  const call = (number: number): Later => ({
    at: addBusinessDays(firstCall, 2 * (number - 1), policy.calendar),
    async tell() {
      await people.logCall(glen, contact, number % 2 === 1 ? 'voicemail' : 'noAnswer');
      await scene.settle();
      if (number < touches.touches) return [call(number + 1)];
      const summary = await scene.seen(id, touches.properties.summary);
      say(`   ${today(scene)}  ${glen.name} calls ${name} for the seventh time. On the deal he reads:`);
      say(quote(summary));
      return [{ at: addBusinessDays(scene.now(), touches.closeAfterDays, policy.calendar) + HOUR_MS, tell: closed }];
    },
  });
  const firstCall = addBusinessDays(scene.now(), 1, policy.calendar);

  async function closed(): Promise<Later[]> {
    await scene.untilStage(id, 'closed_lost');
    say(`   ${today(scene)}  Five business days without an answer: ${name} is Closed Lost by itself, No response.`);
    return [];
  }
  return {
    deals: [{ id, name, pipeline, endsIn: 'closed_lost', moves: 1, notes: 1, tickets: 0 }],
    contacts: [],
    later: [call(1)],
  };
}
