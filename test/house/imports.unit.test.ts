/** Who may import whom (ARCHITECTURE.md), held by .oxlintrc.json: each row is broken once, and must be reported with its reason. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

/** Room, what is written there, and a piece of the reason. */
const violations: [room: string, code: string, reason: string][] = [
  ['domain', `import '../workflows/ids.ts';`, 'The domain imports nothing of ours'],
  ['domain/deal', `import '../../hubspot/portal.ts';`, 'The domain imports nothing of ours'],
  ['domain', `import '../config.ts';`, 'The domain imports nothing of ours'],
  ['domain', `import '../log.ts';`, 'The domain imports nothing of ours'],
  ['domain', `import type { Logger } from '../log.ts';`, 'The domain imports nothing of ours'],
  ['domain', `import 'node:fs';`, 'rules are pure TypeScript'],
  ['domain', `import 'fs';`, 'rules are pure TypeScript'],
  ['domain', `import 'zod';`, 'rules are pure TypeScript'],
  ['domain', `import '@temporalio/common';`, 'rules are pure TypeScript'],
  ['domain', `import '@hubspot/api-client';`, 'rules are pure TypeScript'],
  ['domain', `export const a = Date.now();`, 'The domain has no clock'],
  ['domain', `export const a = new Date();`, 'The domain has no clock'],
  ['domain', `export const a = Date();`, 'The domain has no clock'],
  ['domain', `export const a = performance.now();`, 'The domain has no clock'],
  ['domain', `export const a = Math.random();`, 'The domain has no randomness'],
  ['domain', `export const a = crypto.randomUUID();`, 'The domain has no randomness'],
  ['domain', `export const a = process.env;`, 'The domain does no IO'],
  ['domain', `export const a = fetch('x');`, 'The domain does no IO'],
  ['domain', `setTimeout(() => {}, 1);`, 'The domain does not wait'],
  ['workflows', `import 'node:crypto';`, 'Node is not available'],
  ['workflows', `import 'crypto';`, 'Node is not available'],
  ['workflows', `import '@temporalio/client';`, 'the rest talks to the network'],
  ['workflows', `import 'zod';`, 'zod makes every cached workflow larger'],
  ['workflows', `import '@hubspot/api-client';`, 'Workflows call no one'],
  ['workflows', `import { a } from '../activities/deal.ts';`, 'Workflows take the type of activities only'],
  ['workflows', `import '../hubspot/portal.ts';`, 'Workflows import the domain and nothing else'],
  ['workflows', `import '../log.ts';`, 'Workflows import the domain and nothing else'],
  ['workflows', `import { a } from '../policy-file.ts';`, 'Workflows import the domain and nothing else'],
  ['domain', `import { a } from '../policy-file/touches.ts';`, 'The domain imports nothing of ours'],
  ['activities', `import '@hubspot/api-client';`, 'HubSpot has one door'],
  ['activities', `import '@temporalio/workflow';`, 'Activities are not workflow code'],
  ['activities', `import { a } from '../journal/journal.ts';`, 'takes the journal as a dependency'],
  ['activities', `import { a } from '../workflows/deal.ts';`, 'Activities are called by workflows'],
  ['activities', `import '../gateway/app.ts';`, 'Activities import the domain and the HubSpot port'],
  ['hubspot', `import '../workflows/ids.ts';`, 'The HubSpot port imports the domain only'],
  ['hubspot', `import '@temporalio/activity';`, 'The HubSpot port knows no Temporal'],
  ['gateway', `import '../workflows/deal.ts';`, 'the gateway knows messages.ts and ids.ts'],
  ['gateway', `import '@temporalio/worker';`, 'talks to Temporal as a client'],
  ['gateway', `import '../activities/deal.ts';`, 'The gateway verifies, parses and hands on'],
  ['gateway', `import { a } from '../journal/journal.ts';`, 'as dependencies, of which it needs the types only'],
  ['gateway', `import '@hubspot/api-client';`, 'HubSpot has one door'],
  ['mail', `import '../hubspot/portal.ts';`, 'Mail imports the domain and the signing of links'],
  ['mail', `import '../activities/mail.ts';`, 'Mail imports the domain and the signing of links'],
  ['mail', `import '@hubspot/api-client';`, 'knows neither HubSpot nor Temporal'],
  ['mail', `import '@temporalio/common';`, 'knows neither HubSpot nor Temporal'],
  ['mail', `import { a } from '../journal/mails.ts';`, 'takes its records as a dependency'],
  ['gateway', `import '../mail/door.ts';`, 'The gateway verifies, parses and hands on'],
  ['workflows', `import '../mail/door.ts';`, 'Workflows import the domain and nothing else'],
  ['workflows', `import '../links.ts';`, 'Workflows import the domain and nothing else'],
  ['domain', `import '../links.ts';`, 'The domain imports nothing of ours'],
  ['journal', `import '../hubspot/portal.ts';`, 'The journal imports the domain only'],
  ['journal', `import '@temporalio/client';`, 'does not care who ran it'],
  ['reports', `import '../hubspot/portal.ts';`, 'Reports import the domain and the journal'],
  ['reports', `import '@temporalio/client';`, 'the same report must come out again'],
  ['sandbox', `import '../gateway/app.ts';`, 'The sandbox knows HubSpot and nothing of the engine'],
  ['sandbox/routes', `import '../../hubspot/portal.ts';`, 'the sandbox takes signature.ts'],
  ['sandbox', `import '@hubspot/api-client';`, 'must not share HubSpot'],
  ['sandbox', `import '@temporalio/client';`, 'knows no Temporal'],
  ['inbox', `import '../domain/events.ts';`, 'it imports nothing of ours'],
  ['inbox', `import '@temporalio/client';`, 'receives mail and shows it'],
  ['starters', `import '@hubspot/api-client';`, 'HubSpot has one door'],
  ['workers', `import '@hubspot/api-client';`, 'HubSpot has one door'],
  ['workers', `export const a = process.env['A'];`, 'Only src/config.ts reads the environment'],
  ['gateway', `export const a = process.env['A'];`, 'Only src/config.ts reads the environment'],
  ['journal', `import '../../test/support/seed.ts';`, 'does not know its tests'],
];

