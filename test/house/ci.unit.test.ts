/** .ci/run brings a browser where it can, and tests in any case. Small programs stand in for all that it calls. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'sop-ci-'));
  for (const name of ['bash', 'dirname', 'mktemp', 'tail']) {
    symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(bin, name));
  }
  program('npm', 'echo "tested: $*"; exit 3');
  program('id', 'echo 0');
});
afterEach(() => rmSync(bin, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!${join(bin, 'bash')}\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

function run(env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(join(bin, 'bash'), ['.ci/run'], {
    encoding: 'utf8',
    env: { PATH: bin, ...env },
  });
  return { status, stdout, stderr };
}

const calls = () =>
  spawnSync('cat', [join(bin, 'calls')], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n');

const APT = 'echo "$1 ${@: -1}" >> "$(dirname "$0")/calls"';

it('installs a browser where there is none, then tests and ends as the tests do', () => {
  program('apt-get', APT);
  expect(run()).toMatchObject({ status: 3, stdout: expect.stringContaining('tested: test\n') });
  expect(calls()).toEqual(['update -q', 'install chromium']);
});

it.each([
  ['a browser on the PATH', () => program('google-chrome', ''), {}],
  ['one that CHROMIUM_PATH names', () => {}, { CHROMIUM_PATH: '/opt/browser' }],
  ['no rights to install', () => program('id', 'echo 1000'), {}],
])('leaves the machine as it is with %s', (_what, prepare, env) => {
  program('apt-get', APT);
  prepare();
  expect(run(env)).toEqual({ status: 3, stdout: 'tested: test\n', stderr: '' });
  expect(calls()).toEqual(['']);
});

it('tests without a browser where it cannot be installed, and says so', () => {
  program('apt-get', 'echo "no network"; exit 100');
  const { status, stdout, stderr } = run();
  expect(status).toBe(3);
  expect(stdout).toContain('tested: test\n');
  expect(stderr).toBe('no network\nChromium was not installed; going on without.\n');
});
