/** Starts the Temporal development server (reference temporal.md §6) for the demo, the development stack and the tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { searchAttributes } from '../workflows/ids.ts';
import { freePort } from './ports.ts';

const HOST = '127.0.0.1';
const LEASH = fileURLToPath(new URL('../../scripts/leash.mjs', import.meta.url));
const READY_WITHIN_MS = 30_000;

/**
 * What production must not have: time skipping, continue-as-new without a pause of a second, and timers that ring when they are
 * due. A server of several hosts sets a timer of the past up to a second ahead, in case their clocks differ; in a world whose time
 * is skipped every timer is one of the past, and months have hundreds.
 */
const DYNAMIC_CONFIG = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'frontend.WorkflowTimeSkippingMaxSkipPerSession=100000',
  'history.workflowIdReuseMinimalInterval="0s"',
  'history.timerProcessorMaxTimeShift="10ms"',
];

/** What the CLI calls the SDK's types. */
const CLI_TYPE: Record<SearchAttributeType, string> = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
};

export interface TemporalServerOptions {
  /** Path of the `temporal` binary; scripts/run.mjs puts it into TEMPORAL_CLI. */
  cli: string;
  namespace?: string;
  ui: boolean;
  /** SQLite file; without it everything is in memory. */
  dbFile?: string;
  /** Takes each line the server prints (warnings and worse). */
  log?: (line: string) => void;
  extraArgs?: readonly string[];
}

export interface TemporalServer {
  /** `host:port` of the gRPC frontend. */
  address: string;
  uiUrl?: string;
  namespace: string;
  /** Of the server itself, for tests that kill it. */
  pid: number;
  stop(): Promise<void>;
}

/**
 * Takes ports 7233 and 8233 if they are free and the next free ones otherwise. The server ends with `stop()` and with us,
 * even if we are killed (scripts/leash.mjs).
 * @throws when it does not answer within 30 s; the message holds its first lines.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(7233);
    const uiPort = options.ui ? await freePort(8233) : undefined;
    const server = hold(options, port, uiPort);
    try {
      const pid = await server.pid;
      // Should somebody kill the leash itself, the server must not stay behind.
      void server.ended.then((signal) => signal !== null && killIfRunning(pid));
      const namespace = options.namespace ?? 'default';
      const address = `${HOST}:${port}`;
      await untilReady(address, namespace, server.ended);
      const uiUrl = uiPort === undefined ? {} : { uiUrl: `http://${HOST}:${uiPort}` };
      return { address, namespace, pid, ...uiUrl, stop: server.stop };
    } catch (error) {
      await server.stop();
      // Another program may take the port between our look and the server's start.
      if (attempt < 5 && /address already in use/.test(server.firstLines())) continue;
      throw new Error(`The Temporal server did not start: ${String(error)}\n${server.firstLines()}`, { cause: error });
    }
  }
}

/** The server's process, held by a leash in a session of its own: Ctrl-C ends our work first and the server after it. */
function hold(options: TemporalServerOptions, port: number, uiPort: number | undefined) {
  const args = [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--log-level', 'error', '--ui-disable-news-fetch'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', HOST, '--ui-port', String(uiPort)]),
    ...(options.namespace === undefined ? [] : ['--namespace', options.namespace]),
    ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
    ...DYNAMIC_CONFIG.flatMap((entry) => ['--dynamic-config-value', entry]),
    ...Object.values(searchAttributes).flatMap(({ name, type }) => ['--search-attribute', `${name}=${CLI_TYPE[type]}`]),
    ...(options.extraArgs ?? []),
  ];
  const leash = spawn(process.execPath, [LEASH, options.cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let isStopping = false;
  // What it says about being stopped in its work is of no use to anybody.
  const lines = collectLines(leash, (line) => !isStopping && options.log?.(line));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    leash.once('exit', (_code, signal) => resolve(signal));
  });
  const pid = Promise.race([
    once(leash, 'message').then(([value]) => Number(value)),
    ended.then(() => Promise.reject(new Error('it could not be run'))),
  ]);
  const stop = async () => {
    isStopping = true;
    if (leash.connected) leash.disconnect();
    await ended;
  };
  return { pid, ended, stop, firstLines: () => lines.join('\n') };
}

/** The first lines are what explains a server that did not start. The banner on stdout is not for our log. */
function collectLines(leash: ChildProcess, log: (line: string) => void): string[] {
  const lines: string[] = [];
  for (const stream of [leash.stdout, leash.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (lines.length < 20) lines.push(line);
      if (stream === leash.stderr) log(line);
    });
  }
  return lines;
}

/** Ready means that it answers for the namespace, not only that the port is open. */
async function untilReady(address: string, namespace: string, ended: Promise<unknown>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      try {
        await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (!isRunning) throw new Error('it ended at once', { cause: error });
      if (Date.now() > deadline) throw new Error(`no answer within ${READY_WITHIN_MS / 1000} s`, { cause: error });
    }
    await setTimeout(50);
  }
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, which is what was wanted.
  }
}
