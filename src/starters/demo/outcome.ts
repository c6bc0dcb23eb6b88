/** How the story ended: a table for people, and the check that `--exit` answers with. */
import { openJournal, type RecordedDecision } from '../../journal/journal.ts';
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

const WHY_WIDTH = 90;

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
          last === undefined ? '–' : shortened(decisionWords(policy, last, nameOf)),
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
    for (const { id, name, endsIn, moves, notes, tickets } of deals) {
      const seen = await people.seeDeal(id, []);
      const stage = people.stageId('new_business', endsIn);
      if (seen['dealstage'] !== stage)
        problems.push(`"${name}" is in stage ${seen['dealstage'] ?? 'none'} instead of ${endsIn}.`);
      const found = (await people.seeNotes(id)).length;
      if (found !== notes) problems.push(`"${name}" has ${found} notes instead of ${notes}.`);
      const history = await journal.history('deal', portalId, id);
      const made = history.filter((decision) => isOurMove(decision)).length;
      if (made !== moves) problems.push(`"${name}" was moved by the engine ${made} times instead of ${moves}.`);
      const opened = (await people.seeAssociated(id, 'tickets')).length;
      if (opened !== tickets) problems.push(`"${name}" has ${opened} onboarding tickets instead of ${tickets}.`);
      if (history.some(({ seq }, index) => seq !== index + 1)) problems.push(`The journal of "${name}" has a gap.`);
    }
    return problems;
  } finally {
    await journal.close();
  }
}

/** A move that the engine made, not one that it saw. */
function isOurMove({ kind, evidence }: RecordedDecision): boolean {
  if (kind === 'won' || kind === 'closed' || kind === 'putBack') return true;
  return kind === 'moved' && !evidence.some(({ property }) => property === 'dealstage');
}

/** The whole sentence is what `sop why` prints; a table wants to fit. */
function shortened(sentence: string): string {
  return sentence.length <= WHY_WIDTH ? sentence : `${sentence.slice(0, WHY_WIDTH - 1)}…`;
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
