/** How the story ended: tables for people, and the check that `--exit` answers with. */
import { createHubSpot } from '../../hubspot/client.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Stack } from '../stack.ts';
import { staffNames } from '../staff-names.ts';
import { contactProblems, contactRow } from './contact-outcome.ts';
import { dealProblems, dealRow } from './deal-outcome.ts';
import { salesRows } from './sales-table.ts';
import { Scene } from './scene.ts';
import type { Told } from './story.ts';
import { textTable } from './table.ts';

/** What each owner sold; deals and contacts, each with stage, why, and the link to its workflow in the Temporal UI. */
export async function outcomeTables(stack: Stack, { deals, contacts }: Told): Promise<string> {
  const scene = await Scene.of(stack, () => {});
  const journal = await openJournal({ databaseUrl: stack.config.databaseUrl });
  try {
    const nameOf = await staffNames(createHubSpot(stack.config.hubspot));
    const dealRows = await Promise.all(deals.map((deal) => dealRow(stack, scene, journal, nameOf, deal)));
    const contactRows = await Promise.all(contacts.map((one) => contactRow(stack, scene, journal, nameOf, one)));
    const { portalId } = stack.config.hubspot;
    const told = await Promise.all(
      deals.map(async (deal) => ({ deal, history: await journal.history('deal', portalId, deal.id) })),
    );
    const sales = await salesRows(scene, told);
    return [
      textTable(
        sales.head,
        sales.rows.map((cells) => ({ cells, link: '' })),
      ),
      textTable(['Deal', 'Stage', 'Why', 'Workflow'], dealRows),
      textTable(['Contact', 'Stage', 'Temperature', 'Consent', 'Why', 'Workflow'], contactRows),
    ].join('\n\n');
  } finally {
    await journal.close();
  }
}

/** What is not as it should be, in words; empty when all is well. */
export async function checkOutcome(stack: Stack, { deals, contacts }: Told): Promise<string[]> {
  const scene = await Scene.of(stack, () => {});
  const journal = await openJournal({ databaseUrl: stack.config.databaseUrl });
  try {
    const problems: string[] = [];
    for (const deal of deals) problems.push(...(await dealProblems(stack, scene, journal, deal)));
    for (const contact of contacts) problems.push(...(await contactProblems(stack, scene, journal, contact)));
    return problems;
  } finally {
    await journal.close();
  }
}
