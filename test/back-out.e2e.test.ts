/** Signed deals backed out by each of the four ways, and by nobody else, with every part real (B). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { createHubSpot } from '../src/hubspot/client.ts';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import { signLink } from '../src/links.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { form } from './pages/support.ts';
import { decideOnPage } from './support/back-out-page.ts';
import { sop } from './support/sop-command.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { runToTickets } from './support/ticket-run.ts';
import { environmentOf } from './support/worker-process.ts';
import { aWholeDeal, type WholeDeal } from './support/whole-deal.ts';

const VP = 'vera.pike@healthprime.example';
const REP = 'ruth.amado@healthprime.example';
const DAY = 86_400_000;

let inbox: Inbox;
let stack: TestStack;
let folder: string;
let [vp, rep, other] = [{ id: '' }, { id: '' }, { id: '' }];
let [byPage, byHubSpot, byCommand, bySignal, late]: WholeDeal[] = [];

beforeAll(async () => {
  [inbox, folder] = await Promise.all([startInbox(), mkdtemp(join(tmpdir(), 'sop-back-out-'))]);
  stack = await startTestStack({ smtpUrl: inbox.smtpUrl });
  const { people } = stack;
  [vp, rep, other] = [people.owner(VP), people.owner(REP), people.owner('glen.foster@healthprime.example')];
  const names = ['Page Clinic', 'Screen Clinic', 'Command Clinic', 'Signal Clinic', 'Late Clinic'];
  const deals = await Promise.all(names.map((name) => aWholeDeal(people, rep, name)));
  await runToTickets(stack, rep, deals, 120_000);
  await stack.world.settle();
  [byPage, byHubSpot, byCommand, bySignal, late] = deals;
}, 180_000);
afterAll(async () => {
  await stack.close();
  await inbox.close();
  await rm(folder, { recursive: true });
});

const mailsTo = (address: string, about: string) =>
  inbox.messages().filter(({ envelope, subject }) => envelope.to.includes(address) && subject.includes(about));
const found = (pattern: RegExp, text = ''): string => {
  const hit = pattern.exec(text)?.[1];
  if (hit === undefined) throw new Error(`no ${pattern.source} in the mail`);
  return hit;
};
const newestCode = () => found(/Your code: (\S+)/, mailsTo(VP, 'Your code to back out').at(-1)?.text);
const id = (deal: WholeDeal | undefined) => deal?.id ?? '';
const history = (deal: WholeDeal | undefined) => stack.journal.history('deal', stack.config.hubspot.portalId, id(deal));
const refusals = async (deal: WholeDeal | undefined) =>
  (await history(deal)).filter(({ kind }) => kind === 'backOutRefused').map(({ detail }) => detail?.['why']);
const workflowId = (deal: WholeDeal | undefined) => dealWorkflowId(stack.config.hubspot.portalId, id(deal));

/** Everything that a back-out leaves behind, as people see it. */
async function outcome(deal: WholeDeal | undefined) {
  const { people } = stack;
  const names = ['deal_lost_reason_category', 'deal_lost_reason_details', 'back_out_reason'];
  const seen = await people.seeDeal(id(deal), names);
  const [ticketId = '', ...moreTickets] = await people.seeAssociated(id(deal), 'tickets');
  const ticket = await people.see('tickets', ticketId, ['hs_pipeline_stage']);
  const stages = (await createHubSpot(stack.config.hubspot).pipelines('ticket')).flatMap((one) => one.stages);
  const taskIds = await people.seeAssociated(id(deal), 'tasks');
  const tasks = await Promise.all(
    taskIds.map((one) => people.see('tasks', one, ['hs_task_subject', 'hubspot_owner_id'])),
  );
  const contact = await people.see('contacts', deal?.contactId ?? '', ['lifecyclestage']);
  const decision = (await history(deal)).filter(({ kind }) => kind === 'backedOut');
  return {
    isLost: seen.dealstage === people.stageId('new_business', 'closed_lost'),
    category: seen['deal_lost_reason_category'],
    details: seen['deal_lost_reason_details'],
    ticket: stages.find(({ id: stage }) => stage === ticket['hs_pipeline_stage'])?.label,
    moreTickets,
    notesOnTicket: (await people.seeAssociated(ticketId, 'notes', 'tickets')).length,
    tasks: tasks
      .filter(({ hs_task_subject: subject }) => subject?.includes('backed out'))
      .map(
        ({ hs_task_subject: subject, hubspot_owner_id: owner }) => `${people.ownerById(owner ?? '').name}: ${subject}`,
      )
      .toSorted(),
    lifecycle: contact['lifecyclestage'],
    decided: decision.map(
      ({ by, detail }) => `${by === actorOf(VP) ? 'VP' : by} ${String(detail?.['way'])} ${String(detail?.['reason'])}`,
    ),
  };
}
let owners: Awaited<ReturnType<ReturnType<typeof createHubSpot>['owners']>> = [];
beforeAll(async () => {
  owners = await createHubSpot(stack.config.hubspot).owners();
});
const actorOf = (email: string) => `person:${owners.find((one) => one.email === email)?.userId}`;

