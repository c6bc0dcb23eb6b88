/** What approver, onboarding and reps owe a deal, over a holiday and a weekend, with the mails they read (D-07, D-10, D-17, D-18). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { atHour } from '../src/domain/time.ts';
import { createHubSpot } from '../src/hubspot/client.ts';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
import type { People } from '../src/starters/people.ts';
import { nextDay } from './support/contact-clocks.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { startDoor } from './support/proxies.ts';
import { aWholeDeal, completeStage, valuesFor, type WholeDeal } from './support/whole-deal.ts';

const { timeZone } = defaultPolicy.calendar;
const [MINUTE, DAY] = [60_000, 86_400_000];

let inbox: Inbox;
/** The way to the mail server, and whether it is open. */
let door: Awaited<ReturnType<typeof startDoor>>;
let open = true;
let stack: TestStack;
let people: People;
const owner = (name: string) => people.owner(`${name}@healthprime.example`);
let [rep, approver, onboarding] = [{ id: '' }, { id: '' }, { id: '' }];
/** Waits in Proposal for the approval after its meeting. */
let meeting: WholeDeal;
/** Won on the day before Thanksgiving; its rep wrote the #S&OP note. */
let won: WholeDeal;
let ticketId: string;

/** The day before Thanksgiving, in the afternoon: two business days later it is Monday. */
beforeAll(async () => {
  inbox = await startInbox();
  const smtpPort = Number(new URL(inbox.smtpUrl).port);
  door = await startDoor(() => (open ? smtpPort : 9));
  stack = await startTestStack({ smtpUrl: `smtp://127.0.0.1:${door.port}` });
  ({ people } = stack);
  [rep, approver, onboarding] = [owner('ruth.amado'), owner('helen.strand'), owner('derek.song')];
  const wednesday = nextDay(
    stack.world.now(),
    ({ month, weekday, date }) => month === 11 && weekday === 3 && date > 20 && date < 28,
  );
  await stack.world.advanceTo(atHour(wednesday, 15, timeZone));
  [meeting, won] = await Promise.all([
    aWholeDeal(people, rep, 'Sorrel & Sons'),
    aWholeDeal(people, rep, 'Yarrow Clinic'),
  ]);
  for (const stage of ['sql', 'engaged']) {
    await stack.world.settle();
    await Promise.all([meeting, won].map((deal) => completeStage(people, rep, deal, stage)));
  }
  await stack.world.settle();
  await people.change(rep, 'companies', meeting.companyId, valuesFor('proposal', 'company'));
  const { deal_approval_status: _, ...filled } = valuesFor('proposal', 'deal');
  await people.changeDeal(rep, meeting.id, { ...filled, deal_meeting_required: 'yes' });
  await people.writeNote(rep, won.id, '<p>#S&amp;OP of Yarrow, filled in by hand</p>');
  for (const stage of ['proposal', 'partner_of_choice']) {
    await stack.world.settle();
    await completeStage(people, rep, won, stage);
  }
  await stack.world.settle();
  [ticketId = ''] = await people.seeAssociated(won.id, 'tickets');
});
afterAll(async () => {
  await stack.close();
  await door.close();
  await inbox.close();
});

const stageOf = async ({ id }: WholeDeal) => (await people.seeDeal(id, [])).dealstage;
const decisions = async ({ id }: WholeDeal) => stack.journal.history('deal', stack.config.hubspot.portalId, id);
const decided = async (deal: WholeDeal, kind: string) => (await decisions(deal)).filter((one) => one.kind === kind);
const sopNotes = async ({ id }: WholeDeal) =>
  (await people.seeNotes(id)).map(({ body }) => body).filter((body) => body.includes('#S&amp;OP'));
/** Mails to one of the staff about what these words say. */
const mails = (name: string, about: string) =>
  inbox
    .messages()
    .filter(({ envelope, subject }) => envelope.to.includes(`${name}@healthprime.example`) && subject.includes(about));
async function tasks({ id }: WholeDeal, about: string) {
  const ids = await people.seeAssociated(id, 'tasks');
  const names = ['hs_task_subject', 'hs_task_status', 'hubspot_owner_id', 'hs_timestamp'];
  const all = await Promise.all(ids.map((one) => people.see('tasks', one, names)));
  return all.filter(({ hs_task_subject: subject }) => subject?.includes(about) === true);
}

