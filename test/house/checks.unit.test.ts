/** The static checks hold on the repository, so `npm test` is all that a change has to pass. */
import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

test.each(['types', 'lint', 'format', 'unused', 'requirements'])('%s', { timeout: 120_000 }, (check) => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/check.mjs', check], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
});