const backedOut = (details: string, decided: string) => ({
  isLost: true,
  category: 'backed_out',
  details,
  ticket: 'Backed out',
  moreTickets: [],
  notesOnTicket: 2,
  tasks: [
    'Derek Song: Update the Client Status: the deal was backed out',
    "Ruth Amado: Update the contacts' lifecycle stage: the deal was backed out",
  ],
  lifecycle: 'customer',
  decided: [decided],
});

it('[B-02] [B-03] [B-05] a rep asks, and the Sales VP decides on the page of the mail; a forwarded mail decides nothing', async () => {
  const { people, world } = stack;
  await people.changeDeal(rep, id(byPage), { back_out_requested: 'yes' });
  await world.settle();
  const [mail, ...more] = mailsTo(VP, 'back a signed deal out');
  expect(more).toEqual([]);
  const url = found(/(http\S+\/back-out\/\S+)/, mail?.text);
  const before = await history(byPage);
  const shown = await (await fetch(url)).text();
  expect(shown).toContain('Page Clinic');
  expect(shown).toContain('Ruth Amado');
  expect(await history(byPage)).toEqual(before);

  // Somebody to whom the mail was forwarded has the code mailed as well: it goes to the Sales VP.
  await fetch(url, form({ do: 'code', reason: 'client' }));
  // However many codes that person makes up, the one in the Sales VP's mail stays good.
  const tries = defaultPolicy.backOut?.codeTries ?? 0;
  for (let n = 0; n < tries; n += 1) {
    const wrong = await fetch(url, form({ do: 'confirm', reason: 'client', code: `AAAAA-AAAA${n}` }));
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('The code is not right');
  }
  expect(mailsTo(VP, 'Your code')).toHaveLength(1);
  await world.settle();
  const refusedSoFar = Array.from({ length: tries }, () => 'wrongCode');
  expect(await refusals(byPage)).toEqual(refusedSoFar);
  expect((await outcome(byPage)).isLost).toBe(false);

  await decideOnPage(url, 'Their EHR cannot export claims.', newestCode);
  await world.settle();
  const details = 'Backed out after signing. Bad fit for the client.\n\nTheir EHR cannot export claims.';
  expect(await outcome(byPage)).toEqual(backedOut(details, 'VP page client'));
  expect(await refusals(byPage)).toEqual(refusedSoFar);
  // The page loaded again in the browser is the same decision.
  const decision = { do: 'confirm', reason: 'client', code: newestCode() };
  const again = await fetch(url, form(decision));
  expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('You have decided this already')]);
  await world.settle();
  expect(await refusals(byPage)).toEqual(refusedSoFar);
  // The link is no use for anything else any more, and says so; the code is used up.
  const claims = { portalId: stack.config.hubspot.portalId, dealId: id(byPage), expiresAt: world.now() + DAY };
  const ofAnother = signLink(stack.config.linkSecrets, { purpose: 'backOut', ...claims, ownerId: rep.id });
  for (const [address, change] of [
    [url, { reason: 'us' }],
    [`${stack.urls.gateway}/back-out/${ofAnother}`, {}],
  ] as const) {
    const other = await fetch(address, form({ ...decision, ...change }));
    expect([other.status, await other.text()]).toEqual([409, expect.stringContaining('backed out already')]);
  }
  await world.settle();
  expect(await refusals(byPage)).toEqual([...refusedSoFar, 'backedOut', 'backedOut']);
});

it('[B-02] [B-03] the Sales VP decides in HubSpot, where nobody else can', async () => {
  const { people, world } = stack;
  await people.changeDeal(other, id(byHubSpot), { back_out_requested: 'yes', back_out_reason: 'us' });
  await world.settle();
  expect((await outcome(byHubSpot)).isLost).toBe(false);
  await people.changeDeal(vp, id(byHubSpot), { back_out_requested: 'no' });
  await world.settle();
  await people.changeDeal(vp, id(byHubSpot), { back_out_requested: 'yes' });
  await world.settle();
  expect(await outcome(byHubSpot)).toEqual(backedOut('Backed out after signing. Bad fit for us.', 'VP hubspot us'));
});

/** `npm run sop -- …` beside this stack. */
const command = (...words: string[]) => sop(folder, environmentOf(stack.config, stack.temporal), ...words);

it('[B-02] [B-03] the Sales VP decides on the command line', async () => {
  const words = ['backout', id(byCommand), '--reason', 'Bad fit for us'];
  const first = await command(...words);
  expect(first).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--code') });
  expect(first.stdout).toContain(`A code is on its way to ${VP}`);
  expect(first.stdout).toContain(', amount $12, sold by Ruth Amado');
  const code = newestCode();
  expect(await command(...words, '--code', 'AAAAA-AAAAA')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('The code is not right'),
  });
  const done = await command(...words, '--code', code);
  expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Backed out.') });
  await stack.world.settle();
  expect(await outcome(byCommand)).toEqual(backedOut('Backed out after signing. Bad fit for us.', 'VP command us'));

  // The code for the next test; and the deal of this one is not backed out twice.
  expect(await command('backout-code', id(bySignal))).toMatchObject({ exitCode: 0 });
  expect(await command(...words)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('already') });
  expect(await refusals(byCommand)).toEqual(['wrongCode', 'backedOut']);
});