const legitimate: [room: string, code: string][] = [
  ['domain/deal', `import { a } from '../policy/types.ts';\nexport const b = [a, new Date(0)];`],
  ['domain', `import { tz } from '@date-fns/tz';\nexport const a = tz;`],
  [
    'workflows',
    `import { a } from '../domain/deal/decide.ts';\nimport { sleep } from '@temporalio/workflow';\nexport const b = [a, sleep];`,
  ],
  ['workflows', `import type { A } from '../activities/deal.ts';\nexport type B = A;`],
  [
    'activities',
    `import { a } from '../hubspot/error.ts';\nimport type { J } from '../journal/journal.ts';\nexport const b: J = a;`,
  ],
  [
    'hubspot',
    `import { a } from '../domain/events.ts';\nimport { Client } from '@hubspot/api-client';\nexport const b = [a, Client];`,
  ],
  [
    'gateway',
    `import { a } from '../workflows/messages.ts';\nimport { b } from '../workflows/ids.ts';\nexport const c = [a, b];`,
  ],
  [
    'gateway',
    `import type { J } from '../journal/journal.ts';\nimport { Client } from '@temporalio/client';\nexport const a = (b: J) => [b, Client];`,
  ],
  ['gateway/pages', `import { a } from '../../links.ts';\nexport const b = a;`],
  ['activities', `import { a } from '../mail/door.ts';\nexport const b = a;`],
  [
    'mail',
    `import { a } from '../links.ts';\nimport type { M } from '../journal/mails.ts';\nimport { b } from '../domain/mail-gate.ts';\nexport const c: M = [a, b];`,
  ],
  ['journal', `import { a } from '../domain/decision.ts';\nexport const b = a;`],
  ['reports', `import { a } from '../journal/journal.ts';\nexport const b = a;`],
  [
    'sandbox/routes',
    `import { a } from '../../hubspot/signature.ts';\nimport { b } from '../clock.ts';\nexport const c = [a, b];`,
  ],
  [
    'starters',
    `import { a } from '../gateway/app.ts';\nimport { b } from '../config.ts';\nexport const c = [a, b, process.env];`,
  ],
];

const Report = z.object({
  diagnostics: z.array(z.object({ filename: z.string(), message: z.string(), help: z.string().optional() })),
});

let folder: string;
let reported: Map<string, string>;

/** Writes all the planted files into a copy of the repository's frame and lints them in one go. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sop-imports-'));
  for (const file of ['.oxlintrc.json', 'scripts/lint-rules.mjs']) cpSync(file, join(folder, file));
  violations.forEach(([room, code], index) => plant(`src/${room}/violation${index}.ts`, code));
  legitimate.forEach(([room, code], index) => plant(`src/${room}/legitimate${index}.ts`, code));
  plant('src/config.ts', `import './gateway/app.ts';\nexport const env = process.env;`);
  plant('src/policy-file.ts', `import './domain/policy/default.ts';\nimport './policy-file/part.ts';`);
  plant('src/policy-file/part.ts', `import '../domain/policy/types.ts';`);
  plant('src/policy-file/violation.ts', `import '../journal/journal.ts';`);
  plant('src/domain/one.ts', `import { two } from './two.ts';\nexport const one = () => two;`);
  plant('src/domain/two.ts', `import { one } from './one.ts';\nexport const two = () => one;`);
  const oxlint = join(process.cwd(), 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  reported = new Map();
  for (const { filename, message, help } of Report.parse(JSON.parse(stdout)).diagnostics) {
    reported.set(filename, `${reported.get(filename) ?? ''}${message} ${help ?? ''}\n`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(file: string, code: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${code}\n`);
}

describe('a violation is reported with its reason', () => {
  test.each(violations.map((row, index) => [...row, index] as const))('%s: %s', (room, _code, reason, index) => {
    expect(reported.get(`src/${room}/violation${index}.ts`)).toContain(reason);
  });

  test('settings and the policy file import the domain only', () => {
    const reason = 'of ours they import the domain only';
    expect(reported.get('src/config.ts')).toContain(reason);
    expect(reported.get('src/policy-file/violation.ts')).toContain(reason);
  });

  test('a cycle', () => {
    expect(reported.get('src/domain/one.ts')).toContain('cycle');
  });
});

describe('a legitimate import passes', () => {
  test.each(legitimate.map((row, index) => [...row, index] as const))('%s: %s', (room, _code, index) => {
    expect(reported.get(`src/${room}/legitimate${index}.ts`)).toBeUndefined();
  });

  test('settings may read the environment, the policy file the domain', () => {
    expect(reported.get('src/config.ts')).not.toContain('reads the environment');
    expect(reported.get('src/policy-file.ts')).toBeUndefined();
    expect(reported.get('src/policy-file/part.ts')).toBeUndefined();
  });
});
