/**
 * Installs the locked packages when they are missing or stale.
 *
 * npm works in a staging folder; the finished `node_modules` is then moved into place. So an interrupted installation leaves
 * nothing that looks finished, and of two that run at once the later one finds the work done and throws its own away.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withProgress } from './progress.mjs';

/**
 * @param {string} root Folder with `package.json` and `package-lock.json`.
 * @param {AbortSignal} signal Ends an installation that is under way.
 * @throws {Error} when npm fails; the message ends with npm's own words.
 */
export async function ensurePackages(root, signal) {
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8');
  const wanted = { lock: createHash('sha256').update(lock).digest('hex'), runsOn: runsOn() };
  if (await isInstalled(root, wanted)) return;
  if (await isInstalledByHand(root, JSON.parse(lock))) return writeStamp(root, wanted);
  await withProgress('Installing the locked packages (npm ci)', () => install(root, wanted, signal));
}

/** @typedef {{ lock: string, runsOn: string }} Stamp */

/** Some packages hold machine code: what was installed for one platform or major version of Node is not taken for another. */
const runsOn = () => `node${process.versions.node.split('.')[0]} ${process.platform}-${process.arch}`;

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.sop-installed');

/** @param {string} root @param {Stamp} stamp */
const writeStamp = (root, stamp) => writeFile(stampFile(root), `${JSON.stringify(stamp)}\n`);

/** @param {string} root @returns {Promise<Stamp | undefined>} */
async function readStamp(root) {
  const text = await readFile(stampFile(root), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** @param {string} root @param {Stamp} wanted */
async function isInstalled(root, wanted) {
  const stamp = await readStamp(root);
  return stamp?.lock === wanted.lock && stamp.runsOn === wanted.runsOn;
}

/**
 * True when somebody ran `npm ci` or `npm install` themselves: npm writes its record as the last thing, and the record holds
 * every package the lockfile wants on this platform.
 * @param {string} root
 * @param {{ packages: Record<string, LockedPackage> }} lock
 */
async function isInstalledByHand(root, lock) {
  const stamp = await readStamp(root);
  if (stamp !== undefined && stamp.runsOn !== runsOn()) return false;
  const text = await readFile(join(root, 'node_modules', '.package-lock.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  /** @type {Record<string, LockedPackage>} */
  const installed = JSON.parse(text).packages;
  return Object.entries(lock.packages).every(
    ([path, entry]) => path === '' || !isNeededHere(entry) || installed[path]?.version === entry.version,
  );
}

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

/** Which of two C libraries a Linux has is npm's business; one package that leaves it open is enough to tell platforms apart. */
const isNeededHere = (/** @type {LockedPackage} */ { optional, os, cpu, libc }) =>
  !optional || (libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true);

/** @param {string} root @param {Stamp} wanted @param {AbortSignal} signal */
async function install(root, wanted, signal) {
  const work = join(root, '.dev');
  await removeLeftovers(work);
  const staging = join(work, `install-${process.pid}`);
  await mkdir(staging, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json']) await copyFile(join(root, file), join(staging, file));
    await npmCi(staging, signal);
    await writeStamp(staging, wanted);
    await moveIntoPlace(root, staging, wanted);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @param {string} root @param {string} staging @param {Stamp} wanted */
async function moveIntoPlace(root, staging, wanted) {
  if (await isInstalled(root, wanted)) return;
  const modules = join(root, 'node_modules');
  await rename(modules, join(staging, 'replaced')).catch(ignoreCode('ENOENT'));
  try {
    await rename(join(staging, 'node_modules'), modules);
  } catch (error) {
    // Somebody else was quicker between the two lines above: fine, if what they put there is what we wanted.
    if (!(await isInstalled(root, wanted))) throw error;
  }
}

/** A killed installation could not clean up after itself. @param {string} work */
async function removeLeftovers(work) {
  const names = await readdir(work).catch(() => []);
  for (const name of names) {
    const pid = /^install-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(work, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Without install scripts: every package here works without its own (esbuild, swc and protobufjs bring finished binaries), and
 * what does not run cannot do harm. `--include=dev` because NODE_ENV=production would leave the test tools out.
 * @param {string} folder
 * @param {AbortSignal} signal
 */
function npmCi(folder, signal) {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, before] =
    npm !== undefined && basename(npm) === 'npm-cli.js' ? [process.execPath, [npm]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args], { cwd: folder, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (complaint = (complaint + text).slice(0, 2000)));
    child.on('error', (error) => reject(new Error(`npm did not run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`npm ci failed. npm says:\n${complaint.trim()}`));
    });
  });
}

/** @param {string} code */
const ignoreCode = (code) => (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== code) throw error;
};
