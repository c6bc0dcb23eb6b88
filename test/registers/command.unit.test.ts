/** `npm run sop -- register …` on a database that others have open too. That it is a program of its own: test/cli.e2e.test.ts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type EmbeddedDatabase, serveEmbedded } from '../../src/journal/embedded.ts';
import { openRegisters, type Registers } from '../../src/journal/registers.ts';
import { registerCommand } from '../../src/starters/commands/register.ts';

/** What time it is in the sandbox's world. */
let now: string;
const sandbox = createServer((request, response) => {
  response.writeHead(request.url === '/__sandbox/clock' ? 200 : 404).end(JSON.stringify({ now }));
});

let folder: string;
let database: EmbeddedDatabase;
let portals = 4711;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registers-'));
  database = await serveEmbedded();
  await new Promise<void>((listening) => sandbox.listen(0, '127.0.0.1', listening));
}, 60_000);
afterAll(async () => {
  sandbox.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** The command in a portal of its own. Answers what it prints; rejects with what it would end with. */
function inPortal() {
  const address = sandbox.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox does not listen');
  const portal = String((portals += 1));
  const variables = {
    HUBSPOT_BASE_URL: `http://127.0.0.1:${address.port}`,
    HUBSPOT_ACCESS_TOKEN: 'sandbox-token',
    HUBSPOT_CLIENT_SECRET: 'sandbox-client-secret',
    HUBSPOT_APP_ID: '9393361',
    HUBSPOT_PORTAL_ID: portal,
    SMTP_URL: 'smtp://127.0.0.1:1025',
    DATABASE_URL: database.url,
    LINK_SECRET: 'for these tests only and known to everybody',
    SOP_POLICY: 'default',
  };
  return { portal, register: (...words: string[]) => printed(variables, words) };
}

async function printed(variables: Record<string, string>, words: string[]): Promise<string> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await registerCommand.parseAsync(words, { from: 'user' });
    return [...log.mock.calls.map(([line]) => `${line}\n`), ...write.mock.calls.map(([text]) => String(text))].join('');
  } finally {
    log.mockRestore();
    write.mockRestore();
    vi.unstubAllEnvs();
  }
}

function openRegistersHere(): Registers {
  const registers = openRegisters({ databaseUrl: database.url });
  onTestFinished(() => registers.close());
  return registers;
}

async function aFile(content: string): Promise<string> {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  return path;
}

const HEADER = 'month,closed_business,revenue,currency';

it('[G-10] shows first what an import would do, does it, and does nothing the second time', async () => {
  now = '2027-03-01T02:30:00.000Z';
  const { portal, register } = inPortal();
  const registers = openRegistersHere();
  const before = [
    { month: '2027-01', closed_business: 3 },
    { month: '2027-02', closed_business: 3 },
  ];
  const given = { importedAt: Date.UTC(2027, 0, 4), importedBy: 'account:test', asOf: '2027-01-04' };
  await registers.bring(portal, 'targets', before, given);

  const file = await aFile(`${HEADER}\n2027-02,4,600000,USD\n2027-03,5,,\n`);
  const lines = [
    '  added    2027-03',
    '  changed  2027-02: closed_business 3 → 4, revenue empty → 600000.00, currency empty → USD',
    '  removed  2027-01',
  ];
  expect(await register('import', 'targets', file, '--dry-run')).toBe(
    [...lines, 'Would be 1 added, 1 changed, 1 removed. Nothing was written.', ''].join('\n'),
  );
  expect((await registers.read(portal, 'targets'))?.rows).toEqual(before);

  expect(await register('import', 'targets', file, '--by', 'Edwin.Hale@healthprime.example')).toBe(
    // In New York it is still February.
    [...lines, '1 added, 1 changed, 1 removed: targets has 2 rows, as of 2027-02-28.', ''].join('\n'),
  );
  const written = {
    import: {
      n: 2,
      importedAt: Date.parse(now),
      importedBy: 'staff:edwin.hale@healthprime.example',
      asOf: '2027-02-28',
    },
    rows: [
      { month: '2027-02', closed_business: 4, revenue: '600000.00', currency: 'USD' },
      { month: '2027-03', closed_business: 5 },
    ],
  };
  expect(await registers.read(portal, 'targets')).toEqual(written);

  expect(await register('import', 'targets', file)).toBe('Nothing changed: targets says so already.\n');
  expect(await registers.read(portal, 'targets')).toEqual(written);
});

