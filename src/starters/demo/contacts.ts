/** Acts 6 and 7: a contact that goes all the way to a deal, and one that falls silent. */
import { addDays, DAY_MS } from '../../domain/time.ts';
import type { Later } from './later.ts';
import { enter, MAILS, MARKETER, officeHours, OUTREACH, ownerOf, qualify, requestTo } from './leads.ts';
import type { Act } from './act.ts';
import { PIPELINE, quote, type Scene, today } from './scene.ts';

/** How often the rep calls: before the lead counts as quiet (C-11). */
const CALL_DAYS = [28, 56, 84];

export async function tradeShow(scene: Scene): Promise<Act> {
  const { people, rules, say, mailbox } = scene;
  const { properties } = rules;
  const mia = people.owner(MARKETER);
  const company = 'Foxglove Imaging';
  const address = 'harriet.boone@foxglove.example';
  const name = 'Harriet Boone';
  say(`6. ${mia.name} meets ${name} of ${company} at a trade show. The contact is a Target until it shows interest.`);
  const person = { firstname: 'Harriet', lastname: 'Boone', email: address, company };
  const id = await enter(scene, mia, person, { hs_analytics_source: 'OFFLINE' });
  await scene.untilLifecycle(id, 'target');
  await scene.control('contacts/engage', { contactId: id, kind: 'event' });
  await scene.untilLifecycle(id, 'mql');
  const rep = await ownerOf(scene, id);
  await scene.settle();
  const [task] = await people.seeOnContact(id, 'tasks', ['hs_task_subject', 'hs_timestamp']);
  say(`   Harriet comes to the talk: Marketing Qualified Lead. ${rep.name} is the next SDR in turn and finds the task`);
  say(quote(`${task?.['hs_task_subject']}, due ${scene.when(Date.parse(task?.['hs_timestamp'] ?? ''))}`));
  await people.change(mia, 'contacts', id, { [properties.leadKind]: 'ideal_customer' });
  const temperature = await scene.untilContact(id, properties.deliveredTemperature);
  await people.change(rep, 'contacts', id, { [properties.acceptance]: 'accepted' });
  say(
    `   Mia calls her an Ideal Customer. With that she counts as delivered to Sales, as a ${temperature} lead, and ${rep.name} accepts her.`,
  );
  await officeHours(scene);
  const mail = await requestTo(scene, address);
  say(`   In Harriet's mailbox is one mail, "${mail.subject}". She opens its page: "${await mailbox.open(mail)}".`);
  const status = await scene.untilContact(id, properties.consentStatus, 'requested');
  const thanks = await mailbox.consent(mail, address);
  const granted = await scene.untilContact(id, properties.consentStatus, 'granted');
  say(
    `   Opening it changes nothing: ${status}. She enters her address ("${thanks}"), and the record says: ${granted}.`,
  );
  const deal = await qualify(scene, rep, id);
  say(
    `   ${rep.name} talks to her and answers Exploring a decision with Yes: Sales Qualified Lead, and one deal opens.\n`,
  );
  return {
    contacts: [
      {
        ...{ id, name, address, endsIn: 'sql', temperature: 'warm', consent: 'granted', deals: 1 },
        mails: [MAILS.request],
        tasks: [OUTREACH, 'Accept or reject this lead'],
        leads: { open: 1, closed: 0 },
      },
    ],
    deals: [{ id: deal, name: company, pipeline: PIPELINE, endsIn: 'sql', moves: 0, notes: 1, tickets: 0 }],
    later: CALL_DAYS.map((days, index) => ({
      at: addDays(scene.now(), days, scene.policy.calendar.timeZone),
      tell: async () => {
        await people.logCall(rep, id, 'connected');
        if (index === 0)
          say(
            `   ${today(scene)}  ${rep.name} calls Harriet every four weeks from now on: she stays warm, and nobody is asked to look after her.`,
          );
        return [];
      },
    })),
  };
}

export async function silent(scene: Scene): Promise<Act> {
  const { people, rules, say } = scene;
  const { properties } = rules;
  const name = 'Edgar Lindqvist';
  const address = 'edgar.lindqvist@gorse.example';
  const person = { firstname: 'Edgar', lastname: 'Lindqvist', email: address, company: 'Gorse Dermatology' };
  await officeHours(scene);
  const id = await enter(scene, people.owner(MARKETER), person);
  await requestTo(scene, address);
  await scene.settle();
  await scene.control('contacts/engage', { contactId: id, kind: 'visit' });
  say(`7. ${name} of ${person.company} visits the website, and is never heard of again.`);
  say('   HubSpot tells no app of a visit: the engine finds it when it next looks at the record, within a week.\n');

  async function noticed(): Promise<Later[]> {
    await scene.untilLifecycle(id, 'mql');
    const rep = await ownerOf(scene, id);
    await people.logCall(rep, id, 'voicemail');
    const turnsColdOn = Date.parse(await scene.untilContact(id, properties.turnsColdOn));
    await scene.settle();
    say(
      `   ${today(scene)}  The visit is found: Edgar is a Marketing Qualified Lead, and ${rep.name} leaves a voicemail. That is no engagement:`,
    );
    await show();
    return [{ at: turnsColdOn, tell: turnedCold }];
  }

  async function turnedCold(): Promise<Later[]> {
    say(`   ${today(scene)}  Three months after the visit, to the minute:`);
    await show();
    const [lead] = await people.seeOnContact(id, 'leads', [rules.leads.properties.closedBecause]);
    say(quote(`His lead is closed: ${lead?.[rules.leads.properties.closedBecause]}`));
    return [];
  }

  /** As it stands on the record. */
  async function show(): Promise<void> {
    const { temperature, turnsColdOn } = properties;
    const seen = await people.see('contacts', id, [temperature, turnsColdOn]);
    const at = Date.parse(seen[turnsColdOn] ?? '');
    say(quote(`Lead temperature: ${seen[temperature]}   Turns cold on: ${Number.isNaN(at) ? '–' : scene.when(at)}`));
  }

  return {
    contacts: [
      {
        ...{ id, name, address, endsIn: 'mql', temperature: 'cold', consent: 'reminded', deals: 0 },
        mails: [MAILS.request, MAILS.reminder],
        tasks: [OUTREACH],
        leads: { open: 0, closed: 1 },
      },
    ],
    deals: [],
    later: [{ at: scene.now() + rules.clock.maxSleepDays * DAY_MS, tell: noticed }],
  };
}
