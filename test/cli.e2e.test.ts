/** `npm run sop` beside a running stack, found through variables or through the file that `npm run dev` leaves in its folder. */
import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { recordUrl } from '../src/hubspot/record-url.ts';
import { loadPolicy } from '../src/policy-file.ts';
import { contactWorkflowId } from '../src/workflows/ids.ts';
import { consentSignal } from '../src/workflows/messages.ts';
import { sop, type Ran } from './support/sop-command.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

/** HubSpot's id of the call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';

let stack: TestStack;
/** Nothing runs here. */
let empty: string;
/** Here lies the file of the running stack. */
let beside: string;
let variables: Record<string, string>;
let dealId: string;
let contactId: string;

beforeAll(async () => {
  stack = await startTestStack();
  variables = variablesOf(stack);
  empty = await mkdtemp(join(tmpdir(), 'sop-cli-'));
  beside = await mkdtemp(join(tmpdir(), 'sop-cli-'));
  await leaveStackFile(beside, process.pid);
  const rep = stack.people.owner('ruth.amado@healthprime.example');
  dealId = await stack.people.createDeal(rep, { name: 'Quince Clinic', pipeline: 'new_business', stage: 'sql' });
  await waitFor('the deal to be told', async () => (await stack.deal(dealId)).deal.shown);
  await stack.people.changeDeal(rep, dealId, { enterprise_deal_status: 'yes' });
  contactId = await stack.people.create(rep, 'contacts', { email: 'quince@example.com', hubspot_owner_id: rep.id });
  await stack.world.settle();
  await connectedCall(rep, contactId);
  await stack.world.settle();
  const consented = { key: 'consent-1', state: 'granted', at: stack.world.now(), proof: 'proof-1' } as const;
  await stack.client.workflow.getHandle(contactWorkflow(contactId)).signal(consentSignal, consented);
  await stack.world.settle();
});
afterAll(async () => {
  await stack.close();
  await Promise.all([empty, beside].map((folder) => rm(folder, { recursive: true })));
});

const contactWorkflow = (id: string) => contactWorkflowId(stack.config.hubspot.portalId, id);

async function connectedCall(rep: { id: string }, contact: string): Promise<void> {
  const call = await stack.people.create(rep, 'calls', {
    hs_timestamp: new Date(stack.world.now()).toISOString(),
    hs_call_disposition: CONNECTED,
    hs_call_direction: 'OUTBOUND',
  });
  await stack.people.associate(rep, 'calls', call, 'contacts', contact);
}

function variablesOf({ config, temporal }: TestStack): Record<string, string> {
  const { hubspot } = config;
  return {
    HUBSPOT_BASE_URL: hubspot.baseUrl,
    HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecrets.join(),
    HUBSPOT_APP_ID: hubspot.appId,
    HUBSPOT_PORTAL_ID: hubspot.portalId,
    SMTP_URL: config.smtpUrl,
    DATABASE_URL: config.databaseUrl ?? '',
    LINK_SECRET: config.linkSecrets.join(),
    SOP_POLICY: config.policy,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  };
}

/** As `npm run dev` writes it. */
async function leaveStackFile(folder: string, pid: number): Promise<void> {
  await mkdir(join(folder, '.dev'), { recursive: true });
  await writeFile(join(folder, '.dev/stack.json'), JSON.stringify({ pid, env: variables }));
}

const here = (...words: string[]) => sop(beside, {}, ...words);
const nowhere = (...words: string[]) => sop(empty, {}, ...words);

/** One clear sentence or list on stderr, nothing on stdout, no trace of code. */
function expectRefusal(ran: Ran, words: string | RegExp): void {
  expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ran.stderr).toMatch(words);
  expect(ran.stderr).not.toMatch(/^\s+at |Error:|node:internal/m);
}

