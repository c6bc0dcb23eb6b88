/** `why deal <id>`: why is it here, what happens next, and when? From the journal and, while it runs, from the workflow. */
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { Command } from 'commander';
import type { RecordedDecision } from '../../journal/journal.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { DealState, Shown } from '../../domain/deal/state.ts';
import { decisionWords, type NameOf } from '../../domain/decision-words.ts';
import { localMinute } from '../../domain/time.ts';
import { attentionWords, missingWords, nextWords, stageRows } from '../../domain/words.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery } from '../../workflows/messages.ts';
import { staffNames } from '../staff-names.ts';
import { commandContext, type CommandContext } from './context.ts';
import { whyReviewCommand } from './why-review.ts';

export const whyCommand = new Command('why')
  .description('why a record is where it is, what happens next, and when')
  .addCommand(whyReviewCommand)
  .addCommand(
    new Command('deal')
      .argument('<id>', 'HubSpot id of the deal')
      .option('--json', 'as JSON')
      .option('--journal-only', 'do not ask the workflow, e.g. while no worker runs')
      .action(async (id: string, { json, journalOnly }: { json?: true; journalOnly?: true }) => {
        if (!/^\d+$/.test(id))
          throw new Error(`"${id}" is no deal id; take the number at the end of the record's address.`);
        const context = await commandContext();
        const journal = await openJournal({ databaseUrl: context.config.databaseUrl });
        try {
          const history = await journal.history('deal', context.config.hubspot.portalId, id);
          const live = journalOnly === true ? undefined : await askWorkflow(context, id);
          if (history.length === 0 && live === undefined)
            throw new Error(`Nothing is known of deal ${id} yet: no event of it has arrived.`);
          if (json === true) return console.log(JSON.stringify({ live: live ?? null, history }, null, 2));
          console.log(whyDeal(context.policy, id, live, history, await staffNames(context.hubspot)));
        } finally {
          await journal.close();
        }
      }),
  );

/** A query needs a worker; without one it would wait for ever. */
const ANSWER_WITHIN_MS = 10_000;

const JOURNAL_STILL_DOES = 'What the journal knows: add --journal-only.';

type Live = { deal: DealState; wakesAt?: number; wakesFor?: string };

async function askWorkflow({ config, temporal }: CommandContext, dealId: string): Promise<Live | undefined> {
  const connection = await Connection.connect(temporal.connectionOptions).catch((cause: unknown) => {
    throw new Error(`Temporal does not answer. ${JOURNAL_STILL_DOES}`, { cause });
  });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const workflow = client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, dealId));
    return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => workflow.query(dealStateQuery));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw new Error(`The workflow does not answer; is a worker running? ${JOURNAL_STILL_DOES}`, { cause: error });
  } finally {
    await connection.close();
  }
}

function whyDeal(
  policy: Policy,
  id: string,
  live: Live | undefined,
  history: RecordedDecision[],
  nameOf: NameOf,
): string {
  const { timeZone } = policy.calendar;
  const when = (instant: number) => localMinute(instant, timeZone);
  const shown = live?.deal.shown;
  const rows = shown === undefined ? undefined : stageRows(policy, shown);
  const lines: string[] = [];
  if (live?.deal.gone !== undefined) lines.push(`Deal ${id} is ${live.deal.gone.why} in HubSpot.`);
  else if (shown === undefined || rows === undefined)
    lines.push(`Deal ${id} is not under way in a pipeline of the policy.`);
  else {
    lines.push(`Deal ${id} is in ${rows.stage.label} (${rows.pipeline}) since ${when(shown.since)} ${timeZone}.`);
    const why = history.findLast(({ to, kind }) => to === place(shown) && kind !== 'missing');
    if (why !== undefined)
      lines.push(`Why: ${decisionWords(policy, why, nameOf)} (decision ${why.seq}, clause ${why.clause}).`);
    const missing = missingWords(policy, shown);
    lines.push(missing.length === 0 ? 'Nothing is missing.' : `Missing: ${missing.join('; ')}.`);
    lines.push(`Next: ${nextWords(policy, rows, shown)}`);
  }
  if (live?.deal.attention !== undefined) lines.push(`Needs a person: ${attentionWords(policy, live.deal.attention)}`);
  if (live?.wakesAt !== undefined)
    lines.push(`If nothing happens before, it wakes up ${when(live.wakesAt)} (${live.wakesFor ?? ''}).`);
  lines.push('', 'What happened:', ...history.map((decision) => decisionLine(policy, decision, when, nameOf)));
  return lines.join('\n');
}

function decisionLine(
  policy: Policy,
  decision: RecordedDecision,
  when: (instant: number) => string,
  nameOf: NameOf,
): string {
  const evidence = decision.evidence.map(({ object, id, property }) =>
    [object, id, property].filter(Boolean).join(' '),
  );
  const head = `${String(decision.seq).padStart(3)}  ${when(decision.happenedAt)}  ${decisionWords(policy, decision, nameOf)}`;
  return `${head}\n     clause ${decision.clause}, policy ${decision.policyVersion}; evidence: ${evidence.join(', ')}`;
}

const place = ({ pipeline, stage }: Shown): string => `${pipeline ?? ''}.${stage ?? ''}`;
