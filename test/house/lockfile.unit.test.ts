/** What the lockfile promises a newcomer: it installs anywhere, and Temporal's packages fit together. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const Locked = z.object({
  version: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const text = readFileSync('package-lock.json', 'utf8');
const { packages } = z.object({ packages: z.record(z.string(), Locked) }).parse(JSON.parse(text));

/** Paths end in the package's name; a copy of its own lies under the package that needs it. */
const copiesOf = (name: string) => Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));

test('names no host: packages come from wherever npm is told to look', () => {
  expect(text).not.toContain('"resolved"');
});

test('names each platform package, or `npm ci` refuses it (node scripts/complete-lockfile.mjs adds them)', () => {
  const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^@[^/]+\/.*-(x64|arm64)\b/.test(name) && /^\d/.test(version))
      .flatMap(([name]) => (copiesOf(name).length === 0 ? [name] : [])),
  );
  expect(missing).toEqual([]);
});

describe('Temporal', () => {
  const temporal = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/@temporalio/'));

  test('all its packages have one version', () => {
    expect(temporal.length).toBeGreaterThan(5);
    expect(new Set(temporal.map(([, { version }]) => version)).size).toBe(1);
  });

  test('they share one protobufjs 8: with two, replay of stored histories fails', () => {
    expect(packages['node_modules/protobufjs']?.version).toMatch(/^8\./);
    expect(copiesOf('protobufjs').filter((path) => path.includes('@temporalio'))).toEqual([]);
  });
});
