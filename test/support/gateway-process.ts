/** A gateway in a process of its own, so that a test can kill it as a machine dies: in the middle of a POST, without a word. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config.ts';
import { environmentOf } from './worker-process.ts';

const ENTRY = fileURLToPath(new URL('gateway-entry.ts', import.meta.url));

export interface GatewayProcess {
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Resolves when it listens on `config.port`. @throws when it ends before that */
export async function startGatewayProcess(
  config: Config,
  temporal: { address: string; namespace: string },
): Promise<GatewayProcess> {
  const child = fork(ENTRY, {
    env: { ...environmentOf(config, temporal), PORT: String(config.port), PUBLIC_URL: config.publicUrl },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('The gateway ended before it was ready');
    }),
  ]);
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
