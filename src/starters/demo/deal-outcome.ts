/** How the story ended for its deals: rows of the closing table, and what is not as it should be. */
import { decisionWords, type NameOf } from '../../domain/decision-words.ts';
import { stageRows } from '../../domain/words.ts';
import type { Journal, RecordedDecision } from '../../journal/journal.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import type { Stack } from '../stack.ts';
import type { StoryDeal } from './deals.ts';
import { PIPELINE, type Scene } from './scene.ts';
import { type Row, workflowLink } from './table.ts';

/** Stage, and the decision by which it came there. */
export async function dealRow(
  stack: Stack,
  { policy }: Scene,
  journal: Journal,
  nameOf: NameOf,
  deal: StoryDeal,
): Promise<Row> {
  const { portalId } = stack.config.hubspot;
  const workflowId = dealWorkflowId(portalId, deal.id);
  const { deal: state } = await stack.client.workflow.getHandle(workflowId).query(dealStateQuery);
  const history = await journal.history('deal', portalId, deal.id);
  const here = `${state.shown?.pipeline ?? ''}.${state.shown?.stage ?? ''}`;
  const why = history.findLast(({ to, kind }) => to === here && kind !== 'missing') ?? history.at(-1);
  return {
    cells: [
      deal.name,
      (state.shown && stageRows(policy, state.shown)?.stage.label) ?? '–',
      why === undefined ? '–' : decisionWords(policy, why, nameOf),
    ],
    link: workflowLink(stack, workflowId),
  };
}

/** What is not as it should be with a deal, in words. */
export async function dealProblems(
  { config }: Stack,
  { people }: Scene,
  journal: Journal,
  { id, name, endsIn, moves, notes, tickets }: StoryDeal,
): Promise<string[]> {
  const problems: string[] = [];
  const seen = await people.seeDeal(id, []);
  const stage = people.stageId(PIPELINE, endsIn);
  if (seen['dealstage'] !== stage)
    problems.push(`"${name}" is in stage ${seen['dealstage'] ?? 'none'} instead of ${endsIn}.`);
  const found = (await people.seeNotes(id)).length;
  if (found !== notes) problems.push(`"${name}" has ${found} notes instead of ${notes}.`);
  const history = await journal.history('deal', config.hubspot.portalId, id);
  const made = history.filter((decision) => isOurMove(decision)).length;
  if (made !== moves) problems.push(`"${name}" was moved by the engine ${made} times instead of ${moves}.`);
  const opened = (await people.seeAssociated(id, 'tickets')).length;
  if (opened !== tickets) problems.push(`"${name}" has ${opened} onboarding tickets instead of ${tickets}.`);
  if (history.some(({ seq }, index) => seq !== index + 1)) problems.push(`The journal of "${name}" has a gap.`);
  return problems;
}

/** A move that the engine made, not one that it saw. */
function isOurMove({ kind, evidence }: RecordedDecision): boolean {
  if (kind === 'won' || kind === 'closed' || kind === 'putBack' || kind === 'backedOut') return true;
  return kind === 'moved' && !evidence.some(({ property }) => property === 'dealstage');
}
