import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, environmentSchema, loadConfig, temporalConnection } from '../../src/config.ts';

/** Every variable of .env.example, those that are commented out too. */
const example = Object.fromEntries(
  readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, value = ''] = /^#?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
);

function problemsOf(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('.env.example', () => {
  it('has every variable of the configuration and no other', () => {
    // Temporal's and the sandbox's own are read elsewhere.
    const ours = Object.keys(example).filter((name) => !/^(TEMPORAL(?!_UI_URL)|SANDBOX)_/.test(name));
    expect(ours.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  it('loads as it is', () => {
    expect(loadConfig(example)).toMatchObject({ port: 3_000, policy: 'default', publicUrl: 'http://127.0.0.1:3000' });
    expect(temporalConnection(example)).toMatchObject({
      namespace: 'default',
      connectionOptions: { address: '127.0.0.1:7233' },
    });
  });
});

const REQUIRED = [
  'HUBSPOT_ACCESS_TOKEN',
  'HUBSPOT_CLIENT_SECRET',
  'HUBSPOT_APP_ID',
  'HUBSPOT_PORTAL_ID',
  'SMTP_URL',
  'LINK_SECRET',
];

describe('the configuration', () => {
  it('has sensible defaults', () => {
    const needed = Object.fromEntries(REQUIRED.map((name) => [name, example[name]]));
    expect(loadConfig({ ...needed, PORT: '4321', DATABASE_URL: '' })).toMatchObject({
      hubspot: { baseUrl: 'https://api.hubapi.com', callsPerTenSeconds: 80 },
      databaseUrl: undefined,
      publicUrl: 'http://127.0.0.1:4321',
      policy: 'default',
    });
  });

  it('takes two client secrets and two link secrets during a rotation', () => {
    const secrets = ['a'.repeat(40), 'b'.repeat(40)];
    const list = secrets.join(' , ');
    const config = loadConfig({ ...example, HUBSPOT_CLIENT_SECRET: list, LINK_SECRET: list });
    expect(config.hubspot.clientSecrets).toEqual(secrets);
    expect(config.linkSecrets).toEqual(secrets);
  });

  it('takes a public address with a path, without its last slash', () => {
    expect(loadConfig({ ...example, PUBLIC_URL: 'https://example.com/sop/' }).publicUrl).toBe(
      'https://example.com/sop',
    );
  });

  it('names every variable that is missing at once', () => {
    const problems = problemsOf({});
    for (const name of REQUIRED) {
      expect(problems).toMatch(new RegExp(`^  ${name}: (set|use) `, 'm'));
    }
  });

  it.each([
    ['HUBSPOT_BASE_URL', 'ftp://canary.example'],
    ['HUBSPOT_CLIENT_SECRET', 'canary'],
    ['HUBSPOT_CLIENT_SECRET', `canary-${'a'.repeat(20)},`],
    ['HUBSPOT_CLIENT_SECRET', ['canary-a', 'canary-b', 'canary-c'].map((name) => name.padEnd(20, 'x')).join(',')],
    ['HUBSPOT_APP_ID', 'canary'],
    ['HUBSPOT_PORTAL_ID', '0'],
    ['HUBSPOT_CALLS_PER_10_SECONDS', '9'],
    ['HUBSPOT_CALLS_PER_10_SECONDS', 'ten'],
    ['SMTP_URL', 'http://canary.example'],
    ['DATABASE_URL', 'mysql://canary:canary@localhost/db'],
    ['PUBLIC_URL', 'https://canary.example/?x=1'],
    ['PUBLIC_URL', 'canary.example'],
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', '3e3'],
    ['LINK_SECRET', 'canary-too-short'],
    ['LINK_SECRET', `${'a'.repeat(40)},canary-too-short`],
    ['LINK_SECRET', ['canary-a', 'canary-b', 'canary-c'].map((name) => name.padEnd(40, 'x')).join(',')],
  ])('refuses a wrong %s by name and without its value', (name, value) => {
    const problems = problemsOf({ ...example, [name]: value });
    expect(problems.split('\n').slice(1)).toEqual([
      expect.stringMatching(new RegExp(`^  ${name}: (set|use|give|each) `)),
    ]);
    expect(problems).not.toContain('canary.');
    expect(problems).not.toContain('canary-');
  });

  it('leaves Temporal to its own variables', () => {
    expect(temporalConnection({ TEMPORAL_ADDRESS: 'cloud.example:7233', TEMPORAL_NAMESPACE: 'a.b' })).toMatchObject({
      namespace: 'a.b',
      connectionOptions: { address: 'cloud.example:7233' },
    });
  });
});
