/** run.mjs passes on exit codes and wishes to stop, and what it started ends with it. A small program stands in for a task. */
import { mkdirSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, start, until } from './processes.ts';

/** Prints its pid and each signal; leaves when the file `leave` comes, with the code that is in it. */
const PROGRAM = `
  import { existsSync, readFileSync } from 'node:fs';
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => console.log('got ' + signal));
  console.log('pid ' + process.pid, process.argv.slice(2).join(' '));
  setInterval(() => existsSync('leave') && process.exit(Number(readFileSync('leave', 'utf8'))), 20);
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sop-run-'));
  await cp('scripts', join(folder, 'scripts'), { recursive: true });
  await writeFile(join(folder, 'scripts/check.mjs'), PROGRAM);
  // Packages as if installed by hand: nothing is locked, and npm left its record.
  mkdirSync(join(folder, 'node_modules'));
  for (const file of ['package-lock.json', 'node_modules/.package-lock.json']) {
    await writeFile(join(folder, file), '{ "packages": {} }');
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function startTask(...args: string[]) {
  const running = start(['scripts/run.mjs', 'check', ...args], { cwd: folder, env: { npm_lifecycle_event: '' } });
  const pid = Number(await until('the task runs', () => /pid (\d+)/.exec(running.output())?.[1]));
  return { ...running, pid };
}

/** Whole from its first moment on: the program looks every few milliseconds. */
async function leave(code: number): Promise<void> {
  await writeFile(join(folder, 'leaving'), String(code));
  await rename(join(folder, 'leaving'), join(folder, 'leave'));
}

test('passes on arguments and the exit code', async () => {
  const task = await startTask('types', '--x');
  expect(task.output()).toContain('types --x');
  await leave(7);
  expect(await task.ended).toBe(7);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on, and waits for a clean end', async (signal) => {
  const task = await startTask();
  task.child.kill(signal);
  await until('the signal arrived', () => task.output().includes(`got ${signal}`));
  await leave(0);
  expect(await task.ended).toBe(0);
});

test('takes what comes at once for one wish, as Ctrl-C comes from the terminal and from npm', async () => {
  const task = await startTask();
  // Two different ones, because the system merges equal signals.
  task.child.kill('SIGINT');
  task.child.kill('SIGTERM');
  await until('a signal arrived', () => task.output().includes('got'));
  await leave(0);
  expect(await task.ended).toBe(0);
  expect(task.output().match(/got/g)).toHaveLength(1);
});

test('a second wish to stop forces it', async () => {
  const task = await startTask();
  const insisting = setInterval(() => task.child.kill('SIGINT'), 50);
  expect(await task.ended).toBe(137);
  clearInterval(insisting);
  expect(isRunning(task.pid)).toBe(false);
});

test('killed with -9, it takes the task along', async () => {
  const task = await startTask();
  task.child.kill('SIGKILL');
  await until('the task is asked to end', () => task.output().includes('got SIGTERM'));
  await leave(0);
  await until('the task is gone', () => !isRunning(task.pid));
});

test('an unknown task is answered with the list', async () => {
  const unknown = start(['scripts/run.mjs', 'dmeo'], { cwd: folder });
  expect(await unknown.ended).toBe(1);
  expect(unknown.output()).toMatch(/There is no task "dmeo"\. There are: demo, dev, /);
});
