/** A worker in a process of its own, so that a test can kill it as a machine dies: without a word. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config.ts';

const ENTRY = fileURLToPath(new URL('worker-entry.ts', import.meta.url));

export interface WorkerProcess {
  /** Everything it wrote so far. */
  log(): string;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Resolves when it polls and its version is current. @throws with what it wrote, when it ends before that */
export async function startWorkerProcess(
  config: Config,
  temporal: { address: string; namespace: string },
  bundlePath: string,
): Promise<WorkerProcess> {
  const child = fork(ENTRY, [bundlePath, String(config.hubspot.timeoutMs ?? '')], {
    env: environmentOf(config, temporal),
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = collect(child);
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`The worker ended before it was ready:\n${log()}`);
    }),
  ]);
  return {
    log,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What production reads it from (src/config.ts), gateway variables apart. */
export function environmentOf(
  { hubspot, ...config }: Config,
  temporal: { address: string; namespace: string },
): Record<string, string> {
  return {
    HUBSPOT_BASE_URL: hubspot.baseUrl,
    HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecrets.join(),
    HUBSPOT_APP_ID: hubspot.appId,
    HUBSPOT_PORTAL_ID: hubspot.portalId,
    HUBSPOT_CALLS_PER_10_SECONDS: String(hubspot.callsPerTenSeconds),
    SMTP_URL: config.smtpUrl,
    DATABASE_URL: config.databaseUrl ?? '',
    LINK_SECRET: config.linkSecrets.join(),
    PUBLIC_URL: config.publicUrl,
    SOP_POLICY: config.policy,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}
