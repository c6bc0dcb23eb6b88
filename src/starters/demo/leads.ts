/** What several acts do with a contact: people work it, it answers our mail, it qualifies. */
import { z } from 'zod';
import { nextBusinessTime } from '../../domain/business-hours.ts';
import type { LifecycleKey } from '../../domain/policy/contact-types.ts';
import type { MailSeen } from '../mailbox.ts';
import { type Scene, patiently } from './scene.ts';

/** A contact of the story and how it has to end. */
export interface StoryContact {
  id: string;
  name: string;
  address: string;
  endsIn: LifecycleKey;
  /** Absent: it depends on the length of the months between. */
  temperature?: string;
  consent: string;
  /** Subjects of the mails that it got. */
  mails: string[];
  /** How the subjects of the tasks begin that hang on it. */
  tasks: string[];
  /** Leads that hang on it. */
  leads: { open: number; closed: number };
  deals: number;
}

/** Mail goes out in business hours, and an act takes a while. */
const HOUR_MS = 3_600_000;

/** Enters the contacts, and answers the quarterly review. */
export const MARKETER = 'mia.lorenz@healthprime.example';

/** Subjects as people read them: the check is of what stands there, not of what the policy would say. */
export const OUTREACH = 'Reach out to this Marketing Qualified Lead';
export const MAILS = { request: 'Email Marketing Consent form', reminder: 'Reminder: Email Marketing Consent form' };

interface Person {
  firstname: string;
  lastname: string;
  email: string;
  company: string;
}

/** Somebody of the company enters the person with its company; answers the contact's id once the engine has met it. */
export async function enter(
  scene: Scene,
  by: { id: string },
  { company, ...person }: Person,
  properties: Record<string, string> = {},
): Promise<string> {
  const { people } = scene;
  const contact = await people.create(by, 'contacts', { ...person, ...properties });
  const companyId = await people.create(by, 'companies', { name: company });
  await people.associate(by, 'contacts', contact, 'companies', companyId);
  await scene.settle();
  return contact;
}

/** The owner to whom the engine gave the contact. */
export async function ownerOf(scene: Scene, contactId: string): Promise<{ id: string; name: string }> {
  return scene.people.ownerById(await scene.untilContact(contactId, 'hubspot_owner_id'));
}

/** Goes on to business hours, if it is night or weekend, or the office is about to close. */
export async function officeHours(scene: Scene): Promise<void> {
  const { businessHours } = scene.rules.consent;
  const { calendar } = scene.policy;
  const now = scene.now();
  const soon = now + HOUR_MS;
  const isOpen = [now, soon].every((at) => nextBusinessTime(at, businessHours, calendar) === at);
  if (isOpen) return;
  const opens = nextBusinessTime(soon, businessHours, calendar);
  scene.say(`   It is ${scene.when(now)} in New York. No mail goes out before ${scene.when(opens)}, and there we are.`);
  await scene.advanceTo(opens);
}

/** The one consent request in the person's mailbox. */
export function requestTo({ mailbox }: Scene, address: string): Promise<MailSeen> {
  return patiently('the consent request', async () => {
    const mails = await mailbox.mailsTo(address);
    return mails.find(({ subject }) => subject === MAILS.request);
  });
}

/** The rep talks to the person and states what C-07 asks for; answers the id of the deal that the engine then opens. */
export async function qualify(scene: Scene, rep: { id: string }, contactId: string): Promise<string> {
  const { people, rules } = scene;
  await people.logCall(rep, contactId, 'connected');
  await people.change(rep, 'contacts', contactId, { [rules.properties.exploring]: 'yes' });
  await scene.untilLifecycle(contactId, 'sql');
  const deal = await patiently('a deal of the contact', async () => {
    return (await people.seeAssociated(contactId, 'deals', 'contacts'))[0];
  });
  await scene.until(deal, 'the deal says what is missing', (seen) => seen[scene.missing]);
  await scene.settle();
  return deal;
}

const tasksSchema = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.object({ hs_task_subject: z.string() }) })),
});

/** What is on somebody's task list. */
export async function tasksOf({ people }: Scene, { id }: { id: string }): Promise<{ id: string; subject: string }[]> {
  const answer = await people.call(undefined, 'POST', '/crm/v3/objects/tasks/search', {
    filterGroups: [{ filters: [{ propertyName: 'hubspot_owner_id', operator: 'EQ', value: id }] }],
    properties: ['hs_task_subject'],
    limit: 100,
  });
  return tasksSchema.parse(answer).results.map((task) => ({ id: task.id, subject: task.properties.hs_task_subject }));
}
