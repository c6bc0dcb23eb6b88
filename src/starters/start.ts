/** `npm start -- gateway` and `npm start -- worker`: the processes of production, after `npm run build`. */
import { readFile } from 'node:fs/promises';
import { DEVELOPMENT_LINK_SECRET, loadConfig, temporalConnection } from '../config.ts';
import { createLogger } from '../log.ts';
import { DEPLOYMENT } from '../workflows/ids.ts';
import { readEnvFile } from './env-file.ts';
import { runGateway, runWorker, type RunningPart } from './parts.ts';
import { giveUp } from './until-stopped.ts';

const BUNDLE = new URL('../workflow-bundle.js', import.meta.url);

async function main(part: string | undefined): Promise<void> {
  const log = createLogger();
  if (part !== 'gateway' && part !== 'worker')
    throw new Error('Say which part: npm start -- gateway, or npm start -- worker.');
  readEnvFile();
  const config = loadConfig();
  if (config.linkSecrets.includes(DEVELOPMENT_LINK_SECRET)) {
    throw new Error(
      'LINK_SECRET is the one of .env.example, which everybody knows. Make your own: openssl rand -base64 48',
    );
  }
  const temporal = temporalConnection();
  if (part === 'gateway') {
    const gateway = await runGateway(config, temporal, '0.0.0.0', log);
    log.info('Gateway listens', { port: gateway.port });
    return closeOnSignal(gateway);
  }
  const bundle = { code: await readFile(BUNDLE, 'utf8') };
  const worker = await runWorker(config, temporal, bundle, 'first-only', log);
  log.info('Worker runs', { buildId: worker.buildId, current: worker.isCurrent });
  if (!worker.isCurrent) {
    const command = `temporal worker deployment set-current-version --deployment-name ${DEPLOYMENT} --build-id ${worker.buildId}`;
    log.info('Another version is current; this one gets workflows once it is promoted', { command });
  }
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

main(process.argv[2]).catch(giveUp);
