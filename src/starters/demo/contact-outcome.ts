/** How the story ended for its contacts: rows of the closing table, and what is not as it should be. */
import { contactDecisionWords } from '../../domain/contact-decision-words.ts';
import { contactOption, lifecycleLabel } from '../../domain/contact-words.ts';
import type { NameOf } from '../../domain/decision-words.ts';
import { createHubSpot } from '../../hubspot/client.ts';
import { contactPlaces } from '../../hubspot/contact-places.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Stack } from '../stack.ts';
import type { StoryContact } from './leads.ts';
import type { Scene } from './scene.ts';
import type { Row } from './table.ts';

/** Stage, temperature, consent, and why it is in its stage. */
export async function contactRow(
  { config }: Stack,
  scene: Scene,
  journal: Journal,
  nameOf: NameOf,
  { id, name }: StoryContact,
): Promise<Row> {
  const { policy, rules } = scene;
  const { temperature, consentStatus } = rules.properties;
  const seen = await scene.people.see('contacts', id, ['lifecyclestage', temperature, consentStatus]);
  const history = await journal.history('contact', config.hubspot.portalId, id);
  const stage = scene.stageKey(seen['lifecyclestage'] ?? '');
  const why = history.findLast(({ to }) => to === `contact.${stage}`);
  return {
    cells: [
      name,
      lifecycleLabel(policy, stage),
      contactOption(policy, 'temperature', seen[temperature] || '–'),
      contactOption(policy, 'consentStatus', seen[consentStatus] || '–'),
      id,
    ],
    ...(why === undefined ? {} : { why: contactDecisionWords(policy, why, nameOf) }),
  };
}

/** What is not as it should be with a contact, in words; exact, so that nothing happened twice either. */
export async function contactProblems(
  { config }: Stack,
  scene: Scene,
  journal: Journal,
  contact: StoryContact,
): Promise<string[]> {
  const { people, mailbox, rules } = scene;
  const { temperature, consentStatus } = rules.properties;
  const { id, name, address } = contact;
  const seen = await people.see('contacts', id, ['lifecyclestage', temperature, consentStatus]);
  const tasks = await people.seeOnContact(id, 'tasks', ['hs_task_subject']);
  const leads = await people.seeOnContact(id, 'leads', ['hs_pipeline_stage']);
  const { leads: pipeline } = await contactPlaces(createHubSpot(config.hubspot));
  const closed = leads.filter((lead) => pipeline.closed.includes(lead['hs_pipeline_stage'] ?? '')).length;
  const history = await journal.history('contact', config.hubspot.portalId, id);
  const begins = ({ hs_task_subject: subject }: Record<string, string | null>) =>
    contact.tasks.find((beginning) => subject?.startsWith(beginning)) ?? subject ?? '';
  const expected: [what: string, is: unknown, wanted: unknown][] = [
    ['stage', scene.stageKey(seen['lifecyclestage'] ?? ''), contact.endsIn],
    ['temperature', seen[temperature] ?? '', contact.temperature ?? seen[temperature] ?? ''],
    ['consent', seen[consentStatus], contact.consent],
    ['mails', (await mailbox.mailsTo(address)).map(({ subject }) => subject), contact.mails],
    ['tasks', tasks.map(begins).toSorted(), contact.tasks.toSorted()],
    ['leads', { open: leads.length - closed, closed }, contact.leads],
    ['deals', (await people.seeAssociated(id, 'deals', 'contacts')).length, contact.deals],
    ['journal', history.map(({ seq }) => seq), history.map((_, index) => index + 1)],
  ];
  return expected
    .filter(([, is, wanted]) => JSON.stringify(is) !== JSON.stringify(wanted))
    .map(([what, is, wanted]) => `${name}, ${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}.`);
}
