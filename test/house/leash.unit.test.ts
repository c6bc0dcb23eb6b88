/** What is held by scripts/leash.mjs does not outlive who holds it. */
import { afterEach, expect, test } from 'vitest';
import { isRunning, start, until } from './processes.ts';

const pids: number[] = [];

afterEach(() => {
  for (const pid of pids.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL');
});

/** A holder that holds a program; gives the pids of both. `program` is code for `node --eval`. */
async function hold(program: string) {
  const holder = start(
    [
      '--input-type=module',
      '--eval',
      `import { spawn } from 'node:child_process';
       const args = ['scripts/leash.mjs', process.execPath, '--eval', ${JSON.stringify(program)}];
       const leash = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
       leash.on('message', (pid) => console.log('held ' + pid));
       process.on('SIGUSR2', () => leash.disconnect());`,
    ],
    { cwd: process.cwd() },
  );
  const pid = Number(await until('the program is held', () => /held (\d+)/.exec(holder.output())?.[1]));
  await until('the program runs', () => holder.output().includes('ready'));
  pids.push(pid, holder.child.pid ?? 0);
  return { ...holder, pid };
}

const WAITS = "setInterval(() => {}, 1000); console.log('ready')";

test('its holder is killed with -9: it ends', async () => {
  const { child, pid } = await hold(WAITS);
  child.kill('SIGKILL');
  await until('the program is gone', () => !isRunning(pid));
});

test('its holder lets go: it ends politely', async () => {
  const { child, pid, output, ended } = await hold(
    `process.on('SIGTERM', () => { console.log('closing'); process.exit(0); }); ${WAITS}`,
  );
  child.kill('SIGUSR2');
  await until('the program is gone', () => !isRunning(pid));
  expect(await ended).toBe(0);
  expect(output()).toContain('closing');
});

test('it does not want to: it is forced', async () => {
  const { child, pid } = await hold(`process.on('SIGTERM', () => {}); ${WAITS}`);
  child.kill('SIGKILL');
  await until('the program is gone', () => !isRunning(pid));
});
