/**
 * `npm run bench -- webhooks [--quick]`: what our gateway and deal workflow cost beside a bare entity; `npm run bench -- report`:
 * what a growth report takes (docs/benchmark.md).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { serveEmbedded } from '../journal/embedded.ts';
import { FULL_PLAN, QUICK_PLAN, REPORT_SIZES } from './bench/plans.ts';
import { benchReport } from './bench/report.ts';
import { benchWebhooks } from './bench/webhooks.ts';
import { startTemporalServer } from './temporal-server.ts';

/** The whole run ends within five minutes, start and stop included. */
const MEASURE_WITHIN_MS = 260_000;

const webhooksCommand = new Command('webhooks')
  .description('webhook events per second and time to visibility, beside a bare entity behind a plain gateway')
  .option('--quick', 'a smoke run of half a minute; its figures mean little')
  .action(async ({ quick }: { quick?: true }) => {
    const startedAt = performance.now();
    const folder = await mkdtemp(join(tmpdir(), 'sop-bench-'));
    const cli = process.env['TEMPORAL_CLI'] ?? '';
    // In a file, as in production: an in-memory server is more than twice as fast and hides what each commit costs.
    const server = await startTemporalServer({ cli, ui: false, dbFile: join(folder, 'temporal.db') });
    try {
      const tables = await benchWebhooks({
        // Nothing sends mail here. Every other part is the stack's own, on free ports.
        env: { TEMPORAL_ADDRESS: server.address, SMTP_URL: 'smtp://127.0.0.1:9', PORT: '0', SANDBOX_PORT: '0' },
        serverPid: server.pid,
        plan: quick === true ? QUICK_PLAN : FULL_PLAN,
        withinMs: MEASURE_WITHIN_MS,
        onProgress: (words) => console.error(`${seconds(startedAt).padStart(4)} s  ${words}`),
      });
      const machine = `Node ${process.version}, ${availableParallelism()} cores shared by all parts`;
      console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${tables.join('\n\n')}`);
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(0);

const reportCommand = new Command('report')
  .description('seconds and memory of a growth report over 10 thousand, 100 thousand and a million decisions')
  .option('--database <url>', 'an empty PostgreSQL database; without it the embedded one')
  .option('--sizes <numbers>', 'numbers of decisions, separated by commas', REPORT_SIZES.join())
  .action(async ({ database, sizes }: { database?: string; sizes: string }) => {
    const startedAt = performance.now();
    const folder = await mkdtemp(join(tmpdir(), 'sop-bench-'));
    const embedded = database === undefined ? await serveEmbedded({ dataDir: folder }) : undefined;
    try {
      const table = await benchReport(database ?? embedded?.url ?? '', sizes.split(',').map(Number), (words) =>
        console.error(`${seconds(startedAt).padStart(4)} s  ${words}`),
      );
      const kind = database === undefined ? 'the embedded database' : 'PostgreSQL';
      console.log(
        `\n${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${availableParallelism()} cores, ${kind}\n\n${table}`,
      );
    } finally {
      await embedded?.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

await new Command('npm run bench --')
  .addCommand(webhooksCommand)
  .addCommand(reportCommand)
  .showHelpAfterError()
  .parseAsync();
