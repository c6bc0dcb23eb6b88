/** `report`: the growth report by hand (G-01, G-13). */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import type { Policy } from '../../domain/policy/types.ts';
import { localMinute } from '../../domain/time.ts';
import { isDate } from '../../domain/registers/value.ts';
import { openReportDesk, type ReportDesk } from '../report/desk.ts';
import { worldClock } from '../world-clock.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import { reportInstant } from '../../reports/periods.ts';
import type { RenderedReport } from '../../reports/render/rendered.ts';
import { commandContext } from './context.ts';

type Format = 'text' | 'csv' | 'json' | 'html';

interface Asked {
  asOf?: string;
  format: Format;
  out?: string;
  open?: true;
  correct?: true;
}

const FORMATS: Format[] = ['text', 'csv', 'json', 'html'];

export const reportCommand = new Command('report')
  .description(
    'the growth report: made and frozen if there is none of that time yet, else the same figures again to the byte',
  )
  .option(
    '--as-of <date>',
    'as it stood on that day at the hour of the meeting, year-month-day, or at an instant (2026-11-16T12:00:00Z); default: now',
  )
  .addOption(new Option('--format <format>', 'how it is written').choices(FORMATS).default('text'))
  .option('--out <folder>', 'where files are put; default: growth-report-<time> in this folder, for csv and --open')
  .option('--open', 'write the page into a file and show it in the browser')
  .option(
    '--correct',
    'compute it again from what is known now of that time, registers brought since included; what differs becomes a new version',
  )
  .action(async (asked: Asked) => {
    const context = await commandContext();
    const { config, policy, temporal, hubspot } = context;
    if (policy.growth === undefined || policy.registers === undefined)
      throw new Error(`The policy "${policy.id}" has no rules for a growth report.`);
    const now = await worldClock(config);
    const desk = openReportDesk({ config, namespace: temporal.namespace, policy, hubspot, now });
    try {
      const frozen = await make(desk, policy, now(), asked);
      await show(await desk.render(frozen), frozen, policy, asked);
    } finally {
      await desk.close();
    }
  });

async function make(desk: ReportDesk, policy: Policy, now: number, asked: Asked): Promise<FrozenReport> {
  const asOf = asked.asOf === undefined ? now : instantOf(policy, asked.asOf);
  if (asOf > now) {
    const { timeZone } = policy.calendar;
    throw new Error(
      `${localMinute(asOf, timeZone)} ${timeZone} has not come yet; it is ${localMinute(now, timeZone)}.`,
    );
  }
  const before = await desk.read(asOf);
  if (before !== undefined && asked.correct !== true) return before;
  await desk.collect(now);
  return asked.correct === true ? desk.correct(asOf) : desk.freeze(asOf);
}

/** A day means the hour at which its report would be frozen. */
function instantOf(policy: Policy, asked: string): number {
  const { growth, calendar } = policy;
  if (isDate(asked) && growth !== undefined) return reportInstant(asked, growth, calendar);
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(asked) ? Date.parse(asked) : NaN;
  if (Number.isNaN(at))
    throw new Error(`"${asked}" is no day and no instant; write 2026-11-30, or 2026-11-30T12:00:00Z.`);
  return at;
}

/** The report goes to stdout, words about it to stderr, so that `> file` holds the report alone. */
async function show(report: RenderedReport, frozen: FrozenReport, policy: Policy, asked: Asked): Promise<void> {
  const instant = new Date(frozen.asOf).toISOString();
  const folder = asked.out ?? `growth-report-${instant.replaceAll(/[:.]/g, '-')}`;
  if (asked.format === 'csv') {
    const files = report.csv();
    await mkdir(folder, { recursive: true });
    for (const { name, text } of files) await writeFile(join(folder, name), text);
    console.log(`${files.length} CSV files are in ${resolve(folder)}:`);
    for (const { name } of files) console.log(`  ${name}`);
  } else if (asked.open !== true) {
    process.stdout.write(asked.format === 'html' ? await report.page() : report[asked.format]());
  }
  if (asked.open === true) {
    await mkdir(folder, { recursive: true });
    const file = resolve(folder, 'growth-report.html');
    await writeFile(file, await report.page());
    console.log(`The page is in ${file}`);
    openInBrowser(file);
  }
  const { timeZone } = policy.calendar;
  const version = frozen.version === 1 ? '' : `, version ${frozen.version}`;
  console.error(
    `As of ${localMinute(frozen.asOf, timeZone)} ${timeZone}${version}. The same again: --as-of ${instant}`,
  );
}

/** Where there is no browser the file's name, which was said, has to do. */
function openInBrowser(file: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command ?? 'xdg-open', [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error('No browser could be started here; open the file yourself.'));
  child.unref();
}

const OPENERS: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};
