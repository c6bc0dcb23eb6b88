/** The quarterly review of excluded contacts, on the sandbox's portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReviewActivities } from '../../src/activities/review.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { startPortal, type TestPortal } from '../hubspot/portal.ts';

const QUARTER = '2026-q4';
const AT = Date.parse('2026-10-01T13:00:00Z');
const ANSWER = 'exclusion_review_answer';
const ACTION = 'corrective_action';
const batch = { quarter: QUARTER, at: AT };

let portal: TestPortal;
let people: People;
let marketing: { id: string };
let stages: Record<string, string>;
let review: ReturnType<typeof createReviewActivities>;

beforeEach(async () => {
  portal = await startPortal();
  const { hubspot } = portal;
  await applyPortal(hubspot, defaultPolicy, () => undefined);
  const { clientSecret, ...defaults } = sandboxDefaults;
  const config = { ...defaults, baseUrl: portal.sandbox.url, clientSecrets: [clientSecret], callsPerTenSeconds: 1000 };
  people = await People.of({ hubspot: config }, defaultPolicy);
  marketing = people.owner('mia.lorenz@healthprime.example');
  const facts = await contactPortal(hubspot, defaultPolicy);
  ({ stages } = facts);
  review = createReviewActivities({
    hubspot,
    policy: defaultPolicy,
    portal: () => Promise.resolve(facts),
    journal: { lastSeq: () => Promise.resolve(7) },
  });
});
afterEach(() => portal.close());

let named = 0;
function aContact(channel: string, more: Record<string, string> = {}): Promise<string> {
  named += 1;
  const email = `person${named}@example.com`;
  const lifecyclestage = stages['excluded'] ?? '';
  return people.create(marketing, 'contacts', { email, lifecyclestage, sop_original_channel: channel, ...more });
}
const TASK = ['hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_timestamp', 'hubspot_owner_id'];
const task = (id = '') => people.see('tasks', id, TASK);
const contactsOn = async (id: string) =>
  (await portal.hubspot.associatedIds('task', [id], 'contact')).get(id)?.toSorted() ?? [];

describe('the batch', () => {
  it('[C-14] is one task for marketing and one for each source, with its contacts and their number', async () => {
    const bought = [await aContact('PAID_SEARCH'), await aContact('PAID_SEARCH'), await aContact('PAID_SEARCH')];
    const other = await aContact('OFFLINE');
    await aContact('OFFLINE', { lifecyclestage: stages['target'] ?? '' });

    const found = await review.reviewExclusions(batch);
    expect(found).toMatchObject({
      total: 4,
      sources: [
        { source: 'CRM_UI/PAID_SEARCH', count: 3 },
        { source: 'CRM_UI/OFFLINE', count: 1 },
      ],
    });
    expect(await task(found.taskId)).toMatchObject({
      hs_task_subject: 'Quarterly review Q4 2026: 4 contacts excluded from marketing',
      hubspot_owner_id: marketing.id,
      hs_timestamp: expect.stringMatching(/^2026-10-16T13:00/),
    });
    const [paid = { taskId: '' }, offline = { taskId: '' }] = found.sources;
    expect((await task(paid.taskId)).hs_task_subject).toContain('3 contacts');
    expect(await contactsOn(paid.taskId)).toEqual(bought.toSorted());
    expect(await contactsOn(offline.taskId)).toEqual([other]);
  });

  it('[C-14] [R-03] stays one however often it is made, and an answer that was given meanwhile stays', async () => {
    const old = await aContact('OFFLINE', { [ANSWER]: 'keep' });
    const found = await review.reviewExclusions(batch);
    expect((await people.see('contacts', old, [ANSWER]))[ANSWER] ?? '').toBe('');
    await people.change(marketing, 'contacts', old, { [ANSWER]: 'delete' });
    await people.change(marketing, 'tasks', found.taskId ?? '', { hs_task_status: 'COMPLETED' });
    expect(await review.reviewExclusions(batch)).toEqual(found);
    expect((await people.see('contacts', old, [ANSWER]))[ANSWER]).toBe('delete');
    expect((await task(found.taskId)).hs_task_status).toBe('COMPLETED');
  });

  it('[C-14] a contact whose channel nobody kept is of an unknown source, not of none', async () => {
    await portal.hubspot.updateRecord('contact', await aContact('OFFLINE'), {
      sop_original_channel: '',
      hs_analytics_source: '',
    });
    expect((await review.reviewExclusions(batch)).sources).toMatchObject([{ source: 'CRM_UI/UNKNOWN', count: 1 }]);
  });

  it('[C-14] asks nobody for anything where nobody is excluded', async () => {
    expect(await review.reviewExclusions(batch)).toEqual({ total: 0, sources: [] });
    expect((await portal.hubspot.searchRecords('task', { property: 'hs_task_type', value: 'TODO' }, [])).total).toBe(0);
  });
});

describe('corrective actions', () => {
  it('[C-14] are seen when they are written; a source without one is reminded of on the same task', async () => {
    await aContact('PAID_SEARCH');
    await aContact('OFFLINE');
    await aContact('REFERRALS');
    const { sources } = await review.reviewExclusions(batch);
    const [first = { taskId: '' }, second = { taskId: '' }, third = { taskId: '' }] = sources;
    await people.change(marketing, 'tasks', first.taskId, { [ACTION]: 'We stopped the campaign.' });
    await people.change(marketing, 'tasks', second.taskId, { [ACTION]: '  ', hs_task_status: 'COMPLETED' });
    await portal.hubspot.archiveRecord('task', third.taskId);

    const seen = await review.lookAtActions(sources);
    expect(seen.answered).toMatchObject([{ taskId: first.taskId, by: expect.stringMatching(/^person:\d+$/) }]);
    expect(seen.open.map(({ taskId }) => taskId)).toEqual([second.taskId]);
    expect(JSON.stringify(seen)).not.toContain('campaign');

    const at = Date.parse('2026-10-16T13:00:00Z');
    await review.remindOfActions({ quarter: QUARTER, sources: seen.open, at });
    expect(await task(second.taskId)).toMatchObject({
      hs_task_subject: expect.stringMatching(/^Reminder: /),
      hs_task_status: 'NOT_STARTED',
    });
  });
});

it('[C-14] decides by the present policy, from the last decision on', async () => {
  const loaded = await review.loadReview({ portalId: '9' });
  expect(loaded).toMatchObject({ seq: 7, policy: { hour: 9, reminderDays: 10, clause: 'C-14' } });
  expect(JSON.stringify(loaded).length).toBeLessThan(2_000);
});
