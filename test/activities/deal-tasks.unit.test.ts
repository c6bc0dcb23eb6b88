/** A deal's tasks that go to another owner (S-05, D-20), on the sandbox's portal. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDealDutyActivities, type DealDutyActivities } from '../../src/activities/deal-duties.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { dealPolicy } from '../../src/domain/deal/slice.ts';
import { rememberPortal } from '../../src/workers/portal-facts.ts';
import { type ContactTestPortal, startContactPortal } from './contact-portal.ts';

const NOW = Date.parse('2026-03-02T15:00:00Z');
let portal: ContactTestPortal;
let activities: DealDutyActivities;
let [rep, next, manager] = [{ id: '' }, { id: '' }, { id: '' }];
beforeAll(async () => {
  portal = await startContactPortal();
  const facts = rememberPortal(portal.hubspot, defaultPolicy);
  activities = createDealDutyActivities({
    hubspot: portal.hubspot,
    policy: defaultPolicy,
    portal: facts,
    slice: async () => dealPolicy(defaultPolicy, (await facts()).ids, (await facts()).staff),
  });
  const owner = (name: string) => portal.people.owner(`${name}@healthprime.example`);
  [rep, next, manager] = [owner('ruth.amado'), owner('helen.strand'), owner('marcus.odell')];
});
afterAll(() => portal.close());

let count = 0;
let key: string;
let taskId: string;
/** The rep has a task. */
beforeEach(async () => {
  count += 1;
  key = `deal-1-2:touches:warn:${count}`;
  const dealId = await portal.people.createDeal(rep, { name: 'Elm', pipeline: 'new_business', stage: 'sql' });
  const task = { dealId, key, about: 'touches', detail: { closesAt: NOW }, to: rep.id, dueAt: NOW };
  await activities.dutyTask(task);
  [taskId = ''] = await portal.associated('deal', dealId, 'task');
});

const seen = () => portal.people.see('tasks', taskId, ['hubspot_owner_id', 'hs_task_status']);

it('[S-05] [R-03] an open task is the new owner’s, however often it is said', async () => {
  expect(await seen()).toMatchObject({ hubspot_owner_id: rep.id });
  await activities.assignTask({ key, to: next.id });
  await activities.assignTask({ key, to: next.id });
  expect(await seen()).toMatchObject({ hubspot_owner_id: next.id, hs_task_status: 'NOT_STARTED' });
});

it('[S-05] the manager has it where the new owner does not work here, or where there is none', async () => {
  await activities.assignTask({ key, to: '999999' });
  expect(await seen()).toMatchObject({ hubspot_owner_id: manager.id });
  await activities.assignTask({ key, to: rep.id });
  await activities.assignTask({ key });
  expect(await seen()).toMatchObject({ hubspot_owner_id: manager.id });
});

it('[S-05] one that somebody completed stays theirs', async () => {
  await portal.people.change(rep, 'tasks', taskId, { hs_task_status: 'COMPLETED' });
  await activities.assignTask({ key, to: next.id });
  expect(await seen()).toMatchObject({ hubspot_owner_id: rep.id, hs_task_status: 'COMPLETED' });
});

it('[S-05] one that a person has given to somebody stays there', async () => {
  await portal.people.change(rep, 'tasks', taskId, { hubspot_owner_id: manager.id });
  await activities.assignTask({ key, to: next.id });
  expect(await seen()).toMatchObject({ hubspot_owner_id: manager.id });
});

it('[S-05] one that is gone needs nothing, and no other is made', async () => {
  const before = portal.sandbox.requests.count;
  await activities.assignTask({ key: 'deal-1-2:never', to: next.id });
  expect(portal.sandbox.requests.count - before).toBe(1);
});
