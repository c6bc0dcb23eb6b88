/** `why deal <id>`: why is it here, what happens next, and when? From the journal and, while it runs, from the workflow. */
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { Command } from 'commander';
import type { RecordedDecision } from '../../journal/journal.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { DealState } from '../../domain/deal/state.ts';
import { localMinute } from '../../domain/time.ts';
import { missingWords, nextWords, stageRows } from '../../domain/words.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import { commandContext, type CommandContext } from './context.ts';

export const whyCommand = new Command('why')
  .description('why a record is where it is, what happens next, and when')
  .addCommand(
    new Command('deal')
      .argument('<id>', 'HubSpot id of the deal')
      .option('--json', 'as JSON')
      .action(async (id: string, { json }: { json?: true }) => {
        if (!/^\d+$/.test(id)) throw new Error(`"${id}" is no deal id; take the number at the end of the record's address.`);
        const context = await commandContext();
        const journal = await openJournal({ databaseUrl: context.config.databaseUrl });
        try {
          const history = await journal.history('deal', context.config.hubspot.portalId, id);
          const live = await askWorkflow(context, id);
          if (json === true) return console.log(JSON.stringify({ live: live ?? null, history }, null, 2));
          if (history.length === 0 && live === undefined) throw new Error(`Nothing is known of deal ${id} yet: no event of it has arrived.`);
          console.log(whyDeal(context.policy, id, live, history));
        } finally {
          await journal.close();
        }
      }),
  );

type Live = { deal: DealState; wakesAt?: number; wakesFor?: string };

async function askWorkflow({ config, temporal }: CommandContext, dealId: string): Promise<Live | undefined> {
  const connection = await Connection.connect(temporal.connectionOptions);
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    return await client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, dealId)).query(dealStateQuery);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  } finally {
    await connection.close();
  }
}

function whyDeal(policy: Policy, id: string, live: Live | undefined, history: RecordedDecision[]): string {
  const { timeZone } = policy.calendar;
  const when = (instant: number) => localMinute(instant, timeZone);
  const shown = live?.deal.shown;
  const rows = shown === undefined ? undefined : stageRows(policy, shown);
  const lines: string[] = [];
  if (live?.deal.gone !== undefined) lines.push(`Deal ${id} is ${live.deal.gone.why} in HubSpot.`);
  else if (shown === undefined || rows === undefined) lines.push(`Deal ${id} is not under way in a pipeline of the policy.`);
  else {
    lines.push(`Deal ${id} is in ${rows.stage.label} (${rows.pipeline}) since ${when(shown.since)} ${timeZone}.`);
    const missing = missingWords(policy, shown);
    lines.push(missing.length === 0 ? 'Nothing is missing.' : `Missing: ${missing.join('; ')}.`);
    lines.push(`Next: ${nextWords(rows, shown)}`);
  }
  if (live?.deal.attention !== undefined) lines.push(`Needs a person: HubSpot refused (${live.deal.attention.reason}).`);
  if (live?.wakesAt !== undefined) lines.push(`If nothing happens before, it wakes up ${when(live.wakesAt)} (${live.wakesFor ?? ''}).`);
  lines.push('', 'What happened:', ...history.map((decision) => decisionLine(policy, decision, when)));
  return lines.join('\n');
}

function decisionLine(policy: Policy, decision: RecordedDecision, when: (instant: number) => string): string {
  const move = [decision.from, decision.to].filter((place) => place !== undefined).map((place) => placeWords(policy, place));
  const missing = decision.detail?.['missing'];
  const evidence = decision.evidence.map((one) => [one.object, one.id, one.property].filter(Boolean).join(' ')).join(', ');
  return [
    `${String(decision.seq).padStart(3)}  ${when(decision.happenedAt)}  ${decision.kind.padEnd(8)} ${move.join(' → ')}`,
    `by ${decision.by}`,
    `[${decision.clause}, policy ${decision.policyVersion}]`,
    ...(Array.isArray(missing) ? [`missing: ${missing.join(', ')}`] : []),
    `evidence: ${evidence}`,
  ].join('  ');
}

/** `new_business.sql` → `Sales Qualified Lead (New Business)`. */
function placeWords(policy: Policy, place: string): string {
  const [pipeline, stage] = place.split('.');
  const rows = stageRows(policy, { pipeline: pipeline ?? '', stage: stage ?? '', since: 0, missing: [], resting: false });
  return rows === undefined ? place : `${rows.stage.label} (${rows.pipeline})`;
}
