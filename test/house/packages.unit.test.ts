/** The bootstrap installs what is locked, once, whatever interrupts it. A small program stands in for npm. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, start, until } from './processes.ts';

/** Writes a package and says what it was called with. With a file `hang` beside the project it stops half-way, with `fail` it fails. */
const NPM = `
  import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
  const here = (name) => process.env.PROJECT + '/' + name;
  appendFileSync(here('calls'), process.argv.slice(2).join(' ') + '\\n');
  if (existsSync(here('fail'))) { console.error('npm says no'); process.exit(1); }
  mkdirSync('node_modules/thing', { recursive: true });
  writeFileSync(here('npm.pid'), String(process.pid));
  if (existsSync(here('hang'))) await new Promise(() => setInterval(() => {}, 1000));
  writeFileSync('node_modules/thing/index.js', 'from ' + JSON.stringify(process.env.MARK ?? ''));
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sop-packages-'));
  await cp('scripts', join(folder, 'scripts'), { recursive: true });
  await mkdir(join(folder, 'npm'));
  await put('npm/package.json', '{ "type": "module" }');
  await put('npm/npm-cli.js', NPM);
  await put('package.json', '{}');
  await lock('1.0.0');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const calls = () => (existsSync(join(folder, 'calls')) ? read('calls').trim().split('\n').length : 0);
const leftovers = () => readdirSync(join(folder, '.dev'));

const lock = (version: string) =>
  put('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/thing': { version } } }));

function ensure(mark = '') {
  const code = `
    import { ensurePackages } from './scripts/packages.mjs';
    const stop = new AbortController();
    process.on('SIGTERM', () => stop.abort());
    await ensurePackages('.', stop.signal);`;
  const env = { PROJECT: folder, MARK: mark, npm_execpath: join(folder, 'npm/npm-cli.js') };
  return start(['--input-type=module', '--eval', code], { cwd: folder, env });
}

test('installs what is missing, without install scripts, and not again', async () => {
  expect(await ensure('first').ended).toBe(0);
  expect(read('node_modules/thing/index.js')).toBe('from "first"');
  expect(read('calls')).toContain('ci --ignore-scripts --include=dev');
  expect(await ensure('second').ended).toBe(0);
  expect(calls()).toBe(1);
  expect(leftovers()).toEqual([]);
});

test('installs again when the lockfile changed', async () => {
  await ensure('old').ended;
  await lock('2.0.0');
  expect(await ensure('new').ended).toBe(0);
  expect(read('node_modules/thing/index.js')).toBe('from "new"');
});

test('installs again for another version of Node or another platform', async () => {
  await ensure('old').ended;
  await put('node_modules/.sop-installed', read('node_modules/.sop-installed').replace(/node\d+/, 'node18'));
  expect(await ensure('new').ended).toBe(0);
  expect(read('node_modules/thing/index.js')).toBe('from "new"');
});

test('takes what somebody installed by hand, if it is what is locked', async () => {
  await mkdir(join(folder, 'node_modules'));
  await put('node_modules/.package-lock.json', read('package-lock.json'));
  expect(await ensure().ended).toBe(0);
  expect(calls()).toBe(0);
  await lock('2.0.0');
  expect(await ensure().ended).toBe(0);
  expect(calls()).toBe(1);
});

test('says what npm said when it fails, and leaves the old packages alone', async () => {
  await ensure('old').ended;
  await lock('2.0.0');
  await put('fail', '');
  const failed = ensure();
  expect(await failed.ended).toBe(1);
  expect(failed.output()).toContain('npm says no');
  expect(read('node_modules/thing/index.js')).toBe('from "old"');
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'interrupted with %s, the next start installs all of it and clears up',
  async (signal) => {
    await put('hang', '');
    const interrupted = ensure();
    const npm = await until('npm at work', () => existsSync(join(folder, 'npm.pid')) && Number(read('npm.pid')));
    interrupted.child.kill(signal);
    await interrupted.ended;
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    if (signal === 'SIGKILL') process.kill(npm);
    await until('npm gone', () => !isRunning(npm));
    await rm(join(folder, 'hang'));
    expect(await ensure('whole').ended).toBe(0);
    expect(read('node_modules/thing/index.js')).toBe('from "whole"');
    expect(leftovers()).toEqual([]);
  },
);

test('two at once both end well', async () => {
  expect(await Promise.all([ensure('one').ended, ensure('two').ended])).toEqual([0, 0]);
  expect(read('node_modules/thing/index.js')).toMatch(/from "(one|two)"/);
  expect(leftovers()).toEqual([]);
});
