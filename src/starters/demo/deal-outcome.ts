/** How the story ended for its deals: rows of the closing table, and what is not as it should be. */
import { decisionWords, type NameOf } from '../../domain/decision-words.ts';
import { stageRows } from '../../domain/words.ts';
import type { RecordedDecision } from '../../journal/journal.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import type { Stack } from '../stack.ts';
import type { Recorded } from './sales-table.ts';
import type { Scene } from './scene.ts';
import type { Row } from './table.ts';

/** Stage, and the decision by which it came there. */
export async function dealRow(
  { client, config }: Stack,
  { policy, people }: Scene,
  nameOf: NameOf,
  { deal, history }: Recorded,
): Promise<Row> {
  const workflowId = dealWorkflowId(config.hubspot.portalId, deal.id);
  const { deal: state } = await client.workflow.getHandle(workflowId).query(dealStateQuery);
  const here = `${state.shown?.pipeline ?? ''}.${state.shown?.stage ?? ''}`;
  const why = history.findLast(({ to, kind }) => to === here && kind !== 'missing') ?? history.at(-1);
  const { hubspot_owner_id: owner } = await people.seeDeal(deal.id, ['hubspot_owner_id']);
  const place = state.shown && stageRows(policy, state.shown);
  return {
    cells: [
      deal.name,
      place?.pipeline ?? '–',
      place?.stage.label ?? '–',
      owner ? people.ownerById(owner).name : 'nobody',
      deal.id,
    ],
    ...(why === undefined ? {} : { why: decisionWords(policy, why, nameOf) }),
  };
}

/** What is not as it should be with a deal, in words. */
export async function dealProblems(
  { people, rules }: Scene,
  { deal: { id, name, pipeline, endsIn, moves, notes, tickets, referredBy = '' }, history }: Recorded,
): Promise<string[]> {
  const problems: string[] = [];
  const employees = rules.referral?.dealEmployees ?? '';
  const seen = await people.seeDeal(id, [employees]);
  const stage = people.stageId(pipeline, endsIn);
  if (seen['dealstage'] !== stage)
    problems.push(`"${name}" is in stage ${seen['dealstage'] ?? 'none'} instead of ${endsIn}.`);
  if ((seen[employees] ?? '') !== referredBy) problems.push(`"${name}" does not say who referred it.`);
  const found = (await people.seeNotes(id)).length;
  if (found !== notes) problems.push(`"${name}" has ${found} notes instead of ${notes}.`);
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