describe('why deal', () => {
  it('[R-05] tells where the deal is, what is missing, what happens next and what happened, by whom and by which clause', async () => {
    const { exitCode, stdout, stderr } = await here('why', 'deal', dealId);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`Deal ${dealId} is in Sales Qualified Lead (New Business) since `);
    expect(stdout).toContain('America/New_York');
    expect(stdout).toContain('Missing: HP Product(s).');
    expect(stdout).toContain('Next: as soon as nothing is missing, the deal moves on to Engaged by itself.');
    expect(stdout).toMatch(
      /If nothing happens before, it wakes up \d{4}-\d\d-\d\d \d\d:\d\d \(see to its next action\)/,
    );
    expect(stdout).toMatch(/ 1 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}first seen in Sales Qualified Lead \(New Business\)\n/);
    expect(stdout).toContain('told what is missing: Enterprise Deal Status (yes or no), HP Product(s)');
    expect(stdout).toContain(`clause D-02, policy health-prime@${loadPolicy('default').version}`);
    expect(stdout).toContain(`evidence: deal ${dealId} dealstage`);
  });

  it('[R-05] answers the same through variables, from any folder, and by the address of the record', async () => {
    const address = recordUrl(stack.urls.sandbox, stack.config.hubspot.portalId, 'deal', dealId);
    const [a, ...others] = await Promise.all([
      here('why', 'deal', dealId),
      sop(empty, variables, 'why', 'deal', dealId),
      here('why', 'deal', ` ${dealId}  `),
      here('why', 'deal', address),
    ]);
    expect(others).toEqual([a, a, a]);
  });

  it('[R-05] --json is JSON alone; --journal-only leaves the workflow alone', async () => {
    const { stdout, exitCode } = await here('why', 'deal', dealId, '--json', '--journal-only');
    const { live, history }: { live: unknown; history: { kind: string }[] } = JSON.parse(stdout);
    expect({ exitCode, live }).toEqual({ exitCode: 0, live: null });
    expect(history.map(({ kind }) => kind)).toContain('missing');
    expect(JSON.parse((await here('why', 'deal', dealId, '--json')).stdout).live.deal.dealId).toBe(dealId);
  });

  it('an id that is none, a deal that nobody knows', async () => {
    expectRefusal(await here('why', 'deal', 'Quince'), '"Quince" is no deal id');
    const elsewhere = 'https://app.hubspot.com/contacts/1/record/0-3/99';
    expectRefusal(await here('why', 'deal', elsewhere), 'This deal belongs to portal 1, and this engine to portal ');
    expectRefusal(await here('why', 'deal', '99', '--json'), 'Nothing is known of deal 99 yet');
  });

  it('a Temporal that does not answer: the journal still does', async () => {
    const gone = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expectRefusal(await sop(beside, gone, 'why', 'deal', dealId), '--journal-only');
    const { exitCode, stdout } = await sop(beside, gone, 'why', 'deal', dealId, '--journal-only');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`By the journal deal ${dealId} is in Sales Qualified Lead (New Business) since `);
    expect(stdout).toContain('told what is missing');
  });

  it('a database that does not answer', async () => {
    const gone = { DATABASE_URL: 'postgres://somebody:password@127.0.0.1:1/sop' };
    const ran = await sop(beside, gone, 'why', 'deal', dealId);
    expectRefusal(ran, 'database');
    expect(ran.stderr).not.toContain('password');
  });
});

