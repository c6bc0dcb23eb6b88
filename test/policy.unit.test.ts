/** The policy as data: what ships, how an edit is told from the version before, and what is refused by which words. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { findProperty } from '../src/domain/policy/lookup.ts';
import { smallPolicy } from '../src/domain/policy/small.ts';
import type { Policy } from '../src/domain/policy/types.ts';
import { addBusinessDays } from '../src/domain/time.ts';
import { loadPolicy, parsePolicy, PolicyError } from '../src/policy-file.ts';
import { start } from './house/processes.ts';
import { refusedContacts } from './support/broken-contacts.ts';
import { refusedDealRules } from './support/broken-deal-rules.ts';
import { put, refused, stage } from './support/broken-policies.ts';

const folder = mkdtempSync(join(tmpdir(), 'sop-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: string): string {
  const path = join(folder, 'policy.json');
  writeFileSync(path, content);
  return path;
}

const shipped = [
  ['default', defaultPolicy],
  ['small', smallPolicy],
] as const;

describe.each(shipped)('the shipped policy "%s"', (name, policy) => {
  it('loads, from memory and from its JSON in a file', () => {
    const loaded = loadPolicy(name);
    expect(loaded).toEqual({ ...policy, version: loaded.version });
    expect(loadPolicy(fileOf(JSON.stringify(policy)))).toEqual(loaded);
  });

  it('[D-13] has lost reason category and details as fields that people fill in', () => {
    for (const field of [policy.lost.category, policy.lost.details])
      expect(findProperty(policy, 'deal', field)).toMatchObject({ origin: 'ours', filledBy: 'people' });
  });

  it('names the source of every row', () => {
    const stages = policy.pipelines.flatMap((pipeline) => pipeline.stages);
    const rows = [...policy.properties, ...policy.pipelines, ...stages, ...stages.flatMap(({ exit = [] }) => exit)];
    expect(rows.filter(({ clause }) => !/^[A-Z]-\d\d/.test(clause))).toEqual([]);
  });
});

describe('rows that the business signed', () => {
  it('[D-02] every pipeline starts in SQL, and leaving it asks for Enterprise Deal Status and HP Product(s)', () => {
    for (const { stages } of defaultPolicy.pipelines) {
      const [sql] = stages;
      expect(sql).toMatchObject({ key: 'sql', label: 'Sales Qualified Lead', kind: 'open' });
      expect(sql?.exit).toEqual(
        ['Enterprise Deal Status', 'HP Product(s)'].map((label) => {
          const field = defaultPolicy.properties.find((row) => row.object === 'deal' && row.label === label);
          return { kind: 'known', object: 'deal', property: field?.name, clause: 'D-02' };
        }),
      );
    }
    expect(findProperty(defaultPolicy, 'deal', 'enterprise_deal_status')?.type).toBe('yesNo');
    expect(defaultPolicy.pipelines.map(({ label }) => label)).toEqual(['New Business', 'Expansion', 'Upsell']);
  });

  it('[D-13] the lost reason has the words of the SOP', () => {
    const { category, details } = defaultPolicy.lost;
    const labels = [category, details].map((field) => findProperty(defaultPolicy, 'deal', field)?.label);
    expect(labels).toEqual(['Deal Lost Reason Category', 'Deal Lost Reason Details']);
  });
});

describe('rows for contacts that the business signed', () => {
  const rules = defaultPolicy.contacts;
  const labelOf = (name: string | undefined) => findProperty(defaultPolicy, 'contact', name ?? '')?.label;

  it("[C-01] seven lifecycle stages in HubSpot's order", () => {
    expect(rules?.lifecycle.stages.map(({ label }) => label)).toEqual([
      'Target',
      'Marketing Qualified Lead',
      'Sales Qualified Lead',
      'Customer',
      'Exclude from Marketing',
      'Additional Sales Contact',
      'Recycled',
    ]);
  });

  it('[C-20] only from the stages of the table may people move a contact on, and never to Customer', () => {
    const moves = rules?.lifecycle.stages.map(({ key, byHand }) => [key, byHand.toSorted().join(' ')]);
    expect(moves).toEqual([
      ['target', 'additional excluded mql sql'],
      ['mql', 'additional excluded recycled sql target'],
      ['sql', 'additional excluded mql recycled target'],
      ['customer', 'additional excluded mql recycled target'],
      ['excluded', 'additional mql target'],
      ['additional', 'excluded mql sql target'],
      ['recycled', 'additional excluded mql sql target'],
    ]);
  });

  it('[C-17] four lost reasons lead to recycling, after 90, 180, 180 and 365 days, three rounds at most', () => {
    expect(rules?.recycling).toMatchObject({
      coolOffDays: { no_response: 90, timing: 180, budget: 180, chose_competitor: 365 },
      maxRounds: 3,
    });
  });

  it('[L-03] the kinds of qualified leads stand in their order of value', () => {
    const options = findProperty(defaultPolicy, 'contact', rules?.properties.leadKind ?? '')?.options ?? [];
    const label = (kind: string) => options.find(({ value }) => value === kind)?.label;
    expect(rules?.leads.kinds.map(label)).toEqual(['Ideal Customer', 'Target Account', 'Affiliate']);
  });

  it('[R-01] what people look for has the labels they know', () => {
    const { exploring, temperature, turnsColdOn, lastEngagement, consentStatus, missing, leadKind } =
      rules?.properties ?? {};
    expect(
      [exploring, temperature, turnsColdOn, lastEngagement, consentStatus, missing, leadKind].map(labelOf),
    ).toEqual([
      'Exploring a decision',
      'Lead temperature',
      'Turns cold on',
      'Last engagement',
      'Consent status',
      'Missing to move on',
      'Qualified lead kind',
    ]);
  });

  it('names the source of every rule', () => {
    const sources = JSON.stringify(rules).match(/"clause":"[^"]*"/g) ?? [];
    expect(sources.length).toBeGreaterThan(25);
    expect(sources.filter((clause) => !/"[A-Z]-\d\d/.test(clause))).toEqual([]);
  });
});

describe('the version stamp', () => {
  it('[R-06] an edit in one place changes it, and the same content has the same', () => {
    const [first, again, edited, undone] = [
      parsePolicy(defaultPolicy, 'a'),
      parsePolicy(structuredClone(defaultPolicy), 'another name'),
      parsePolicy({ ...defaultPolicy, dealClock: { ...defaultPolicy.dealClock, maxSleepDays: 29 } }, 'a'),
      parsePolicy({ ...defaultPolicy, dealClock: { ...defaultPolicy.dealClock } }, 'a'),
    ].map(({ version }) => version);
    const [written, hash] = (first ?? '').split('+');
    expect(written).toBe(defaultPolicy.version);
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
    expect(again).toBe(first);
    expect(undone).toBe(first);
    expect(edited).not.toBe(first);
  });

  it('[R-06] does not depend on the order in which a file has the keys of a row', () => {
    const turned = Object.fromEntries(Object.entries(smallPolicy).toReversed());
    expect(Object.keys(turned)[0]).not.toBe(Object.keys(smallPolicy)[0]);
    expect(parsePolicy(turned, 'a').version).toBe(parsePolicy(smallPolicy, 'a').version);
  });

  it('[R-07] business days follow an edited calendar', () => {
    const wednesday = Date.parse('2026-03-04T15:00:00Z');
    const holidays = [...defaultPolicy.calendar.holidays, '2026-03-05'];
    const edited = parsePolicy({ ...defaultPolicy, calendar: { ...defaultPolicy.calendar, holidays } }, 'edited');
    const daysUntil = ({ calendar }: Policy) => (addBusinessDays(wednesday, 1, calendar) - wednesday) / 86_400_000;
    expect([daysUntil(defaultPolicy), daysUntil(edited)]).toEqual([1, 2]);
  });
});

describe('an edit that makes no sense is refused, with the row named', () => {
  it.each(refused)('%s', (_title, words, edit) => {
    const policy = structuredClone(smallPolicy);
    edit(policy);
    const problems = problemsOf(() => parsePolicy(policy, 'edited'));
    expect(problems.filter((problem) => problem.includes(words))).toHaveLength(1);
  });

  it.each(refusedContacts)('for contacts: %s', (_title, words, edit) => {
    const policy = structuredClone(defaultPolicy);
    edit(policy);
    const problems = problemsOf(() => parsePolicy(policy, 'edited'));
    expect(problems.filter((problem) => problem.includes(words))).toHaveLength(1);
  });

  it.each(refusedDealRules)('for the human side of deals: %s', (_title, words, edit) => {
    const policy = structuredClone(defaultPolicy);
    edit(policy);
    const problems = problemsOf(() => parsePolicy(policy, 'edited'));
    expect(problems.filter((problem) => problem.includes(words))).toHaveLength(1);
  });

  it('all problems are told at once', () => {
    const policy = structuredClone(smallPolicy);
    put(stage(policy, 'offer'), 'exit', []);
    put(policy.calendar, 'timeZone', 'Mars');
    expect(problemsOf(() => parsePolicy(policy, 'edited'))).toHaveLength(2);
  });

  it.each([
    ['null', 'policy: Invalid input: expected object, received null'],
    ['[]', 'policy: Invalid input: expected object, received array'],
    ['{"id": "x"', 'it is no JSON'],
    ['', 'it is no JSON'],
  ])('the file %j', (content, words) => {
    const path = fileOf(content);
    const [problem, ...more] = problemsOf(() => loadPolicy(path));
    expect(problem).toContain(words);
    expect(more).toEqual([]);
  });

  it('a path that leads nowhere, or a name that no policy has', () => {
    for (const path of [join(folder, 'none.json'), 'smal', 'constructor']) {
      expect(() => loadPolicy(path)).toThrow(
        `The policy "${path}" cannot be used:\n  - there is no such file; SOP_POLICY is`,
      );
    }
  });
});

function problemsOf(load: () => Policy): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a process whose policy makes no sense', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const temporalStarted = join(folder, 'temporal-started');
  const environment = () => {
    const broken = structuredClone(smallPolicy);
    put(stage(broken, 'offer'), 'exit', []);
    const cli = join(folder, 'temporal');
    writeFileSync(cli, `#!/bin/sh\n: > '${temporalStarted}'\n`, { mode: 0o755 });
    return {
      SOP_POLICY: fileOf(JSON.stringify(broken)),
      TEMPORAL_CLI: cli,
      TEMPORAL_ADDRESS: '',
      HUBSPOT_ACCESS_TOKEN: 'token',
      HUBSPOT_CLIENT_SECRET: 'secret-of-sixteen-and-more',
      HUBSPOT_APP_ID: '1',
      HUBSPOT_PORTAL_ID: '1',
      SMTP_URL: 'smtp://127.0.0.1:1',
      LINK_SECRET: 'x'.repeat(32),
    };
  };

  it.each([
    ['npm start -- gateway', ['src/starters/start.ts', 'gateway']],
    ['npm run dev', ['src/starters/dev.ts']],
  ])('%s names the row, ends with exit code 1 and has started nothing', async (_name, args) => {
    const { ended, output } = start(['--import', 'tsx', ...args], { cwd: root, env: environment() });
    expect(await ended).toBe(1);
    expect(output()).toContain('cannot be used:\n  - pipelines: projects.offer: an empty exit list');
    expect(output()).not.toContain('"ready"');
    expect(existsSync(temporalStarted)).toBe(false);
  });

  it('npm start says it in two lines', async () => {
    const args = ['--import', 'tsx', 'src/starters/start.ts', 'gateway'];
    const { ended, output } = start(args, { cwd: root, env: environment() });
    await ended;
    expect(output().trim().split('\n')).toHaveLength(2);
  });
});