async function ticketStage(label: string): Promise<string> {
  const pipelines = await createHubSpot(stack.config.hubspot).pipelines('ticket');
  const stages = pipelines.find((one) => one.label === defaultPolicy.onboarding?.pipeline.label)?.stages ?? [];
  return stages.find((one) => one.label === label)?.id ?? '';
}

it('[D-07] who approves is asked by mail and task, and the deal waits', async () => {
  expect(await stageOf(meeting)).toBe(people.stageId('new_business', 'proposal'));
  const [mail, ...more] = mails('helen.strand', 'waits for your approval');
  expect(more).toEqual([]);
  expect(mail?.subject).toContain('Sorrel & Sons');
  expect(mail?.text).toContain(`/record/0-3/${meeting.id}`);
  expect(await tasks(meeting, 'Approve')).toMatchObject([
    { hubspot_owner_id: approver.id, hs_task_status: 'NOT_STARTED' },
  ]);
  expect(mails('ruth.amado', 'approval')).toEqual([]);
});

it('[D-10] the S&OP is written while the deal waits: deal and company side by side, in words', async () => {
  const [note, ...more] = await sopNotes(meeting);
  expect(more).toEqual([]);
  expect(note).toContain('<td>Deal Owner</td><td><strong>Ruth Amado</strong></td>');
  expect(note).toContain('<td>Company Name</td><td><strong>Sorrel &amp; Sons</strong></td>');
  expect(note).toContain('<strong>March 1, 2027</strong>');
});

it('[D-10] a note of a rep’s own counts: it stays the only one', async () => {
  expect(await sopNotes(won)).toEqual(['<p>#S&amp;OP of Yarrow, filled in by hand</p>']);
  const [found] = await decided(won, 'sopNoteFound');
  expect(found?.evidence.map(({ object }) => object)).toEqual(['deal', 'note']);
  expect(found?.by).toMatch(/^person:\d+$/);
});

it('[D-17] the ticket is onboarding’s, and holds what they need with links that open in HubSpot', async () => {
  expect(await stageOf(won)).toBe(people.stageId('new_business', 'closed_won'));
  const ticket = await people.see('tickets', ticketId, ['content', 'hubspot_owner_id']);
  expect(ticket['hubspot_owner_id']).toBe(onboarding.id);
  expect(ticket['content']).toContain('Selling rep: Ruth Amado\nTarget Go Live Date: March 1, 2027');
  const [noteId = '', ...more] = await people.seeAssociated(ticketId, 'notes', 'tickets');
  expect(more).toEqual([]);
  const { hs_note_body: note } = await people.see('notes', noteId, ['hs_note_body']);
  const { portalId } = stack.config.hubspot;
  expect(note).toMatch(
    new RegExp(`/file-preview/${portalId}/file/\\d+/">The signed contract as a PDF</a>: Agreement.pdf`),
  );
  expect(note).toMatch(/<\/a>: Yarrow Clinic_calculator\.xlsx/);
  expect(note).toContain(`/record/0-1/${won.contactId}">Canary Yarrow Clinic</a>: yarrow.clinic@example.com`);
  expect(note).toContain('<strong>#S&amp;OP</strong></p><table>');
});

it('[D-07] [D-18] over Thanksgiving and the weekend nobody is reminded; on Monday at the same time both are', async () => {
  const [asked] = await decided(meeting, 'approvalAsked');
  const [start] = await decided(won, 'won');
  const since = Math.min(asked?.happenedAt ?? NaN, start?.happenedAt ?? NaN);
  await stack.world.advanceTo(since + 5 * DAY - MINUTE);
  expect(mails('helen.strand', 'Reminder')).toEqual([]);
  expect(mails('derek.song', 'waits for onboarding')).toEqual([]);
  await stack.world.advanceTo(since + 5 * DAY + 5 * MINUTE);
  expect(mails('helen.strand', 'Reminder')).toHaveLength(1);
  const [mail, ...more] = mails('derek.song', 'waits for onboarding');
  expect(more).toEqual([]);
  expect(mail?.subject).toContain('Yarrow Clinic');
  expect(mail?.text).toContain(`/record/0-5/${ticketId}`);
  expect(await tasks(won, 'Take over')).toMatchObject([
    { hubspot_owner_id: onboarding.id, hs_task_status: 'NOT_STARTED' },
  ]);
});

