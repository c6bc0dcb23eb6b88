/** Mail servers that misbehave: one mail, or none and a person who is told; never two (K-02). */
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Inbox } from '../src/inbox/inbox.ts';
import { ConsentScene } from './support/consent-scene.ts';
import { startDoor } from './support/proxies.ts';
import { waitFor } from './support/stack.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REFUSED = 'The e-mail address does not take mail';
const UNKNOWN = 'Did the consent request arrive?';

let scene: ConsentScene;
/** Where the way to the mail server leads; the second is closed. */
let open = true;
let door: Awaited<ReturnType<typeof startDoor>>;
beforeAll(async () => {
  scene = await ConsentScene.start({}, async (inbox: Inbox) => {
    const { port } = new URL(inbox.smtpUrl);
    door = await startDoor(() => (open ? Number(port) : 9));
    return `smtp://127.0.0.1:${door.port}`;
  });
  await scene.toBusinessHours();
});
afterAll(async () => {
  await scene.close();
  await door.close();
});

const isDone = (id: string, key: string) =>
  waitFor(`contact ${id} to have ${key}`, async () => (await scene.state(id)).done[key] !== undefined, 40_000);
async function mailAttempts(id: string): Promise<number> {
  const { raw } = await scene.handle(id).describe();
  const sending = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'sendMail');
  return sending?.attempt ?? 0;
}
/** The contact's own clock, which an advance of the world moves. */
async function itsNow(id: string): Promise<number> {
  const { raw } = await scene.handle(id).describe();
  const current = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return current ? tsToMs(current) : Date.now();
}
/**
 * An hour of the contact's own time, attempt after attempt: the world's clock waits for what is underway. It goes on for another
 * one, so that the next attempt comes soon.
 */
async function anHourPasses(id: string): Promise<void> {
  const { client } = scene.stack;
  const { namespace } = client.options;
  const until = (await itsNow(id)) + HOUR;
  const workflowExecution = { workflowId: scene.handle(id).workflowId };
  const fastForwardConfig = { id: `outage-${id}`, duration: msToTs(2 * HOUR) };
  const timeSkippingConfig = { enabled: true, maxSessionSkipCount: 1_000, fastForwardConfig };
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    workflowExecutionOptions: { timeSkippingConfig },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await waitFor('an hour to pass', async () => (await itsNow(id)) >= until, 50_000);
}
/** Long enough for a reminder, were one due. */
async function monthsPass(): Promise<void> {
  await scene.stack.world.advanceTo(scene.stack.world.now() + 35 * DAY);
  await scene.toBusinessHours();
}

describe('a mail server', () => {
  it('[K-02] that greylists gets the mail again and takes one', async () => {
    await scene.behave('greylist');
    const id = await scene.create('grey@example.com');
    await isDone(id, 'mail:request:1');
    await scene.stack.world.settle();
    expect(scene.mailsTo('grey@example.com')).toHaveLength(1);
    expect(await scene.see(id, 'sop_consent_status')).toBe('requested');
    expect(await scene.seeOn(id, 'emails', [])).toHaveLength(1);
    expect(await scene.tasks(id)).not.toContain(UNKNOWN);
  });

  it('[K-02] that is away for an hour gets one mail when it is back, after many attempts', async () => {
    await scene.behave('accept');
    open = false;
    const id = await scene.create('away@example.com');
    await waitFor('three attempts', async () => (await mailAttempts(id)) >= 3, 40_000);
    await anHourPasses(id);
    // A few at first, one every two minutes in the end.
    expect(await mailAttempts(id)).toBeGreaterThan(15);
    expect((await scene.state(id)).done['mail:request:1']).toBeUndefined();
    open = true;
    await isDone(id, 'mail:request:1');
    await scene.stack.world.settle();
    expect(scene.mailsTo('away@example.com')).toHaveLength(1);
    expect(await scene.see(id, 'sop_consent_status')).toBe('requested');
    expect(await scene.tasks(id)).not.toContain(UNKNOWN);
  });

  it('[K-02] [K-06] that is away while the person withdraws gets no mail at all', async () => {
    open = false;
    const email = 'gone.meanwhile@example.com';
    const id = await scene.create(email);
    await waitFor('an attempt', async () => (await mailAttempts(id)) >= 2, 40_000);
    const all = `/communication-preferences/2026-03/statuses/${encodeURIComponent(email)}/unsubscribe-all?channel=EMAIL`;
    await scene.stack.people.call(scene.rep, 'POST', all);
    open = true;
    await waitFor('the withdrawal', async () => (await scene.see(id, 'sop_consent_status')) === 'withdrawn', 40_000);
    await scene.stack.world.settle();
    expect(scene.mailsTo(email)).toEqual([]);
    expect(await scene.seeOn(id, 'emails', [])).toEqual([]);
  });
});

describe('a mail that did not come through', () => {
  let refused: string;
  let unknown: string;
  beforeAll(async () => {
    await scene.behave('reject');
    refused = await scene.create('refused@example.com', { hubspot_owner_id: scene.rep.id });
    await isDone(refused, 'mail:request:1');
    await scene.stack.world.settle();
    await scene.behave('cutAfterData');
    unknown = await scene.create('unknown@example.com', { hubspot_owner_id: scene.rep.id });
    await isDone(unknown, 'mail:request:1');
    await scene.stack.world.settle();
    await scene.behave('accept');
    await monthsPass();
  }, 120_000);

  it('[K-02] refused for good is shown to the owner, and not tried again', async () => {
    expect(scene.mailsTo('refused@example.com')).toEqual([]);
    expect((await scene.tasks(refused)).filter((subject) => subject === REFUSED)).toHaveLength(1);
    expect(await scene.see(refused, 'sop_consent_status')).toBe('undeliverable');
    expect(await scene.seeOn(refused, 'emails', [])).toEqual([]);
  });

  it('[K-02] is followed by one to the corrected address, and the task about the old one is done with', async () => {
    await scene.change(refused, { email: 'corrected@example.com' });
    await isDone(refused, 'mail:request:2');
    await scene.stack.world.settle();
    expect(scene.mailsTo('corrected@example.com')).toHaveLength(1);
    expect(await scene.see(refused, 'sop_consent_status')).toBe('requested');
    const tasks = await scene.seeOn(refused, 'tasks', ['hs_task_subject', 'hs_task_status']);
    expect(tasks.filter((task) => task['hs_task_subject'] === REFUSED)).toMatchObject([
      { hs_task_status: 'COMPLETED' },
    ]);
  });

  it('[K-02] of which nobody knows is never sent a second time; the owner is asked, once', async () => {
    expect(scene.mailsTo('unknown@example.com')).toHaveLength(1);
    expect((await scene.tasks(unknown)).filter((subject) => subject === UNKNOWN)).toHaveLength(1);
    expect((await scene.state(unknown)).done).toHaveProperty('mail:request:1:unknown');
  });
});
