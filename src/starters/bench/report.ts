/** `npm run bench -- report`: seconds and memory of a growth report over journals of several sizes (issue 7, "Speed"). */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { z } from 'zod';
import { migrate } from '../../journal/migrate.ts';
import { fillJournal } from './report-history.ts';

const measuredSchema = z.object({ seconds: z.array(z.number()), peakMb: z.number(), bodyKb: z.number() });

const DEALS = 5_000;
const UNTIL = '2026-11-16T12:00:00Z';

/**
 * @param databaseUrl an empty database; each size gets a portal of its own in it
 * @param sizes numbers of decisions
 * @returns a Markdown table
 */
export async function benchReport(
  databaseUrl: string,
  sizes: number[],
  onProgress: (words: string) => void,
): Promise<string> {
  await migrate(databaseUrl);
  const lines: string[] = [];
  for (const rows of sizes) {
    onProgress(`writing ${rows.toLocaleString('en-US')} decisions`);
    const portalId = `bench-${rows}`;
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await fillJournal(client, { portalId, rows, deals: DEALS, until: UNTIL });
    await client.end();
    onProgress('making reports');
    const { seconds, peakMb, bodyKb } = await measure(databaseUrl, portalId);
    const fastest = Math.min(...seconds).toFixed(1);
    lines.push(
      `| ${rows.toLocaleString('en-US')} | ${(seconds[0] ?? 0).toFixed(1)} | ${fastest} | ${peakMb.toFixed(0)} | ${bodyKb.toFixed(0)} |`,
    );
  }
  return [
    `A growth report with ${DEALS.toLocaleString('en-US')} deals`,
    '',
    '| decisions in the journal | first, s | fastest, s | peak memory of the process, MB | report, KB |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

function measure(databaseUrl: string, portalId: string): Promise<z.infer<typeof measuredSchema>> {
  const script = fileURLToPath(new URL('./report-process.ts', import.meta.url));
  const child = fork(script, [databaseUrl, portalId, UNTIL], { execArgv: process.execArgv });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(measuredSchema.parse(message)));
    child.once('exit', (code) => reject(new Error(`the process that makes reports ended with status ${code}`)));
  });
}
