/** The worker's process as tests start it (worker-process.ts): production's worker from its environment, with the bundle of a file. */
import { readFile } from 'node:fs/promises';
import { loadConfig, temporalConnection } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { runWorker } from '../../src/starters/parts.ts';

// Nobody is left to kill us when the test's process is gone.
process.once('disconnect', () => process.exit(1));

const [, , bundlePath = '', timeoutMs = ''] = process.argv;
const config = loadConfig();
if (timeoutMs !== '') config.hubspot.timeoutMs = Number(timeoutMs);
const bundle = { code: await readFile(bundlePath, 'utf8') };
const worker = await runWorker(config, temporalConnection(), bundle, 'always', createLogger());
process.send?.('ready');
await worker.ended;
