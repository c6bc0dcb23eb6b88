/** What is read only at its beginning, as by `| head`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOP = fileURLToPath(new URL('../../src/starters/sop.ts', import.meta.url));

it('ends without a complaint when nobody reads on', async () => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), SOP, 'explain', 'all'], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [complaint] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect(complaint).toBe('');
  expect(child.exitCode).toBe(0);
}, 30_000);
