/** The touches of deals with every part real, in virtual time: shown, warned of, answered in time, and lost for want of an answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { addBusinessDays, isBusinessDay, localMinute } from '../src/domain/time.ts';
import { LOOK_AGAIN } from '../src/domain/wake.ts';
import { sop } from './support/sop-command.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { environmentOf } from './support/worker-process.ts';

const { calendar } = defaultPolicy;
const MINUTE = 60_000;
const DAY = 86_400_000;
const OUTCOMES = {
  voicemail: 'b2cf5968-551e-4856-9783-52b3da59a7d0',
  noAnswer: '73a0d17f-1163-4015-bdd5-ec830791da20',
  busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
};
const SHOWN = ['sop_touches', 'sop_voicemails', 'sop_touch_summary'];
const REASON = ['deal_lost_reason_category', 'deal_lost_reason_details'];

let stack: TestStack;
let rep: { id: string };
let named = 0;
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
  const { world } = stack;
  let day = world.now();
  while (!isBusinessDay(day, calendar)) day += DAY;
  if (day > world.now()) await world.advanceTo(day);
});
afterAll(() => stack.close());

interface Case {
  deal: string;
  contact: string;
}
async function aDeal(): Promise<Case> {
  named += 1;
  const contact = await stack.people.create(rep, 'contacts', { email: `touched${named}@example.com` });
  const deal = await stack.people.createDeal(rep, { name: `Touched ${named}`, pipeline: 'new_business', stage: 'sql' });
  await stack.people.associate(rep, 'deals', deal, 'contacts', contact);
  return { deal, contact };
}

type Where = { deal?: string; contact?: string };
async function put(plural: string, properties: Record<string, string>, { deal, contact }: Where): Promise<string> {
  const hs_timestamp = new Date(stack.world.now()).toISOString();
  const id = await stack.people.create(rep, plural, { hs_timestamp, hubspot_owner_id: rep.id, ...properties });
  if (deal !== undefined) await stack.people.associate(rep, plural, id, 'deals', deal);
  if (contact !== undefined) await stack.people.associate(rep, plural, id, 'contacts', contact);
  return id;
}
const call = (outcome: keyof typeof OUTCOMES, on: Where) =>
  put('calls', { hs_call_direction: 'OUTBOUND', hs_call_disposition: OUTCOMES[outcome] }, on);
const mail = (on: Where, direction = 'EMAIL') =>
  put('emails', { hs_email_direction: direction, hs_email_status: 'SENT', hs_email_subject: 'Our talk' }, on);
const message = (on: Where) => put('communications', { hs_communication_channel_type: 'SMS' }, on);

const shown = (deal: string) => stack.people.seeDeal(deal, SHOWN);
const stageOf = async ({ deal }: Case) => (await stack.people.seeDeal(deal, []))['dealstage'];
const stage = (key: string) => stack.people.stageId('new_business', key);
const kinds = async ({ deal }: Case) =>
  (await stack.journal.history('deal', stack.config.hubspot.portalId, deal)).map(({ kind }) => kind);
/** Tasks about the end of the deal, and whether they are done. */
async function warnings({ deal }: Case): Promise<(string | null | undefined)[]> {
  const tasks = await stack.people.seeAssociated(deal, 'tasks');
  const seen = await Promise.all(
    tasks.map((id) => stack.people.see('tasks', id, ['hs_task_subject', 'hs_task_status'])),
  );
  const about = seen.filter(({ hs_task_subject }) => hs_task_subject?.startsWith('No answer') === true);
  return about.map(({ hs_task_status }) => hs_task_status);
}

