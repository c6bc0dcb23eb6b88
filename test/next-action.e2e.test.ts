/** The next action over a weekend (D-20), and the deal of an internal referral (D-19), on the real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { addBusinessDays, addDays, atHour, isBusinessDay, localDate, startOfDay } from '../src/domain/time.ts';
import { startTestStack, type TestStack } from './support/stack.ts';

const MINUTE = 60_000;
const { calendar } = defaultPolicy;
const { timeZone } = calendar;
const EMPLOYEE = 'nora.bell@healthprime.example';

let stack: TestStack;
let rep: { id: string };
/** In the afternoon of a day before a weekend or holiday. */
let start: number;
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
  start = atHour(addDays(stack.world.now(), 1, timeZone), 15, timeZone);
  while (!isBusinessDay(start, calendar) || isBusinessDay(addDays(start, 1, timeZone), calendar)) {
    start = addDays(start, 1, timeZone);
  }
  await stack.world.advanceTo(start);
});
afterAll(() => stack.close());

const flagOf = async (id: string) =>
  (await stack.people.seeDeal(id, ['sop_next_action_flag']))['sop_next_action_flag'] ?? '';
const tasksOf = async (id: string) => {
  const ids = await stack.people.seeAssociated(id, 'tasks');
  const tasks = await Promise.all(
    ids.map((task) => stack.people.see('tasks', task, ['hs_task_subject', 'hs_task_status', 'hubspot_owner_id'])),
  );
  return tasks.map((task) => [task['hs_task_subject'], task['hs_task_status'], task['hubspot_owner_id']]);
};
const kindsOf = async (entity: 'deal' | 'contact', id: string) =>
  (await stack.journal.history(entity, stack.config.hubspot.portalId, id)).map(({ kind }) => kind);

describe('a deal and a referral before a weekend', () => {
  let deal: string;
  let contact: string;
  let referred: string;

  beforeAll(async () => {
    const { people, world } = stack;
    deal = await people.createDeal(rep, { name: 'Alder Clinic', pipeline: 'new_business', stage: 'sql' });
    const companyId = await people.create(rep, 'companies', { name: 'Birch Hospital', hubspot_owner_id: rep.id });
    contact = await people.create(rep, 'contacts', { email: 'billing@birch.example', lastname: 'Finch' });
    await people.associate(rep, 'contacts', contact, 'companies', companyId);
    await world.settle();
    await people.change(rep, 'contacts', contact, {
      referral_date: localDate(world.now(), timeZone),
      referring_employee_email: EMPLOYEE,
    });
    await world.settle();
    [referred = ''] = await people.seeAssociated(companyId, 'deals', 'companies');
  });

  it('[D-19] the referral has opened one deal in Upsell with the employee kept, and its owner has a task', async () => {
    const seen = await stack.people.seeDeal(referred, ['sop_referring_employee', 'pipeline', 'hubspot_owner_id']);
    expect(seen).toMatchObject({ sop_referring_employee: EMPLOYEE, hubspot_owner_id: rep.id });
    expect(seen['dealstage']).toBe(stack.people.stageId('upsell', 'sql'));
    expect(await tasksOf(referred)).toEqual([['See to this internal referral', 'NOT_STARTED', rep.id]]);
    expect(await kindsOf('contact', contact)).toContain('referred');
    expect((await stack.deal(referred)).deal.shown?.pipeline).toBe('upsell');
    const shown = await stack.people.see('contacts', contact, ['sop_referral_taken_on']);
    expect(Date.parse(shown['sop_referral_taken_on'] ?? '')).toBeGreaterThanOrEqual(start);
  });

  it('[D-19] another referral goes to the same deal', async () => {
    const tomorrow = localDate(addDays(stack.world.now(), 1, timeZone), timeZone);
    await stack.people.change(rep, 'contacts', contact, { referral_date: tomorrow });
    await stack.world.settle();
    expect(await stack.people.seeAssociated(contact, 'deals', 'contacts')).toEqual([referred]);
    expect(await stack.people.seeNotes(referred)).toHaveLength(2 + 1); // and the one of what is missing
  });

  it('[D-20] [R-07] both deals are left in peace over the weekend, then flagged, each with one task', async () => {
    const { world } = stack;
    const due = addBusinessDays(world.now(), 1, calendar);
    await world.advanceTo(due - 30 * MINUTE);
    expect([await flagOf(deal), await flagOf(referred)]).toEqual(['', '']);
    await world.advanceTo(due + MINUTE);
    expect([await flagOf(deal), await flagOf(referred)]).toEqual(['empty', 'empty']);
    const planning = ['Plan the next action of this deal', 'NOT_STARTED', rep.id];
    expect(await tasksOf(deal)).toEqual([planning]);
    expect(await tasksOf(referred)).toContainEqual(planning);
    expect(await kindsOf('deal', deal)).toContain('nextActionFlagged');
  });

  it('[D-20] with the deal its open task goes to the next owner', async () => {
    const { people, world } = stack;
    const next = people.owner('helen.strand@healthprime.example');
    await people.changeDeal(rep, referred, { hubspot_owner_id: next.id });
    await world.settle();
    expect(await tasksOf(referred)).toContainEqual(['Plan the next action of this deal', 'NOT_STARTED', next.id]);
    expect(await tasksOf(deal)).toEqual([['Plan the next action of this deal', 'NOT_STARTED', rep.id]]);
  });

  it('[D-20] planned, the task is done; overdue when its day is over, there is another', async () => {
    const { people, world } = stack;
    const day = localDate(addBusinessDays(world.now(), 2, calendar), timeZone);
    await people.changeDeal(rep, deal, {
      next_action: 'If there is no reply: send a reminder',
      next_action_owner: rep.id,
      next_action_date: day,
    });
    await world.settle();
    expect(await flagOf(deal)).toBe('');
    expect((await tasksOf(deal)).map(([, status]) => status)).toEqual(['COMPLETED']);

    const over = addDays(startOfDay(day, timeZone), 1, timeZone);
    await world.advanceTo(over - MINUTE);
    expect(await flagOf(deal)).toBe('');
    await world.advanceTo(over + MINUTE);
    expect(await flagOf(deal)).toBe('overdue');
    expect(await tasksOf(deal)).toContainEqual(['The next action of this deal is overdue', 'NOT_STARTED', rep.id]);
  });
});
