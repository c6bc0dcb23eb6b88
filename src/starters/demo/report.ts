/** The last act: the registers are brought, and Monday's report tells the quarter (G-01, G-10, G-13). */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Policy } from '../../domain/policy/types.ts';
import { type RegisterKind, registerKinds } from '../../domain/registers/registers.ts';
import { localDate } from '../../domain/time.ts';
import { openRegisters, type Registers } from '../../journal/registers.ts';
import { loadPolicy } from '../../policy-file.ts';
import { startGrowthReport } from '../../workers/start-report.ts';
import { growthReportWorkflowId } from '../../workflows/ids.ts';
import { Mailbox } from '../mailbox.ts';
import { rowsOfFile } from '../registers/rows-of-file.ts';
import type { Stack } from '../stack.ts';
import { reportTime } from './report-time.ts';
import type { Say } from './scene.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/registers/', import.meta.url));
const doneSchema = z.object({ sent: z.number() });

/**
 * @param clients HubSpot's ids of companies by those of the example registers
 * @returns address of the page
 */
export async function reportOfTheQuarter(
  { config, client, urls, world }: Stack,
  clients: Map<string, string>,
  say: Say,
): Promise<string> {
  const policy = loadPolicy(config.policy);
  const { portalId } = config.hubspot;
  // The world's clock started with ours.
  const asOf = reportTime(policy, Date.now(), world?.now() ?? Date.now());
  const registers = openRegisters({ databaseUrl: config.databaseUrl });
  try {
    for (const kind of registerKinds()) await bring(registers, policy, portalId, kind, asOf, clients);
  } finally {
    await registers.close();
  }
  await startGrowthReport(client, portalId, asOf);
  const done: unknown = await client.workflow.getHandle(growthReportWorkflowId(portalId, asOf)).result();
  const { sent } = doneSchema.parse(done);
  const day = localDate(asOf, policy.calendar.timeZone);
  say(`Targets, campaigns and costs came as CSV files, and the growth report of ${day} went to ${sent} people.`);
  const reader = policy.staff.find(({ role }) => role === policy.growth?.readers.roles[0])?.emails[0] ?? '';
  const mail = (await new Mailbox(urls.inbox).mailsTo(reader)).findLast(({ text = '' }) => REPORT_LINK.test(text));
  const url = REPORT_LINK.exec(mail?.text ?? '')?.[0];
  if (url === undefined) throw new Error('The growth report did not come.');
  const page = await fetch(url);
  if (!page.ok) throw new Error(`The page of the growth report was answered with ${page.status}.`);
  return url;
}

const REPORT_LINK = /https?:\/\/\S+\/report\/\S+/;

async function bring(
  registers: Registers,
  policy: Policy,
  portalId: string,
  kind: RegisterKind,
  importedAt: number,
  clients: Map<string, string>,
): Promise<void> {
  const rows = await rowsOfFile(policy, kind, `${EXAMPLES}${kind}.csv`);
  const asOf = localDate(importedAt, policy.calendar.timeZone);
  const known = rows.map((row) => ofClient(row, clients));
  await registers.bring(portalId, kind, known, { importedAt, importedBy: 'staff:demo', asOf });
}

function ofClient<Row extends object>(row: Row, clients: Map<string, string>): Row {
  if (!('company_id' in row) || typeof row.company_id !== 'string') return row;
  return { ...row, company_id: clients.get(row.company_id) ?? row.company_id };
}