it('[B-02] [B-03] the Sales VP sends the signal with the code; without it, with a replay or for another deal nobody does', async () => {
  const code = newestCode();
  const signal = (deal: WholeDeal | undefined, payload: unknown) =>
    stack.client.workflow.getHandle(workflowId(deal)).signal('backOut', payload);
  for (const forged of [
    { reason: 'us' },
    { code: 'ZZZZZ-ZZZZZ', reason: 'us' },
    { code: 7 },
    'backOut',
    null,
    undefined,
  ])
    await signal(bySignal, forged);
  await stack.world.settle();
  expect(await refusals(bySignal)).toEqual(['noCode', 'wrongCode', 'noCode', 'noCode', 'noCode', 'noCode']);
  // A reason that is none uses up no code.
  await signal(bySignal, { code, reason: 'cleint' });
  await signal(bySignal, { code: code.toLowerCase(), reason: 'client' });
  await stack.world.settle();
  expect((await refusals(bySignal)).at(-1)).toBe('noReason');
  expect(await outcome(bySignal)).toEqual(
    backedOut('Backed out after signing. Bad fit for the client.', 'VP signal client'),
  );
  await signal(bySignal, { code, reason: 'client' });
  await signal(late, { code, reason: 'client' });
  await stack.world.settle();
  expect((await refusals(bySignal)).at(-1)).toBe('backedOut');
  expect(await refusals(late)).toEqual(['otherDeal']);
  expect((await outcome(late)).isLost).toBe(false);
});

it('[B-03] [B-05] the selling rep is reminded until the task is done; the contacts stay Customer all the while', async () => {
  const { people, world } = stack;
  const reminders = (name: string) =>
    mailsTo(REP, `Reminder: update the lifecycle stage of a backed-out deal: ${name}`).length;
  const complete = async (deal: WholeDeal | undefined) => {
    for (const task of await people.seeAssociated(id(deal), 'tasks')) {
      const { hs_task_subject: subject } = await people.see('tasks', task, ['hs_task_subject']);
      if (subject?.includes('lifecycle')) await people.change(rep, 'tasks', task, { hs_task_status: 'COMPLETED' });
    }
    await world.settle();
  };
  expect(reminders('')).toBe(0);
  await world.advanceTo(world.now() + 5 * DAY);
  const reminded = reminders('Page Clinic');
  expect(reminded).toBeGreaterThan(0);
  await complete(byPage);
  expect((await history(byPage)).at(-1)).toMatchObject({ kind: 'lifecycleUpdated', by: actorOf(REP), clause: 'B-05' });
  await world.advanceTo(world.now() + 5 * DAY);
  expect(reminders('Page Clinic')).toBe(reminded);
  expect(reminders('Screen Clinic')).toBeGreaterThan(reminded);
  const contact = await people.see('contacts', byPage?.contactId ?? '', ['lifecyclestage']);
  expect(contact['lifecyclestage']).toBe('customer');
  for (const deal of [byHubSpot, byCommand, bySignal]) await complete(deal);
});

it('[B-01] [B-02] on the 91st day every way says that this is churn, and it is on record', async () => {
  const { people, world } = stack;
  const before = (await refusals(late)).length;
  await world.advanceTo(world.now() + 82 * DAY);
  await people.changeDeal(vp, id(late), { back_out_requested: 'yes', back_out_reason: 'client' });
  await stack.client.workflow.getHandle(workflowId(late)).signal('backOut', { reason: 'client' });
  const claims = { portalId: stack.config.hubspot.portalId, dealId: id(late), ownerId: vp.id };
  const link = signLink(stack.config.linkSecrets, { purpose: 'backOut', ...claims, expiresAt: world.now() + DAY });
  const page = await fetch(
    `${stack.urls.gateway}/back-out/${link}`,
    form({ do: 'confirm', reason: 'client', code: 'AAAAA-AAAAA' }),
  );
  expect([page.status, (await page.text()).includes('This is churn')]).toEqual([409, true]);
  expect(await command('backout', id(late), '--reason', 'client')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('This is churn'),
  });
  await world.settle();
  const { journal, config } = stack;
  const told = (await journal.history('deal', config.hubspot.portalId, id(late)))
    .filter(({ kind }) => kind === 'backOutRefused')
    .slice(before)
    .map(({ detail }) => `${String(detail?.['way'])}: ${String(detail?.['why'])}`);
  expect(told.toSorted()).toEqual(['command', 'hubspot', 'page', 'signal'].map((way) => `${way}: tooLate`));
  expect((await outcome(late)).isLost).toBe(false);
  const notes = await people.seeNotes(id(late));
  expect(notes.some(({ body }) => body.includes('churn'))).toBe(true);
  expect((await people.seeDeal(id(late), ['back_out_requested']))['back_out_requested']).toBe('no');
});
