/** Acts 8 and 9: contacts whose day comes months later. */
import { firstBusinessDayOfQuarter, reviewPolicy } from '../../domain/contact/review.ts';
import type { Later } from './later.ts';
import { enter, MAILS, MARKETER, officeHours, OUTREACH, ownerOf, qualify, requestTo, tasksOf } from './leads.ts';
import type { Act } from './act.ts';
import { patiently, PIPELINE, quote, type Scene, today } from './scene.ts';

/** As people read it. */
const CORRECTIVE = 'Corrective action';
const isOfReview = (subject: string) => subject.startsWith('Quarterly review') || subject.startsWith(CORRECTIVE);

export async function excluded(scene: Scene): Promise<Act> {
  const { people, policy, rules, say } = scene;
  const mia = people.owner(MARKETER);
  const name = 'Test Entry';
  const address = 'qwerty@test.example';
  const person = { firstname: 'Test', lastname: 'Entry', email: address, company: 'Asdf' };
  const stage = { lifecyclestage: scene.stageValue('excluded') };
  const id = await enter(scene, mia, person, { ...stage, hs_analytics_source: 'PAID_SEARCH' });
  const review = reviewPolicy(policy);
  const at = firstBusinessDayOfQuarter(scene.now(), review.calendar, review.hour);
  say(`8. "${name}" is junk from a web form, and ${mia.name} excludes it from marketing: no mail, no lead.`);
  say(`   It waits for the quarterly review, on ${scene.when(at)}.\n`);

  async function reviewed(): Promise<Later[]> {
    const tasks = await patiently('the tasks of the quarterly review', async () => {
      // HubSpot's search is some seconds behind.
      const found = await tasksOf(scene, mia);
      return found.some(({ subject }) => subject.startsWith(CORRECTIVE)) ? found : undefined;
    });
    say(
      `   ${today(scene)}  First business day of the quarter. ${mia.name} finds the review of all excluded contacts:`,
    );
    say(quote(tasks.flatMap(({ subject }) => (isOfReview(subject) ? [subject] : [])).join('\n')));
    const action = tasks.find(({ subject }) => subject.startsWith(CORRECTIVE));
    await people.change(mia, 'tasks', action?.id ?? '', {
      [rules.exclusionReview.correctiveAction]: 'Form has a captcha now.',
    });
    await people.change(mia, 'contacts', id, { [rules.properties.exclusionAnswer]: 'keep' });
    await scene.settle();
    say('               She answers Keep, and writes down what keeps such entries away.');
    return [];
  }

  return {
    contacts: [
      {
        ...{ id, name, address, endsIn: 'excluded', temperature: '', consent: 'none', deals: 0 },
        ...{ mails: [], tasks: ['Corrective action for 1 contact'], leads: { open: 0, closed: 0 } },
      },
    ],
    deals: [],
    later: [{ at, tell: reviewed }],
  };
}

export async function lost(scene: Scene): Promise<Act> {
  const { people, rules, policy, say, mailbox } = scene;
  const { recyclesOn, consentStatus } = rules.properties;
  const mia = people.owner(MARKETER);
  const company = 'Hawthorn Surgical';
  const name = 'Nadia Ferro';
  const address = 'nadia.ferro@hawthorn.example';
  say(`9. ${name} of ${company} consents, qualifies like Harriet, and then answers nobody any more.`);
  await officeHours(scene);
  const id = await enter(scene, mia, { firstname: 'Nadia', lastname: 'Ferro', email: address, company });
  await scene.control('contacts/engage', { contactId: id, kind: 'event' });
  await scene.untilLifecycle(id, 'mql');
  const rep = await ownerOf(scene, id);
  await mailbox.consent(await requestTo(scene, address), address);
  await scene.untilContact(id, consentStatus, 'granted');
  const deal = await qualify(scene, rep, id);
  const { category, details } = policy.lost;
  await people.changeDeal(rep, deal, { [category]: 'no_response', [details]: 'Seven attempts, no answer.' });
  await scene.untilStage(deal, 'closed_lost');
  await scene.untilLifecycle(id, 'mql');
  const at = Date.parse(await scene.untilContact(id, recyclesOn));
  say('   The deal closes as lost, No response. Nadia is a Marketing Qualified Lead again, as she consented to mail.');
  say(`   Her record says: Recycles on ${scene.when(at)}.\n`);

  async function recycled(): Promise<Later[]> {
    await scene.untilLifecycle(id, 'recycled');
    say(`   ${today(scene)}  Nadia's cool-off is over: Recycled, and ${rep.name} finds a task to follow up.`);
    return [];
  }

  return {
    contacts: [
      {
        ...{ id, name, address, endsIn: 'recycled', consent: 'granted', deals: 1 },
        mails: [MAILS.request],
        tasks: [OUTREACH, 'Follow up on this Recycled contact'],
        leads: { open: 0, closed: 1 },
      },
    ],
    deals: [{ id: deal, name: company, pipeline: PIPELINE, endsIn: 'closed_lost', moves: 1, notes: 1, tickets: 0 }],
    later: [{ at, tell: recycled }],
  };
}