describe('why contact', () => {
  it('[R-05] [T-04] [K-04] tells stage, temperature with its evidence, consent with its proof, lead, owner and what comes next', async () => {
    const { exitCode, stdout, stderr } = await here('why', 'contact', contactId);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const minute = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
    const lines = [
      `Contact ${contactId} is Marketing Qualified Lead since ${minute} America/New_York\\.`,
      String.raw`Why: moved from Target to Marketing Qualified Lead: it engaged with us \(connected call \(call \d+\)\) \(decision \d+, clause C-05\)\.`,
      String.raw`Temperature: Warm, since ${minute} \(decision \d+\), last engagement ${minute} \(call \d+\), turns cold ${minute}\.`,
      String.raw`Consent: Granted since ${minute} \(decision \d+\), proof proof-1\.`,
      String.raw`Lead: \S.* is open\.`,
      'Owner: Ruth Amado\\.',
      'Missing: .*"Exploring a decision": "Yes"\\.',
      `Next: .+, ${minute} America/New_York\\.`,
      String.raw`If nothing happens before, it wakes up ${minute} \(.+\)\.`,
    ];
    for (const line of lines) expect(stdout).toMatch(new RegExp(`^${line}$`, 'm'));
    expect(stdout).toMatch(
      /^What happened:\n {2}1 {2}.+ {2}first seen, as Target\n {5}clause C-02, policy health-prime@/m,
    );
    expect(stdout).not.toContain('quince@example.com');
  });

  it('[R-05] --json is JSON alone; --journal-only leaves the workflow alone', async () => {
    const { stdout, exitCode } = await here('why', 'contact', contactId, '--json', '--journal-only');
    const { live, history }: { live: unknown; history: { kind: string }[] } = JSON.parse(stdout);
    expect({ exitCode, live }).toEqual({ exitCode: 0, live: null });
    expect(history.map(({ kind }) => kind)).toContain('consentGranted');
    expect(JSON.parse((await here('why', 'contact', contactId, '--json')).stdout).live.contact.contactId).toBe(
      contactId,
    );
  });

  it('[R-10] a contact that nobody knows, and one that was forgotten', async () => {
    expectRefusal(await here('why', 'contact', 'Quince'), '"Quince" is no contact id');
    expectRefusal(await here('why', 'contact', '99'), 'Nothing is known of contact 99 yet');
    const rep = stack.people.owner('ruth.amado@healthprime.example');
    const forgotten = await stack.people.create(rep, 'contacts', { email: 'forgotten@example.com' });
    await stack.world.settle();
    expect((await here('why', 'contact', forgotten)).exitCode).toBe(0);
    await stack.people.call(rep, 'POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: forgotten });
    await stack.world.settle();
    for (const more of [[], ['--json'], ['--journal-only']])
      expectRefusal(await here('why', 'contact', forgotten, ...more), 'asked to be forgotten');
  });
});

describe('register', () => {
  it('[G-10] imports beside a running stack, all of a file or nothing, and exports what it took', async () => {
    const example = 'examples/registers/targets.csv';
    const wrong = join(empty, 'wrong.csv');
    await writeFile(wrong, `${await readFile(example, 'utf8')}2028-01,many,,\n`);
    expectRefusal(await here('register', 'import', 'targets', wrong), 'line 26, column closed_business: is no number');
    expectRefusal(await here('register', 'export', 'targets'), 'Nobody had brought targets yet; Exec owes it.');
    expect((await here('register', 'import', 'targets', resolve(example))).stdout).toContain('targets has 24 rows');
    const { stdout } = await here('register', 'export', 'targets');
    expect(stdout.replaceAll('\r\n', '\n')).toBe(await readFile(example, 'utf8'));
  });
});

describe('explain', () => {
  it('needs no stack', async () => {
    const { exitCode, stdout } = await nowhere('explain', 'proposal');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Proposal (New Business, Expansion, Upsell)');
  });

  it('[D-02] tells what SQL needs, by key and by label, as text and as JSON', async () => {
    const [byKey, byLabel, json] = await Promise.all([
      nowhere('explain', 'sql'),
      nowhere('explain', 'Sales', 'Qualified', 'Lead'),
      nowhere('explain', 'sales qualified lead', '--json'),
    ]);
    expect(byKey.stdout).toContain('  - Enterprise Deal Status (yes or no)  [D-02]\n  - HP Product(s): ');
    expect(byLabel).toEqual(byKey);
    const rows: { pipeline: string; exit: unknown[] }[] = JSON.parse(json.stdout);
    expect(rows.map(({ pipeline }) => pipeline)).toEqual(['New Business', 'Expansion', 'Upsell']);
    expect(rows[0]?.exit).toHaveLength(2);
  });

  it('[R-06] all as JSON is the policy itself: it can be edited and loaded, and carries its version', async () => {
    const { stdout } = await nowhere('explain', 'all', '--json');
    const version = JSON.parse(stdout).version;
    expect(JSON.parse(stdout)).toEqual({ ...defaultPolicy, version });
    const edited = join(empty, 'edited.json');
    await writeFile(edited, stdout.replace('"label": "Engaged"', '"label": "In talks"'));
    const told = await sop(empty, { SOP_POLICY: edited }, 'explain', 'sql');
    expect(told.stdout).toContain('moves on to In talks by itself');
  });

  it('a stage that nobody knows', async () => {
    const both = await Promise.all([nowhere('explain', 'nonsense'), nowhere('explain', 'nonsense', '--json')]);
    for (const ran of both) expectRefusal(ran, /^There is no stage "nonsense". There are: sql, engaged, /);
  });

  it('a policy that makes no sense', async () => {
    const broken = join(empty, 'broken.json');
    await writeFile(broken, JSON.stringify({ ...defaultPolicy, lost: { ...defaultPolicy.lost, category: 'nowhere' } }));
    expectRefusal(
      await sop(empty, { SOP_POLICY: broken }, 'explain'),
      'lost: deal.nowhere has no row under properties',
    );
  });

  it('staff: role, name and owner id of everybody in the policy', async () => {
    const { exitCode, stdout } = await here('explain', 'staff', '--json');
    const staff: { role: string; name: string; ownerId: string; email: string }[] = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(staff.map(({ role, email }) => [role, email])).toEqual(
      defaultPolicy.staff.flatMap(({ role, emails }) => emails.map((email) => [role, email])),
    );
    for (const { name, ownerId, email } of staff)
      expect(stack.people.owner(email)).toMatchObject({ id: ownerId, name });
    const words = (await here('explain', 'staff')).stdout;
    expect(words.trim().split('\n')).toHaveLength(staff.length);
    expect(words).toMatch(new RegExp(`^Sales VP +${staff[0]?.name} +${staff[0]?.ownerId}$`, 'm'));
  });

  it('staff: somebody without an owner in the portal is shown as such', async () => {
    const alone = join(empty, 'alone.json');
    const [first, ...others] = defaultPolicy.staff;
    const staff = [{ ...first, emails: ['nobody@healthprime.example'] }, ...others];
    await writeFile(alone, JSON.stringify({ ...defaultPolicy, staff }));
    const env = { SOP_POLICY: alone };
    const [words, json] = await Promise.all([
      sop(beside, env, 'explain', 'staff'),
      sop(beside, env, 'explain', 'staff', '--json'),
    ]);
    expect(words.stdout).toMatch(/^Sales VP +nobody@healthprime.example +has no owner in this portal$/m);
    expect(JSON.parse(json.stdout)[0]).toMatchObject({ role: 'Sales VP', name: '', ownerId: null });
  });
});

describe('advance', () => {
  it('moves the whole world', async () => {
    const before = stack.world.now();
    const { exitCode, stdout } = await here('advance', '3', 'days');
    expect(exitCode).toBe(0);
    expect(Date.parse(/^It is (\S+) now\.\n$/.exec(stdout)?.[1] ?? '')).toBeGreaterThanOrEqual(before + 3 * 86_400_000);
    expect(stack.world.now()).toBeGreaterThanOrEqual(before + 3 * 86_400_000);
  });

  it('a duration that is none, or leads nowhere', async () => {
    expectRefusal(await here('advance', 'soon'), '"soon" is no duration. Try 91d, 3 months or P3M.');
    expectRefusal(await here('advance', '0d'), 'by: "P0D" is no ISO-8601 duration forward');
  });

  it('a portal that is no sandbox, or does not answer', async () => {
    const gateway = { HUBSPOT_BASE_URL: stack.urls.gateway };
    expectRefusal(await sop(beside, gateway, 'advance', '1d'), 'There is no sandbox at');
    expectRefusal(await sop(beside, { HUBSPOT_BASE_URL: 'http://127.0.0.1:1' }, 'advance', '1d'), 'Nothing answers at');
  });
});

describe('portal', () => {
  it('[D-01] the portal of a stack is ready, and setting it up again changes nothing', async () => {
    expect(await here('portal', 'plan')).toEqual({ exitCode: 0, stdout: 'The portal is ready.\n', stderr: '' });
    expect((await here('portal', 'apply')).stdout).toBe('The portal was ready already.\n');
  });
});

describe('manners', () => {
  const needStack = [
    ['why', 'deal', '5'],
    ['why', 'contact', '5'],
    ['explain', 'staff'],
    ['advance', '91d'],
    ['portal', 'plan'],
  ];

  it('no stack running: each command says how to start one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sop-cli-'));
    await leaveStackFile(folder, 2 ** 30); // of a stack that was killed
    const ran = [...needStack.map((words) => nowhere(...words)), sop(folder, {}, 'explain', 'staff')];
    for (const each of await Promise.all(ran))
      expectRefusal(each, /^No stack runs in this folder: start one with npm run dev, or .+\n$/);
    await rm(folder, { recursive: true });
  });

  it('an empty variable does not hide what the stack says', async () => {
    const ran = await sop(beside, { HUBSPOT_BASE_URL: '', TEMPORAL_ADDRESS: '' }, 'why', 'deal', dealId);
    expect(ran.exitCode).toBe(0);
  });

  it('a configuration that is half there names what is missing, and no value', async () => {
    const ran = await sop(empty, { HUBSPOT_ACCESS_TOKEN: 'a-secret-token' }, 'portal', 'plan');
    expectRefusal(ran, /HUBSPOT_APP_ID: set it to/);
    expect(ran.stderr).not.toContain('a-secret-token');
  });

  it('--help stands on stdout and names every command', async () => {
    const [all, one] = await Promise.all([nowhere('--help'), nowhere('why', 'deal', '--help')]);
    expect(one).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Usage: npm run sop -- why deal /) });
    expect(all).toMatchObject({ exitCode: 0, stderr: '' });
    for (const [command = ''] of needStack) expect(all.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it('[B-02] a back-out that lacks everything names all of it, with the reasons', async () => {
    expectRefusal(
      await nowhere('backout'),
      "Missing: the deal's id or address and --reason. A reason is one of: client (Bad fit for the client), us (",
    );
  });

  it('a command that is none', async () => {
    expectRefusal(await nowhere('explian'), 'explain');
  });
});
