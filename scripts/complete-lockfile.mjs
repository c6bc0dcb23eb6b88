/**
 * Adds to package-lock.json the platform packages that npm left out because the registry did not offer them at that moment.
 * Without their entries `npm ci` refuses the lockfile on every platform, and a Mac would get no compiler. Run it after
 * `npm install` when test/house/lockfile.unit.test.ts says so.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);

/**
 * @typedef {object} LockedPackage
 * @property {string} version
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @type {{ packages: Record<string, LockedPackage> }} */
const lock = JSON.parse(readFileSync(FILE, 'utf8'));

for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`;
    // Names end in platform and processor, `@scope/binding-linux-arm64-musl`; a version that is a range is npm's to choose.
    const [, os, cpu] = /^@[^/]+\/(?:[a-z]+-)*?([a-z0-9]+)-(x64|arm64|arm|ia32|ppc64|riscv64|s390x)\b/.exec(name) ?? [];
    if (lock.packages[path] !== undefined || os === undefined || cpu === undefined || !/^\d/.test(version)) continue;
    lock.packages[path] = { version, cpu: [cpu], ...(dev && { dev }), optional: true, os: [os] };
    console.log(`added ${name} ${version} for ${os} ${cpu}`);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
