/** How the story ended: a table for people, and the check that `--exit` answers with. */
import { openJournal } from '../../journal/journal.ts';
import { loadPolicy } from '../../policy-file.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import { stageRows } from '../../domain/words.ts';
import { decisionWords } from '../../domain/decision-words.ts';
import { createHubSpot } from '../../hubspot/client.ts';
import { People } from '../people.ts';
import type { Stack } from '../stack.ts';
import { staffNames } from '../staff-names.ts';
import type { StoryDeal } from './story.ts';

/** Deal, stage, why, and the link to its workflow in the Temporal UI. */
export async function outcomeTable(stack: Stack, deals: StoryDeal[]): Promise<string> {
  const policy = loadPolicy(stack.config.policy);
  const { portalId } = stack.config.hubspot;
  const journal = await openJournal({ databaseUrl: stack.config.databaseUrl });
  try {
    const nameOf = await staffNames(createHubSpot(stack.config.hubspot));
    const rows = await Promise.all(
      deals.map(async ({ id, name }) => {
        const workflowId = dealWorkflowId(portalId, id);
        const { deal } = await stack.client.workflow.getHandle(workflowId).query(dealStateQuery);
        const last = (await journal.history('deal', portalId, id)).at(-1);
        return [
          name,
          (deal.shown && stageRows(policy, deal.shown)?.stage.label) ?? '–',
          last === undefined ? '–' : decisionWords(policy, last, nameOf),
          `${stack.urls.temporalUi}/namespaces/${stack.temporal.namespace}/workflows/${workflowId}`,
        ];
      }),
    );
    return textTable(['Deal', 'Stage', 'Why', 'Workflow'], rows);
  } finally {
    await journal.close();
  }
}

/** What is not as it should be, in words; empty when all is well. */
export async function checkOutcome(stack: Stack, deals: StoryDeal[]): Promise<string[]> {
  const { portalId } = stack.config.hubspot;
  const people = await People.of(stack.config, loadPolicy(stack.config.policy));
  const journal = await openJournal({ databaseUrl: stack.config.databaseUrl });
  const problems: string[] = [];
  try {
    for (const { id, name, endsIn, notes } of deals) {
      const seen = await people.seeDeal(id, []);
      const stage = people.stageId('new_business', endsIn);
      if (seen['dealstage'] !== stage)
        problems.push(`"${name}" is in stage ${seen['dealstage'] ?? 'none'} instead of ${endsIn}.`);
      const found = (await people.seeNotes(id)).length;
      if (found !== notes) problems.push(`"${name}" has ${found} notes instead of ${notes}.`);
      const history = await journal.history('deal', portalId, id);
      const moves = history.filter(({ kind }) => kind === 'moved' || kind === 'closed');
      if (moves.length !== 1) problems.push(`"${name}" was moved ${moves.length} times instead of once.`);
      if (history.some(({ seq }, index) => seq !== index + 1)) problems.push(`The journal of "${name}" has a gap.`);
    }
    return problems;
  } finally {
    await journal.close();
  }
}

function textTable(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
