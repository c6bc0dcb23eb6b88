/** How the story ended: tables for people, and the check that `--exit` answers with. */
import { createHubSpot } from '../../hubspot/client.ts';
import { type Journal, openJournal } from '../../journal/journal.ts';
import { contactWorkflowId, dealWorkflowId } from '../../workflows/ids.ts';
import type { Stack } from '../stack.ts';
import { staffNames } from '../staff-names.ts';
import { contactProblems, contactRow } from './contact-outcome.ts';
import { dealProblems, dealRow } from './deal-outcome.ts';
import { rulesAtWork, rulesTable } from './rules-at-work.ts';
import { type Recorded, salesTable } from './sales-table.ts';
import { Scene } from './scene.ts';
import { underTheSecondPolicy } from './second-policy.ts';
import type { Told } from './story.ts';
import { textTable, workflowLink } from './table.ts';

/** What each owner sold; deals and contacts with their stage and why; whose rules decided; and what another policy would say. */
export async function outcomeTables(stack: Stack, told: Told): Promise<string> {
  return withJournal(stack, async (journal) => {
    const scene = await Scene.of(stack, () => {});
    const nameOf = await staffNames(createHubSpot(stack.config.hubspot));
    const deals = await recordedDeals(stack, journal, told);
    const dealRows = await Promise.all(deals.map((one) => dealRow(stack, scene, nameOf, one)));
    const contactRows = await Promise.all(told.contacts.map((one) => contactRow(stack, scene, journal, nameOf, one)));
    const { portalId } = stack.config.hubspot;
    const page = (plural: string) => `In HubSpot: ${stack.urls.sandbox}/records/${plural}/<id>`;
    return [
      'What the team sold, by the owner of the deal:',
      await salesTable(scene, deals),
      'Each deal, and why it is where it is:',
      textTable(['Deal', 'Pipeline', 'Stage', 'Owner', 'Id'], dealRows),
      `${page('deals')}\nIn Temporal: ${workflowLink(stack, dealWorkflowId(portalId, '<id>'))}`,
      'Each contact, and why:',
      textTable(['Contact', 'Stage', 'Temperature', 'Consent', 'Id'], contactRows),
      `${page('contacts')}\nIn Temporal: ${workflowLink(stack, contactWorkflowId(portalId, '<id>'))}`,
      'Both documents decided. Clauses at work, as docs/requirements.md numbers them:',
      rulesTable(await decisions(stack, journal, told)),
      underTheSecondPolicy(scene.now()),
    ].join('\n\n');
  });
}

/** What is not as it should be, in words; empty when all is well. */
export async function checkOutcome(stack: Stack, told: Told): Promise<string[]> {
  return withJournal(stack, async (journal) => {
    const scene = await Scene.of(stack, () => {});
    const problems: string[] = [];
    for (const deal of await recordedDeals(stack, journal, told)) problems.push(...(await dealProblems(scene, deal)));
    for (const contact of told.contacts) problems.push(...(await contactProblems(stack, scene, journal, contact)));
    for (const { name, clauses } of rulesAtWork(await decisions(stack, journal, told)))
      if (clauses.length === 0) problems.push(`No rule of ${name} decided anything.`);
    return problems;
  });
}

async function recordedDeals({ config }: Stack, journal: Journal, { deals }: Told): Promise<Recorded[]> {
  const { portalId } = config.hubspot;
  return Promise.all(deals.map(async (deal) => ({ deal, history: await journal.history('deal', portalId, deal.id) })));
}

/** All that was decided about the deals and contacts of the story. */
async function decisions({ config }: Stack, journal: Journal, { deals, contacts }: Told) {
  const { portalId } = config.hubspot;
  const histories = [
    ...deals.map(({ id }) => journal.history('deal', portalId, id)),
    ...contacts.map(({ id }) => journal.history('contact', portalId, id)),
  ];
  return (await Promise.all(histories)).flat();
}

async function withJournal<Answer>({ config }: Stack, work: (journal: Journal) => Promise<Answer>): Promise<Answer> {
  const journal = await openJournal({ databaseUrl: config.databaseUrl });
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}