it('[D-07] [R-03] while the mail server is away a deal goes on hearing, and its mail comes later', async () => {
  const [asked] = await decided(meeting, 'approvalAsked');
  open = false;
  await stack.world.advanceTo((asked?.happenedAt ?? NaN) + 7 * DAY + 5 * MINUTE);
  await people.changeDeal(rep, meeting.id, { deal_approval_status: 'approved' });
  await stack.world.settle();
  expect(await people.seeDeal(meeting.id, ['deal_approval_status'])).toMatchObject({ deal_approval_status: 'pending' });
  expect(mails('helen.strand', 'Reminder')).toHaveLength(1);
  open = true;
  await stack.world.advanceTo(stack.world.now() + 90 * MINUTE);
  expect(mails('helen.strand', 'Reminder')).toHaveLength(2);
  expect((await stack.deal(meeting.id)).deal.attention).toBeUndefined();
});

it.each([
  ['a HubSpot workflow', 'workflow'],
  ['a program', 'integration:4711'],
])('[D-07] what %s approves is put back with a reason, and the deal stays', async (who, source) => {
  const { baseUrl, accessToken } = stack.config.hubspot;
  await fetch(`${baseUrl}/crm/v3/objects/deals/${meeting.id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'x-sandbox-source': source,
    },
    body: JSON.stringify({ properties: { deal_approval_status: 'approved' } }),
  });
  await stack.world.settle();
  expect(await people.seeDeal(meeting.id, ['deal_approval_status'])).toMatchObject({ deal_approval_status: 'pending' });
  const told = (await people.seeNotes(meeting.id)).filter(({ body }) => body.includes(`was set by ${who} and`));
  expect(told).toHaveLength(1);
  expect(await stageOf(meeting)).toBe(people.stageId('new_business', 'proposal'));
});

it('[D-07] the owner’s own approval is put back with a reason; the approver’s moves the deal on and ends the task', async () => {
  await people.changeDeal(rep, meeting.id, { deal_approval_status: 'approved' });
  await stack.world.settle();
  expect(await people.seeDeal(meeting.id, ['deal_approval_status'])).toMatchObject({ deal_approval_status: 'pending' });
  expect(
    (await people.seeNotes(meeting.id)).filter(({ body }) => body.includes('was set by whoever owns')),
  ).toHaveLength(2);
  await people.changeDeal(approver, meeting.id, { deal_approval_status: 'approved' });
  await stack.world.settle();
  expect(await stageOf(meeting)).toBe(people.stageId('new_business', 'partner_of_choice'));
  const statuses = (await tasks(meeting, 'Approve')).map(({ hs_task_status: status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['COMPLETED']));
  expect(await sopNotes(meeting)).toHaveLength(1);
});

it('[D-18] moved on, the ticket is accepted: the rep reads that the work is complete, and nobody is reminded again', async () => {
  await people.change(onboarding, 'tickets', ticketId, { hs_pipeline_stage: await ticketStage('Accepted') });
  await stack.world.settle();
  const told = (await people.seeNotes(won.id)).filter(({ body }) => body.includes('Your work on it is complete'));
  expect(told).toHaveLength(1);
  expect(await tasks(won, 'Take over')).toMatchObject([{ hs_task_status: 'COMPLETED' }]);
  const [accepted] = await decided(won, 'handOffAccepted');
  expect(accepted?.evidence).toContainEqual({ object: 'ticket', id: ticketId, property: 'hs_pipeline_stage' });
  const reminders = mails('derek.song', 'waits for onboarding').length;
  await stack.world.advanceTo(stack.world.now() + 5 * DAY);
  expect(mails('derek.song', 'waits for onboarding')).toHaveLength(reminders);
  expect(mails('marcus.odell', 'Yarrow')).toEqual([]);
});
