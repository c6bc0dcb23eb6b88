/** What `why contact` and `why deal` have in common: asking the journal and, while it runs, the workflow; telling what happened. */
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/workflow';
import { Command } from 'commander';
import type { Decision } from '../../domain/decision.ts';
import type { NameOf } from '../../domain/decision-words.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { localMinute } from '../../domain/time.ts';
import { openJournal, type RecordedDecision } from '../../journal/journal.ts';
import type { OpenState } from '../../workflows/messages.ts';
import { staffNames } from '../staff-names.ts';
import { commandContext, type CommandContext } from './context.ts';
import { recordId } from './record-id.ts';

/** How one kind of record is asked and told about. */
export interface WhyRecord<Live extends OpenState> {
  entity: 'contact' | 'deal';
  workflowId(portalId: string, id: string): string;
  query: QueryDefinition<Live>;
  /** Where it stands now, line by line. */
  standing(told: Told<Live>): string[];
  decisionWords(policy: Policy, decision: Decision, nameOf: NameOf): string;
}

export interface Told<Live> {
  policy: Policy;
  id: string;
  /** Absent: it has no workflow, or was not asked. */
  live: Live | undefined;
  history: RecordedDecision[];
  /** Who an actor or `owner:<owner id>` is. */
  nameOf: NameOf;
  /** An instant as people of the policy's zone read it. */
  when(instant: number): string;
}

/** `why <entity> <id>`. Fails for an id that is none, a record that nobody knows, and a person who was forgotten. */
export function whyRecordCommand<Live extends OpenState>(kind: WhyRecord<Live>): Command {
  const { entity } = kind;
  return new Command(entity)
    .description(`why a ${entity} is where it is, what happens next, and when`)
    .argument('<id>', `HubSpot id of the ${entity}, or its address`)
    .option('--json', 'as JSON')
    .option('--journal-only', 'do not ask the workflow, e.g. while no worker runs')
    .action(async (given: string, { json, journalOnly }: { json?: true; journalOnly?: true }) => {
      const context = await commandContext();
      const { portalId } = context.config.hubspot;
      const id = recordId(entity, given, portalId);
      const journal = await openJournal({ databaseUrl: context.config.databaseUrl });
      try {
        if (await journal.isErased(entity, portalId, id))
          throw new Error(`The person behind ${entity} ${id} asked to be forgotten: nothing is told of them any more.`);
        const history = await journal.history(entity, portalId, id);
        const live = journalOnly === true ? undefined : await askWorkflow(context, kind, id);
        if (history.length === 0 && live === undefined)
          throw new Error(`Nothing is known of ${entity} ${id} yet: no event of it has arrived.`);
        if (json === true) return console.log(JSON.stringify({ live: live ?? null, history }, null, 2));
        console.log(await inWords(context, kind, { id, live, history }));
      } finally {
        await journal.close();
      }
    });
}

/** A query needs a worker; without one it would wait for ever. */
const ANSWER_WITHIN_MS = 10_000;

const JOURNAL_STILL_DOES = 'What the journal knows: add --journal-only.';

async function askWorkflow<Live extends OpenState>(
  { config, temporal }: CommandContext,
  { workflowId, query }: WhyRecord<Live>,
  id: string,
): Promise<Live | undefined> {
  const connection = await Connection.connect(temporal.connectionOptions).catch((cause: unknown) => {
    throw new Error(`Temporal does not answer. ${JOURNAL_STILL_DOES}`, { cause });
  });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const workflow = client.workflow.getHandle(workflowId(config.hubspot.portalId, id));
    return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => workflow.query(query));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw new Error(`The workflow does not answer; is a worker running? ${JOURNAL_STILL_DOES}`, { cause: error });
  } finally {
    await connection.close();
  }
}

async function inWords<Live extends OpenState>(
  { policy, hubspot }: CommandContext,
  kind: WhyRecord<Live>,
  known: Pick<Told<Live>, 'id' | 'live' | 'history'>,
): Promise<string> {
  const when = (instant: number) => localMinute(instant, policy.calendar.timeZone);
  const told = { policy, nameOf: await staffNames(hubspot), when, ...known };
  const { live, history } = told;
  const coming = comingOf(live);
  const wakes =
    coming === undefined ? [] : [`If nothing happens before, it wakes up ${when(coming.at)} (${coming.what}).`];
  const happened = history.flatMap((decision) => decisionLines(kind, decision, told));
  return [...kind.standing(told), ...wakes, '', 'What happened:', ...happened].join('\n');
}

/** What a workflow does next by itself. Its timer may have been set for something that does not come any more. */
export function comingOf(live: OpenState | undefined): { at: number; what: string } | undefined {
  const { wakesAt, wakesFor = '', nextAt = wakesAt, nextFor = wakesFor } = live ?? {};
  return nextAt === undefined ? undefined : { at: nextAt, what: nextFor };
}

function decisionLines<Live extends OpenState>(
  kind: WhyRecord<Live>,
  decision: RecordedDecision,
  { policy, nameOf, when }: Told<Live>,
): string[] {
  const evidence = decision.evidence.map(({ object, id, property }) =>
    [object, id, property].filter(Boolean).join(' '),
  );
  return [
    `${String(decision.seq).padStart(3)}  ${when(decision.happenedAt)}  ${kind.decisionWords(policy, decision, nameOf)}`,
    `     clause ${decision.clause}, policy ${decision.policyVersion}; evidence: ${evidence.join(', ')}`,
  ];
}

/** `Why: … (decision 3, clause D-14).` */
export function whyLine<Live>(
  kind: Pick<WhyRecord<never>, 'decisionWords'>,
  why: RecordedDecision | undefined,
  { policy, nameOf }: Told<Live>,
): string[] {
  if (why === undefined) return [];
  return [`Why: ${kind.decisionWords(policy, why, nameOf)} (decision ${why.seq}, clause ${why.clause}).`];
}
