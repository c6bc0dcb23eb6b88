/** The command-line tool as people run it: a process of its own, in some folder, with some variables. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const TSX = import.meta.resolve('tsx');
const SOP = fileURLToPath(new URL('../../src/starters/sop.ts', import.meta.url));

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/**
 * @param cwd where a stack may have left its variables
 * @param env besides the machine's own: none of the variables of this test run reach the command
 */
export async function sop(cwd: string, env: Record<string, string>, ...words: string[]): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', TSX, SOP, ...words], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}
