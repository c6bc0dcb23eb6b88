/** Programs under test as processes of their own, with what they print and waiting for it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

export interface Running {
  child: ChildProcess;
  /** All it has printed so far, on stdout and stderr. */
  output(): string;
  /** Resolves with the exit code, or the name of the signal. */
  ended: Promise<number | string>;
}

export function start(args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Running {
  const child = spawn(process.execPath, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? '')),
  );
  return { child, output: () => output, ended };
}

/** Looks every 20 ms until `condition` gives something, and gives that. */
export async function until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`not within 15 s: ${what}`);
    await setTimeout(20);
  }
}

/** A process that ended and was not collected yet does not run any more, though its pid is still there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // Only Linux has /proc; elsewhere the signal's answer has to do.
    return process.platform !== 'linux' && error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
