/**
 * Runs a program that must not outlive us: `spawn(process.execPath, [leash, program, ...args], { stdio: [..., 'ipc'], detached: true })`.
 *
 * The leash holds the program as its child and us by the IPC channel. When the channel closes, because we let go or because
 * somebody killed us with -9, it ends the program: politely first, by force after `GRACE_MS`. Being in a session of its own it
 * does not hear Ctrl-C, so the program is still there while we finish our work. First message: the program's pid.
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 5_000;

const [program, ...args] = process.argv.slice(2);
if (program === undefined || process.send === undefined)
  throw new Error('leash.mjs is started by a program, with an IPC channel');

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

function end() {
  if (ending) return;
  ending = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}

child.on('spawn', () => process.send?.(child.pid));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
process.on('disconnect', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