it('[G-10] imports nothing of a file with one mistake, and says where it is', async () => {
  now = '2027-03-01T12:00:00.000Z';
  const { portal, register } = inPortal();
  const file = await aFile(`${HEADER}\n2027-02,4,,\n2027-03,five,,\n2027-04,6,,\n`);
  await expect(register('import', 'targets', file)).rejects.toThrow(
    `Nothing was imported. ${file} has 1 to correct:\n` +
      '  line 3, column closed_business: is no number; write a whole number, e.g. 40',
  );
  expect(await openRegistersHere().read(portal, 'targets')).toBeUndefined();
});

it('[G-10] exports a register as it was at the end of a day of the policy’s zone', async () => {
  now = '2027-03-01T12:00:00.000Z';
  const { portal, register } = inPortal();
  const registers = openRegistersHere();
  const given = { importedBy: 'account:test', asOf: '2027-01-04' };
  const bring = (importedAt: string, closed_business: number) => {
    const rows = [{ month: '2027-01', closed_business }];
    return registers.bring(portal, 'targets', rows, { ...given, importedAt: Date.parse(importedAt) });
  };
  // The last instant of 4 January in New York, and the first of the 5th.
  await bring('2027-01-05T04:59:59.999Z', 1);
  await bring('2027-01-05T05:00:00.000Z', 2);
  expect(await register('export', 'targets', '--as-of', '2027-01-04')).toBe(`${HEADER}\r\n2027-01,1,,\r\n`);
  expect(await register('export', 'targets')).toBe(`${HEADER}\r\n2027-01,2,,\r\n`);
  await expect(register('export', 'targets', '--as-of', '2027-01-03')).rejects.toThrow(
    'Nobody had brought targets by 2027-01-03; Exec owes it.',
  );
});

it('[G-10] lists every register, and who owes what is missing', async () => {
  now = '2027-03-01T12:00:00.000Z';
  const { register } = inPortal();
  await register('import', 'campaigns', resolve('examples/registers/campaigns.csv'));
  const told = await register('list');
  expect(told).toMatch(/^campaigns +Marketing +3 rows as of 2027-03-01, brought 2027-03-01 07:00$/m);
  expect(told).toMatch(/^cost-of-sale +Exec +missing: Exec owes it$/m);
  expect(told).toMatch(/^whitespace +Client success +missing: Client success owes it$/m);
});

it('[G-10] gives a template to fill in, wherever it runs, and says beside it what each column holds', async () => {
  const told = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => told.mockRestore());
  expect(await printed({}, ['template', 'lead-costs'])).toBe(
    'month,source,campaign,amount,currency\r\n2026-11,ORGANIC_SEARCH,non_epic_hospitals,8000.00,USD\r\n',
  );
  expect(told.mock.calls.flat()).toEqual([
    [
      'month     calendar month in which it was spent',
      'source    where the leads come from',
      'campaign  if it was for one; may be empty',
      'amount    spent',
      'currency  of the amount',
    ].join('\n'),
  ]);
});

it.each([
  ['a register that there is not', ['template', 'prices'], 'There is no register "prices". There are: targets, lead-'],
  [
    'a day that has not come',
    ['import', 'targets', 'none.csv', '--as-of', '2027-03-02'],
    '2027-03-02 has not come yet',
  ],
  [
    'a day that is none',
    ['export', 'targets', '--as-of', '03/01/2027'],
    '"03/01/2027" is no date; write year-month-day',
  ],
  ['somebody who is no staff', ['import', 'targets', 'none.csv', '--by', 'x@client.example'], 'is none of the staff'],
  ['a file that is not there', ['import', 'targets', 'none.csv'], 'none.csv cannot be opened (ENOENT)'],
])('[G-10] refuses %s', async (_, words, says) => {
  now = '2027-03-01T12:00:00.000Z';
  await expect(inPortal().register(...words)).rejects.toThrow(says);
});

it('[G-10] says so where a policy keeps no registers', async () => {
  await expect(printed({ SOP_POLICY: 'small' }, ['template', 'targets'])).rejects.toThrow(
    'The policy "riverbend" keeps no registers.',
  );
});