describe('seven touches, three of them voicemails', { timeout: 180_000 }, () => {
  let lost: Case;
  let answered: Case;
  let edited: Case;
  let tooFew: Case;
  let ids: string[];
  let last: number;

  beforeAll(async () => {
    lost = await aDeal();
    answered = await aDeal();
    edited = await aDeal();
    tooFew = await aDeal();
    // On the deal, on both, or only on the contact: one record is one touch.
    const { deal, contact } = lost;
    ids = [
      await call('voicemail', { deal }),
      await call('voicemail', { deal, contact }),
      await call('busy', { contact }),
      await mail({ contact }),
      await message({ contact }),
      await mail({ deal, contact }),
    ];
    for (const one of [answered, edited]) {
      for (let n = 0; n < 3; n += 1) await call(n < 2 || one === answered ? 'voicemail' : 'noAnswer', one);
      for (let n = 0; n < 4; n += 1) await mail({ contact: one.contact });
    }
    for (let n = 0; n < 7; n += 1) await mail({ deal: tooFew.deal });
    for (let n = 0; n < 2; n += 1) await call('voicemail', { contact: tooFew.contact });
    await stack.world.settle();
  }, 120_000);

  it('[S-02] [S-03] [S-04] are counted over the deal and its contacts, and what is missing can be read', async () => {
    expect(await shown(lost.deal)).toMatchObject({
      sop_touches: '6',
      sop_voicemails: '2',
      sop_touch_summary: '6 touches, 1 touch and 1 voicemail missing.',
    });
    last = stack.world.now();
    ids.push(await call('voicemail', { contact: lost.contact }));
    await stack.world.settle();
    expect(await shown(lost.deal)).toMatchObject({ sop_touches: '7', sop_voicemails: '3' });
    const closesAt = addBusinessDays(last, 5, calendar);
    expect((await shown(lost.deal))['sop_touch_summary']).toContain(
      `the deal is lost at ${localMinute(closesAt, calendar.timeZone)}`,
    );
    expect(await shown(tooFew.deal)).toMatchObject({
      sop_touches: '9',
      sop_touch_summary: '9 touches, 1 voicemail missing.',
    });
  });

  it('[S-02] an edited outcome moves a touch between the kinds', async () => {
    expect(await shown(edited.deal)).toMatchObject({ sop_touches: '7', sop_voicemails: '2' });
    const calls = await stack.people.seeAssociated(edited.deal, 'calls');
    for (const id of calls) await stack.people.change(rep, 'calls', id, { hs_call_disposition: OUTCOMES.voicemail });
    await waitFor('the third voicemail', async () => (await shown(edited.deal))['sop_voicemails'] === '3');
    expect(await shown(edited.deal)).toMatchObject({ sop_touches: '7' });
  });

  it('[S-02] a record that is deleted is no touch', async () => {
    const [one = ''] = await stack.people.seeAssociated(tooFew.contact, 'calls', 'contacts');
    await stack.people.call(rep, 'DELETE', `/crm/v3/objects/calls/${one}`);
    await waitFor('one voicemail less', async () => (await shown(tooFew.deal))['sop_voicemails'] === '1');
    expect((await shown(tooFew.deal))['sop_touch_summary']).toBe('8 touches, 2 voicemails missing.');
  });

  it('[S-05] the owner is warned on the third business day, of those deals only', async () => {
    const warnsAt = addBusinessDays(last, 3, calendar);
    await stack.world.advanceTo(warnsAt - 5 * MINUTE);
    expect(await warnings(lost)).toEqual([]);
    await stack.world.advanceTo(warnsAt + MINUTE);
    for (const one of [lost, answered, edited]) expect(await warnings(one)).toEqual(['NOT_STARTED']);
    expect(await warnings(tooFew)).toEqual([]);
  });

  it('[S-05] an answer that is only on the contact wins in the last minute', async () => {
    const closesAt = addBusinessDays(last, 5, calendar);
    await stack.world.advanceTo(closesAt - 10 * MINUTE);
    for (const one of [lost, answered, edited]) expect(await stageOf(one)).toBe(stage('sql'));
    await mail({ contact: answered.contact }, 'INCOMING_EMAIL');
    await call('connected', { contact: edited.contact });
    await stack.world.settle();
    for (const one of [answered, edited]) {
      expect(await shown(one.deal)).toMatchObject({ sop_touches: '0', sop_voicemails: '0', sop_touch_summary: '' });
      expect(await warnings(one)).toEqual(['COMPLETED']);
      expect(await kinds(one)).toContain('touchesAnswered');
    }
  });

  it('[R-05] an answered deal does not say any more that it will be closed, though its timer was set for that', async () => {
    const state = await stack.deal(answered.deal);
    expect(state).toMatchObject({ wakesFor: 'close the deal: no answer', nextFor: LOOK_AGAIN });
    expect(state.nextAt).toBeGreaterThan(state.wakesAt ?? Infinity);
    const { stdout } = await sop('.', environmentOf(stack.config, stack.temporal), 'why', 'deal', answered.deal);
    expect(stdout).toContain(`(${LOOK_AGAIN}).`);
    expect(stdout).not.toContain('(close the deal: no answer)');
  });

  it('[S-01] [S-05] [D-13] without one the deal is lost, with every touch in the details', async () => {
    const closesAt = addBusinessDays(last, 5, calendar);
    await stack.world.advanceTo(closesAt + MINUTE);
    expect(await stageOf(lost)).toBe(stage('closed_lost'));
    const { deal_lost_reason_category: category, deal_lost_reason_details: details } = await stack.people.seeDeal(
      lost.deal,
      REASON,
    );
    expect(category).toBe('no_response');
    const touches = details?.split('\n').slice(1) ?? [];
    expect(touches).toHaveLength(7);
    for (const id of ids) expect(touches.filter((line) => line.includes(` ${id},`))).toHaveLength(1);
    expect(touches[6]).toContain(localMinute(last, calendar.timeZone));
    expect(await kinds(lost)).toEqual(expect.arrayContaining(['touchesWarned', 'noResponse', 'closed']));
    expect(await warnings(lost)).toEqual(['COMPLETED']);
  });

  it('[S-05] an answer of before the closing that is logged after it: the owner has one task, and the deal stays lost', async () => {
    const answeredAt = new Date(addBusinessDays(last, 5, calendar) - 60 * MINUTE).toISOString();
    const properties = { hs_email_direction: 'INCOMING_EMAIL', hs_email_status: 'SENT', hs_timestamp: answeredAt };
    await put('emails', properties, { contact: lost.contact });
    await stack.world.settle();
    const asked = async () => {
      const tasks = await stack.people.seeAssociated(lost.deal, 'tasks');
      const seen = await Promise.all(tasks.map((id) => stack.people.see('tasks', id, ['hs_task_subject'])));
      return seen.filter(({ hs_task_subject }) => hs_task_subject?.includes('had answered before') === true).length;
    };
    await waitFor('the task', async () => (await asked()) === 1);
    expect(await kinds(lost)).toContain('answeredLate');
    expect(await stageOf(lost)).toBe(stage('closed_lost'));
  });

  it('[S-03] [S-04] the answered deals and the one with too few voicemails stay, weeks later too', async () => {
    await stack.world.advanceTo(addBusinessDays(last, 15, calendar));
    for (const one of [answered, edited, tooFew]) expect(await stageOf(one)).toBe(stage('sql'));
  });
});
