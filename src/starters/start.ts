/** `npm start -- gateway` and `npm start -- worker`: the processes of production, after `npm run build`. */
import { readFile } from 'node:fs/promises';
import { loadConfig, temporalConnection } from '../config.ts';
import { createLogger } from '../log.ts';
import { runGateway, runWorker, type RunningPart } from './parts.ts';

const BUNDLE = new URL('../workflow-bundle.js', import.meta.url);

async function main(part: string | undefined): Promise<void> {
  const log = createLogger();
  if (part !== 'gateway' && part !== 'worker')
    throw new Error('Say which part: npm start -- gateway, or npm start -- worker.');
  const config = loadConfig();
  const temporal = temporalConnection();
  if (part === 'gateway') {
    const gateway = await runGateway(config, temporal, '0.0.0.0', log);
    log.info('Gateway listens', { port: gateway.port });
    return closeOnSignal(gateway);
  }
  const bundle = { code: await readFile(BUNDLE, 'utf8') };
  const worker = await runWorker(config, temporal, bundle, 'first-only', log);
  log.info('Worker runs', { buildId: worker.buildId });
  closeOnSignal(worker);
  await worker.ended;
}

function closeOnSignal(running: RunningPart): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
