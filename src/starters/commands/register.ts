/** `register list|template|import|export`: what no CRM holds and the growth report needs (G-10). */
import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { RegisterRules } from '../../domain/policy/register-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { changesOf } from '../../domain/registers/changes.ts';
import { isRegisterKind, REGISTERS, type RegisterKind, registerKinds } from '../../domain/registers/registers.ts';
import { columnLines, registerCsv, registerTemplate } from '../../domain/registers/template.ts';
import { isDate } from '../../domain/registers/value.ts';
import { addDays, localDate, localMinute, startOfDay } from '../../domain/time.ts';
import { openRegisters, type Registers } from '../../journal/registers.ts';
import { changeCounts, changeLines } from '../registers/change-words.ts';
import { rowsOfFile } from '../registers/rows-of-file.ts';
import { worldClock } from '../world-clock.ts';
import { commandContext, type CommandContext, commandPolicy } from './context.ts';

interface ImportOptions {
  dryRun?: true;
  asOf?: string;
  by?: string;
}

export const registerCommand = new Command('register')
  .description(
    'what no CRM holds and the growth report needs: targets, campaigns, costs and the like, brought as CSV files',
  )
  .addCommand(
    new Command('list')
      .description('all registers: who owes each, how many rows it has, and of when it is')
      .option('--json', 'as JSON')
      .action(({ json }: { json?: true }) => withRegisters((work) => list(work, json === true))),
  )
  .addCommand(
    new Command('template')
      .description('a CSV file to fill in: the header and one row as an example; on stderr what each column holds')
      .argument('<kind>', 'name of the register', asKind)
      .action(async (kind: RegisterKind) => {
        const policy = await commandPolicy();
        rulesOf(policy);
        // Beside the file, so that `> file` leaves it on the screen.
        console.error(columnLines(kind).join('\n'));
        process.stdout.write(registerTemplate(policy, kind));
      }),
  )
  .addCommand(
    new Command('import')
      .description('make a register say what the file says: all of it or, if anything is wrong, nothing')
      .argument('<kind>', 'name of the register', asKind)
      .argument('<file>', 'CSV file; a row that is not in it is removed from the register')
      .option('--dry-run', 'show what would be added, changed and removed; write nothing')
      .option('--as-of <date>', 'the day of which the file tells, year-month-day; default: today', asDate)
      .option('--by <e-mail>', 'who of the staff brings it; default: this account of the machine')
      .action((kind: RegisterKind, file: string, options: ImportOptions) =>
        withRegisters((work) => bring(work, kind, file, options)),
      ),
  )
  .addCommand(
    new Command('export')
      .description('a register as a CSV file')
      .argument('<kind>', 'name of the register', asKind)
      .option('--as-of <date>', 'as it was at the end of that day, year-month-day; default: as it is', asDate)
      .action((kind: RegisterKind, { asOf }: { asOf?: string }) => withRegisters((work) => print(work, kind, asOf))),
  );

interface Work extends CommandContext {
  registers: Registers;
  rules: RegisterRules;
  portalId: string;
}

async function withRegisters(work: (given: Work) => Promise<void>): Promise<void> {
  const context = await commandContext();
  const rules = rulesOf(context.policy);
  const registers = openRegisters({ databaseUrl: context.config.databaseUrl });
  try {
    await work({ ...context, rules, registers, portalId: context.config.hubspot.portalId });
  } finally {
    await registers.close();
  }
}

async function list({ registers, rules, portalId, policy }: Work, json: boolean): Promise<void> {
  const rows = await Promise.all(
    registerKinds().map(async (kind) => {
      const content = await registers.read(portalId, kind);
      const { importedAt, asOf } = content?.import ?? {};
      return {
        kind,
        title: REGISTERS[kind].title,
        owedBy: rules.owners[kind],
        rows: content?.rows.length ?? null,
        asOf: asOf ?? null,
        importedAt: importedAt === undefined ? null : new Date(importedAt).toISOString(),
      };
    }),
  );
  if (json) return console.log(JSON.stringify(rows, null, 2));
  for (const { kind, owedBy, rows: count, asOf, importedAt } of rows) {
    const when = importedAt === null ? '' : localMinute(Date.parse(importedAt), policy.calendar.timeZone);
    const state = count === null ? `missing: ${owedBy} owes it` : `${rowsWords(count)} as of ${asOf}, brought ${when}`;
    console.log(`${kind.padEnd(20)} ${owedBy.padEnd(16)} ${state}`);
  }
  console.log('\nNext: npm run sop -- register template <kind>, then: register import <kind> <file> --dry-run');
}

async function bring(work: Work, kind: RegisterKind, file: string, options: ImportOptions): Promise<void> {
  const { registers, portalId, policy, config } = work;
  const importedBy = broughtBy(policy, options.by);
  const importedAt = (await worldClock(config))();
  const today = localDate(importedAt, policy.calendar.timeZone);
  const asOf = options.asOf ?? today;
  if (asOf > today) throw new Error(`${asOf} has not come yet; a register tells of a day until ${today}.`);
  const rows = await rowsOfFile(policy, kind, file);
  if (options.dryRun === true) {
    const changes = changesOf(kind, (await registers.read(portalId, kind))?.rows ?? [], rows);
    console.log([...changeLines(kind, changes), `Would be ${changeCounts(changes)}. Nothing was written.`].join('\n'));
    return;
  }
  const { changes, written } = await registers.bring(portalId, kind, rows, { importedAt, importedBy, asOf });
  const lines = changeLines(kind, changes);
  const state = `${kind} has ${rowsWords(rows.length)}, as of ${asOf}`;
  if (lines.length > 0) console.log([...lines, `${changeCounts(changes)}: ${state}.`].join('\n'));
  else console.log(written ? `No row changed: ${state}.` : `Nothing changed: ${kind} says so already.`);
}

async function print({ registers, rules, portalId, policy }: Work, kind: RegisterKind, day?: string): Promise<void> {
  const { timeZone } = policy.calendar;
  // The last millisecond of the day.
  const at = day === undefined ? undefined : addDays(startOfDay(day, timeZone), 1, timeZone) - 1;
  const content = await registers.read(portalId, kind, at);
  if (content === undefined) {
    throw new Error(
      `Nobody had brought ${kind}${day === undefined ? ' yet' : ` by ${day}`}; ${rules.owners[kind]} owes it.`,
    );
  }
  process.stdout.write(registerCsv(kind, content.rows));
}

const rowsWords = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

function rulesOf(policy: Policy): RegisterRules {
  if (policy.registers === undefined) throw new Error(`The policy "${policy.id}" keeps no registers.`);
  return policy.registers;
}

function broughtBy({ staff }: Policy, email: string | undefined): string {
  if (email === undefined) return `account:${userInfo().username}`;
  const wanted = email.toLowerCase();
  if (staff.some(({ emails }) => emails.some((one) => one.toLowerCase() === wanted))) return `staff:${wanted}`;
  throw new Error('--by: that is none of the staff; see: npm run sop -- explain staff');
}

function asKind(text: string): RegisterKind {
  if (!isRegisterKind(text))
    throw new Error(`There is no register "${text}". There are: ${registerKinds().join(', ')}.`);
  return text;
}

function asDate(text: string): string {
  if (!isDate(text)) throw new Error(`"${text}" is no date; write year-month-day, e.g. 2026-11-30.`);
  return text;
}
