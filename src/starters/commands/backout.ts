/**
 * `backout <deal>`: the Sales VP backs a signed deal out; `backout-code <deal>`: mails the Sales VP a personal code (B-02). Whoever
 * sits at this terminal may be anybody: the code, mailed to the VP's own address, tells who decides.
 */
import { createInterface } from 'node:readline/promises';
import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';
import { refusalWords } from '../../domain/duty-words/back-out.ts';
import { valueWords } from '../../domain/duty-words/values.ts';
import { findProperty } from '../../domain/policy/lookup.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { localDate } from '../../domain/time.ts';
import type { BackOutDesk, BackOutDeal } from '../../gateway/pages/back-out.ts';
import { openApprovalCodes } from '../../journal/approval-codes.ts';
import { openMails } from '../../journal/mails.ts';
import { rememberPortal } from '../../workers/portal-facts.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { openBackOutDesk } from '../back-out/desk.ts';
import { worldClock } from '../world-clock.ts';
import { commandContext, type CommandContext, commandPolicy } from './context.ts';
import { recordId } from './record-id.ts';

/** A worker that is busy with other deals takes its time. */
const ANSWER_WITHIN_MS = 20_000;

interface Asked {
  reason?: string;
  details?: string;
  code?: string;
  as?: string;
}

export const backOutCommand = new Command('backout')
  .description('back a signed deal out; the Sales VP decides, by a code that is mailed')
  .argument('[deal]', 'HubSpot id of the deal, or its address; needed')
  .option('--reason <reason>', 'for whom it is a bad fit: client, or us; needed')
  .option('--details <words>', 'the same in your own words, kept on the deal', '')
  .option('--code <code>', 'the code from the mail; without it one is mailed, and asked for')
  .option('--as <address>', 'who decides, where several hold the role')
  .action(async (given: string | undefined, asked: Asked) => {
    const { reason: words } = asked;
    if (given === undefined || words === undefined) throw await lacking(given, words);
    await atDesk(given, asked.as, async ({ context, desk, deal, dealId, ownerId, address }) => {
      const { policy } = context;
      const reason = reasonOf(policy, words);
      if (deal.refusal !== undefined) {
        // Who tries all the same is on record, though without a code nobody knows who it was.
        await desk.decide({ dealId, ownerId, code: '', reason, details: '', way: 'command' });
        throw new Error(refusalWords(policy, deal.refusal));
      }
      console.log(inWords(policy, deal));
      const code = asked.code ?? (await mailedCode(desk, { dealId, dealName: deal.name, ownerId, address }));
      const details = (asked.details ?? '').trim();
      const answer = await desk.decide({ dealId, ownerId, code, reason, details, way: 'command' });
      if (answer === 'pending')
        throw new Error(`The code was handed over; no answer yet. Ask later: npm run sop -- why deal ${dealId}`);
      if (typeof answer === 'string' && answer !== 'approved') throw new Error(refusalWords(policy, answer));
      console.log(`Backed out. What follows: npm run sop -- why deal ${dealId}`);
    });
  });

export const backOutCodeCommand = new Command('backout-code')
  .description('mail the Sales VP a personal code for one deal, e.g. to send it with the signal backOut')
  .argument('<deal>', 'HubSpot id of the deal, or its address')
  .option('--as <address>', 'who gets it, where several hold the role')
  .action(async (given: string, { as }: Pick<Asked, 'as'>) => {
    await atDesk(given, as, async ({ context, desk, deal, dealId, ownerId, address }) => {
      if (deal.refusal !== undefined) throw new Error(refusalWords(context.policy, deal.refusal));
      await send(desk, { dealId, dealName: deal.name, ownerId });
      const workflowId = dealWorkflowId(context.config.hubspot.portalId, dealId);
      const input = JSON.stringify({ code: 'ABCDE-FGHJK', reason: reasons(context.policy)[0]?.value ?? '' });
      console.log(`A code is on its way to ${address}. It works once, for deal ${dealId}. With it, in Temporal:
  temporal workflow signal --namespace ${context.temporal.namespace} --workflow-id ${workflowId} --name backOut --input '${input}'`);
    });
  });

interface AtDesk {
  context: CommandContext;
  desk: BackOutDesk;
  deal: BackOutDeal;
  dealId: string;
  ownerId: string;
  address: string;
}

