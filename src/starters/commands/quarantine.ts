/** `quarantine list|show|retry`: what HubSpot sent and the gateway could not read. */
import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';
import { localMinute } from '../../domain/time.ts';
import { badFieldWords } from '../../gateway/bad-events.ts';
import { retryEvent } from '../../gateway/retry.ts';
import { sendToWorkflow } from '../../gateway/temporal.ts';
import {
  KEPT_DAYS,
  openQuarantine,
  type Quarantine,
  type QuarantinedContent,
  type QuarantinedEvent,
} from '../../journal/quarantine.ts';
import { commandContext, type CommandContext } from './context.ts';

export const quarantineCommand = new Command('quarantine')
  .description('what HubSpot sent and could not be read; it is kept, and can be tried again after a correction')
  .addCommand(
    new Command('list').description('what nobody has retried yet; shows no values').action(() => withQuarantine(list)),
  )
  .addCommand(
    new Command('show')
      .description('one of them as HubSpot sent it; may contain personal data')
      .argument('<id>', 'number from the list', asId)
      .action((id: number) => withQuarantine((quarantine, context) => show(quarantine, context, id))),
  )
  .addCommand(
    new Command('retry')
      .description('read it again by the rules of today and hand it to its workflow')
      .argument('[id]', 'number from the list', asId)
      .option('--all', 'everything in the list')
      .action((id: number | undefined, { all }: { all?: true }) => {
        if ((id === undefined) === (all === undefined)) throw new Error('Say which: quarantine retry <id>, or --all.');
        return withQuarantine((quarantine, context) => retry(quarantine, context, id));
      }),
  );

function asId(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new Error(`"${text}" is no number of the list; see: npm run sop -- quarantine list`);
  return Number(text);
}

async function withQuarantine(work: (quarantine: Quarantine, context: CommandContext) => Promise<void>): Promise<void> {
  const context = await commandContext();
  const quarantine = openQuarantine({ databaseUrl: context.config.databaseUrl });
  try {
    await work(quarantine, context);
  } finally {
    await quarantine.close();
  }
}

async function list(quarantine: Quarantine, context: CommandContext): Promise<void> {
  const events = await quarantine.list(portalOf(context));
  if (events.length === 0) return console.log('Nothing is in quarantine.');
  for (const event of events) console.log(line(context, event));
  console.log('\nNext: npm run sop -- quarantine show <id>, or after a correction: retry <id>, retry --all');
}

async function show(quarantine: Quarantine, context: CommandContext, id: number): Promise<void> {
  const event = await found(quarantine, context, id);
  console.log(line(context, event));
  if (event.retriedAt !== undefined) console.log(`     retried with success ${whenOf(context)(event.retriedAt)}`);
  const sent = new TextDecoder().decode(event.content);
  console.log(`\n${sent}`);
  if (isCut(event)) console.log(`\n(cut: these are the first ${event.content.length} of ${event.size} bytes)`);
}

async function retry(quarantine: Quarantine, context: CommandContext, id: number | undefined): Promise<void> {
  const portalId = portalOf(context);
  const ids = id === undefined ? (await quarantine.list(portalId)).map((event) => event.id) : [id];
  if (ids.length === 0) return console.log('Nothing is in quarantine.');
  const connection = await Connection.connect(context.temporal.connectionOptions);
  try {
    const send = sendToWorkflow(new Client({ connection, namespace: context.temporal.namespace }), portalId);
    const webhooks = { policy: context.policy, portalId, appId: context.config.hubspot.appId };
    let stillBad = 0;
    for (const one of ids) {
      const event = await found(quarantine, context, one);
      const retried = isCut(event)
        ? { outcome: 'still_bad' as const, field: 'cut' }
        : await retryEvent(webhooks, send, event.content);
      if (retried.outcome === 'still_bad') {
        stillBad += 1;
        console.log(`${one}: still cannot be read: ${fieldWords(retried.field)}`);
        continue;
      }
      await quarantine.markRetried(portalId, one);
      console.log(`${one}: ${retried.outcome === 'sent' ? 'sent to its workflow' : ignoredWords[retried.why]}`);
    }
    if (stillBad > 0) throw new Error(`${stillBad} of ${ids.length} stay in quarantine (at most ${KEPT_DAYS} days).`);
  } finally {
    await connection.close();
  }
}

const ignoredWords = {
  portal: 'can be read now; it belongs to another HubSpot account, so nothing is to be done',
  object: 'can be read now; no workflow asks for this kind of record, so nothing is to be done',
  change: 'can be read now; no workflow asks for this kind of change, so nothing is to be done',
  property: 'can be read now; no exit criterion looks at this property, so nothing is to be done',
  echo: 'can be read now; it tells of a record the engine made itself, so nothing is to be done',
};

function fieldWords(field: string): string {
  if (field === 'cut') return 'it was too long to be kept whole';
  return badFieldWords[field] ?? field;
}

async function found(quarantine: Quarantine, context: CommandContext, id: number): Promise<QuarantinedContent> {
  const event = await quarantine.find(portalOf(context), id);
  if (event === undefined) throw new Error(`There is no ${id} in quarantine; after ${KEPT_DAYS} days it is deleted.`);
  return event;
}

function line(context: CommandContext, event: QuarantinedEvent): string {
  const when = whenOf(context);
  const { id, times, subscriptionType = 'of unknown type', objectId, firstAt, lastAt } = event;
  const about = objectId === undefined ? '' : ` of record ${objectId}`;
  const often = times === 1 ? `once, ${when(firstAt)}` : `${times} times, ${when(firstAt)} to ${when(lastAt)}`;
  return `${String(id).padStart(3)}  ${subscriptionType}${about}: ${fieldWords(event.field)}\n     ${often}`;
}

const isCut = ({ content, size }: QuarantinedContent): boolean => content.length < size;
const portalOf = ({ config }: CommandContext): string => config.hubspot.portalId;

function whenOf({ policy }: CommandContext): (instant: number) => string {
  const { timeZone } = policy.calendar;
  return (instant) => `${localMinute(instant, timeZone)} ${timeZone}`;
}
