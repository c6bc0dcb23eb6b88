/**
 * Every npm script starts here: `node scripts/run.mjs <task> [arguments]`. Works on a fresh clone with nothing but Node: checks
 * Node's version, installs the locked packages, finds the Temporal CLI where a task needs it, then runs the task.
 * No dependencies and no TypeScript in this folder, because it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.mjs';
import { findTemporalCli } from './temporal-cli.mjs';

/**
 * @typedef {object} Task
 * @property {string[][]} commands Node's arguments, run one after the other until one fails; the user's are added to each.
 * @property {boolean} [server] Needs a Temporal development server, hence the CLI.
 * @property {boolean} [keyboard] May read the keyboard.
 */

/** @param {string} name */
const starter = (name) => ['--import', 'tsx', `src/starters/${name}.ts`];

/** @type {Record<string, Task>} */
const tasks = {
  demo: { commands: [starter('demo')], server: true },
  dev: { commands: [starter('dev')], server: true },
  bench: { commands: [starter('bench')], server: true },
  test: { commands: [['node_modules/vitest/vitest.mjs', 'run']], server: true, keyboard: true },
  sandbox: { commands: [starter('sandbox')] },
  sop: { commands: [starter('sop')], keyboard: true },
  coverage: { commands: [starter('coverage')] },
  generate: { commands: [starter('generate')] },
  record: { commands: [['--import', 'tsx', 'test/replay/record.ts']], server: true },
  screenshots: { commands: [['--import', 'tsx', 'test/screenshots/take.ts']], server: true },
  build: {
    commands: [['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], ['dist/starters/build-bundle.js']],
  },
  check: { commands: [['scripts/check.mjs']] },
  fix: { commands: [['scripts/check.mjs', '--fix']] },
};

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ctrl-C reaches us twice, from the terminal and from npm: what comes this close together is one wish. */
const ONE_WISH_MS = 500;

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const task = tasks[name];
  if (task === undefined) throw new Error(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20))
    throw new Error(`Node 20.20 or newer is needed, this is ${process.version}.`);

  const env = await prepare(name, task);
  for (const command of task.commands) {
    const code = await runToEnd([...command, ...args], env, task.keyboard === true && process.stdin.isTTY);
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * @param {string} name
 * @param {Task} task
 * @returns {Promise<NodeJS.ProcessEnv>} What the task's process gets.
 */
async function prepare(name, task) {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('Stopped.'));
  for (const signal of SIGNALS) process.on(signal, onSignal);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, SOP_ENDS_WITH: String(process.pid) };
  await ensurePackages(root, stop.signal);
  // Whoever brings a server of their own needs none from us; tests and recordings always want a fresh one.
  const brought = !['test', 'record', 'screenshots'].includes(name) && Boolean(process.env['TEMPORAL_ADDRESS']);
  if (task.server === true && !brought) env['TEMPORAL_CLI'] = await findTemporalCli(stop.signal);
  stop.signal.throwIfAborted();
  for (const signal of SIGNALS) process.off(signal, onSignal);
  return env;
}

/**
 * @param {string[]} args Node's.
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} inOurGroup A program that reads the keyboard has to stay in the terminal's process group, and there the
 *   terminal itself delivers Ctrl-C. Any other gets a group of its own, and each wish to stop exactly once, from us.
 * @returns {Promise<number>} Its exit code, 128 + signal number if one ended it.
 */
function runToEnd(args, env, inOurGroup) {
  const preload = new URL('end-with-parent.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
    detached: !inOurGroup,
  });
  let askedAt = 0;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    const again = askedAt !== 0;
    if (again && Date.now() - askedAt < ONE_WISH_MS) return;
    askedAt = Date.now();
    if (again) force(child, !inOurGroup);
    else if (!(inOurGroup && signal === 'SIGINT')) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {boolean} leadsGroup With its own children, then. */
function force(child, leadsGroup) {
  if (leadsGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  else child.kill('SIGKILL');
}

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