async function atDesk(given: string, as: string | undefined, work: (at: AtDesk) => Promise<void>): Promise<void> {
  const context = await commandContext();
  const { config, policy, temporal, hubspot } = context;
  const { portalId } = config.hubspot;
  const dealId = recordId('deal', given, portalId);
  const place = { databaseUrl: config.databaseUrl };
  const [codes, mails] = [openApprovalCodes(place), openMails(place)];
  const connection = await Connection.connect(temporal.connectionOptions).catch((cause: unknown) => {
    throw new Error('Temporal does not answer.', { cause });
  });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const now = await worldClock(config);
    const given = { ...config, policy, portalId, client, hubspot, codes, mails, answerWithinMs: ANSWER_WITHIN_MS, now };
    const desk = openBackOutDesk(given);
    if (desk === undefined) throw new Error(`The policy "${policy.id}" knows no back-out.`);
    const who = await approver(context, as);
    const deal = await desk.look({ dealId, ownerId: who.ownerId, way: 'command' });
    if (deal === undefined) throw new Error(`There is no deal ${dealId} in HubSpot.`);
    await work({ context, desk, deal, dealId, ...who });
  } finally {
    await Promise.all([codes.close(), mails.close(), connection.close()]);
  }
}

/** Who decides: the one who holds the role, or the one of them that was named. */
async function approver({ policy, hubspot }: CommandContext, as: string | undefined) {
  const role = policy.backOut?.approverRole ?? '';
  const { staff } = await rememberPortal(hubspot, policy)();
  const owners = await hubspot.owners();
  const holders = (staff.roles[role] ?? []).map((id) => ({
    ownerId: id,
    address: owners.find((owner) => owner.id === id)?.email ?? '',
  }));
  const meant =
    as === undefined ? holders : holders.filter(({ address }) => address.toLowerCase() === as.toLowerCase());
  const [first, ...more] = meant;
  if (first === undefined)
    throw new Error(`Nobody ${as === undefined ? '' : 'of that address '}holds the role ${role}.`);
  if (more.length > 0)
    throw new Error(`Several hold the role ${role}. Say who: --as ${meant.map(({ address }) => address).join(' or ')}`);
  return first;
}

type To = Parameters<BackOutDesk['sendCode']>[0];

async function send(desk: BackOutDesk, to: To): Promise<void> {
  const sent = await desk.sendCode(to);
  if (sent === 'tooMany') throw new Error('So many codes were sent in the last hour that there is no further one now.');
  if (sent === 'failed') throw new Error('The code could not be mailed.');
}

async function mailedCode(desk: BackOutDesk, { address, ...to }: To & { address: string }): Promise<string> {
  await send(desk, to);
  console.log(`A code is on its way to ${address}.`);
  if (!process.stdin.isTTY) throw new Error('Run the same again with --code and the code from the mail.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question('The code: ');
  } finally {
    terminal.close();
  }
}

/** Everything at once that the command was not given. */
async function lacking(deal: string | undefined, reason: string | undefined): Promise<Error> {
  const missing = [
    ...(deal === undefined ? ["the deal's id or address"] : []),
    ...(reason === undefined ? ['--reason'] : []),
  ];
  return new Error(`Missing: ${missing.join(' and ')}. ${reasonsInWords(await commandPolicy())}`);
}

/** A reason by its value or by its words. */
function reasonOf(policy: Policy, asked: string): string {
  const text = asked.trim().toLowerCase();
  const found = reasons(policy).find(({ value, label }) => value === text || label.toLowerCase() === text);
  if (found !== undefined) return found.value;
  throw new Error(reasonsInWords(policy));
}

function reasonsInWords(policy: Policy): string {
  const words = reasons(policy).map(({ value, label }) => `${value} (${label})`);
  return `A reason is one of: ${words.join(', ')}.`;
}

const reasons = (policy: Policy) => findProperty(policy, 'deal', policy.backOut?.reason ?? '')?.options ?? [];

function inWords(policy: Policy, { name, amount, seller, endsAt }: BackOutDeal): string {
  const until = endsAt === undefined ? '' : localDate(endsAt - 1, policy.calendar.timeZone);
  const money = valueWords(policy, 'deal', 'amount', { amount }, () => undefined).value;
  return `${name}${amount === '' ? '' : `, amount ${money}`}${seller === '' ? '' : `, sold by ${seller}`}, can be backed out through ${until}.`;
}
